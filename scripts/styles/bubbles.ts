import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { css, type Generator, mix, noise2, paint, rgb } from './kit.js';

const deep = ['#041d17', '#083226', '#0b4433', '#0d3440'].map(rgb);
const pale = ['#fdf6df', '#d9f2d6', '#f9e6b8', '#c9eadf'].map(rgb);
const accents = ['#ff6f59', '#ffb03b', '#1fae7c', '#e9f26b'].map(rgb);
const ink = rgb('#031511');
const white = rgb('#fffef4');

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Fills a region with discs that do not touch, the large ones first; `fits` tells how large one may be at a place. */
function pack(
  random: Random,
  tries: number,
  low: number,
  high: number,
  propose: () => readonly [number, number],
  room: (x: number, y: number) => number,
): Disc[] {
  const discs: Disc[] = [];
  for (let at = 0; at < tries; at++) {
    const largest = low + (high - low) * (1 - at / tries) ** 2.2;
    const [x, y] = propose();
    let radius = Math.min(largest * random.between(0.85, 1), room(x, y));
    for (const disc of discs) {
      radius = Math.min(radius, Math.hypot(disc.x - x, disc.y - y) - disc.radius - low * 0.22);
      if (radius < low) break;
    }
    // Early in the packing a place is only taken by a disc of about the size that is wanted now.
    if (radius >= Math.max(low, largest * 0.7)) discs.push({ x, y, radius });
  }
  return discs;
}

function fillDisc(
  context: SKRSContext2D,
  x: number,
  y: number,
  radius: number,
  style: string | CanvasGradient,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = style;
  context.fill();
}

function drawCell(context: SKRSContext2D, disc: Disc, dark: boolean, level: number, random: Random): void {
  const { x, y, radius } = disc;
  for (let layer = 4; layer > 0; layer--) {
    fillDisc(context, x + radius * 0.05, y + radius * 0.07, radius * (1 + 0.028 * layer), css(ink, 0.16));
  }
  const body = random.pick(dark ? deep : pale);
  const rim =
    random.next() < 0.3 ? random.pick(accents) : mix(body, dark ? rgb('#2fb489') : rgb('#e8a14b'), 0.55);
  const fill = context.createRadialGradient(x - radius * 0.3, y - radius * 0.35, radius * 0.05, x, y, radius);
  fill.addColorStop(0, css(mix(body, white, dark ? 0.1 : 0.7)));
  fill.addColorStop(0.62, css(body));
  fill.addColorStop(0.9, css(mix(body, rim, 0.5)));
  fill.addColorStop(1, css(rim));
  fillDisc(context, x, y, radius, fill);

  context.save();
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.clip();
  if (radius > 0.012) {
    const inner = level < 3 && radius > 0.022 && (radius > 0.08 || random.next() < 0.84);
    if (inner) {
      const off = random.between(0, 0.1) * radius;
      const turn = random.between(0, 6.28);
      const cx = x + Math.cos(turn) * off;
      const cy = y + Math.sin(turn) * off;
      const reach = radius * 0.86 - off;
      const propose = (): [number, number] => {
        const at = Math.sqrt(random.next()) * reach;
        const angle = random.between(0, 2 * Math.PI);
        return [cx + Math.cos(angle) * at, cy + Math.sin(angle) * at];
      };
      const room = (px: number, py: number): number => reach - Math.hypot(px - cx, py - cy);
      const low = Math.max(0.0035, radius * 0.05);
      for (const child of pack(random, 900, low, radius * random.between(0.3, 0.56), propose, room)) {
        if (child.radius < radius * 0.1) {
          fillDisc(
            context,
            child.x,
            child.y,
            child.radius,
            css(random.next() < 0.4 ? random.pick(accents) : random.pick(dark ? pale : deep)),
          );
        } else drawCell(context, child, random.next() < 0.2 ? dark : !dark, level + 1, random);
      }
    } else {
      const rings = 3 + random.index(5);
      for (let ring = 1; ring <= rings; ring++) {
        context.beginPath();
        context.arc(
          x + radius * 0.04,
          y + radius * 0.05,
          (radius * 0.9 * ring) / (rings + 0.5),
          0,
          2 * Math.PI,
        );
        context.lineWidth = (radius * 0.34) / rings;
        context.strokeStyle = css(
          ring === rings
            ? rim
            : random.pick(dark ? [...accents, pale[0]!] : [...deep, accents[0]!, accents[2]!]),
          0.85,
        );
        context.stroke();
      }
      fillDisc(context, x + radius * 0.04, y + radius * 0.05, radius * 0.13, css(dark ? white : ink));
    }
  }
  context.restore();

  context.lineWidth = Math.max(0.0009, radius * 0.022);
  context.strokeStyle = css(dark ? mix(rim, white, 0.45) : ink, dark ? 0.8 : 0.75);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  if (radius > 0.008) {
    context.lineWidth = radius * 0.05;
    context.strokeStyle = css(white, dark ? 0.75 : 0.95);
    context.beginPath();
    context.arc(x, y, radius * 0.91, Math.PI * 1.08, Math.PI * 1.4);
    context.stroke();
    context.beginPath();
    context.arc(x, y, radius * 0.91, Math.PI * 1.45, Math.PI * 1.48);
    context.stroke();
    context.lineWidth = radius * 0.03;
    context.strokeStyle = css(white, 0.35);
    context.beginPath();
    context.arc(x, y, radius * 0.93, Math.PI * 0.1, Math.PI * 0.4);
    context.stroke();
  }
}

export const bubbles: Generator = {
  name: 'bubbles',
  title: 'Cell Culture',
  idea: 'Discs packed by random sequential addition, large ones first; each is a dish that is packed again with cells of the opposite tone.',
  draw(sizePx, random) {
    const tide = noise2(random.fork('tide'));
    const propose = (): [number, number] => [random.between(-0.08, 1.08), random.between(-0.08, 1.08)];
    const discs = pack(random, 6500, 0.005, 0.17, propose, () => 1);
    return paint(sizePx, (context) => {
      context.fillStyle = css(ink);
      context.fillRect(0, 0, 1, 1);
      for (let at = 0; at < 5200; at++) {
        const [x, y] = propose();
        const radius = random.between(0.0012, 0.0055);
        context.lineWidth = 0.0007;
        context.strokeStyle = css(random.pick(accents), 0.55);
        context.beginPath();
        context.arc(x, y, radius, 0, 2 * Math.PI);
        context.stroke();
        if (random.next() < 0.3) fillDisc(context, x, y, radius * 0.5, css(random.pick(pale), 0.7));
      }
      for (const disc of discs) drawCell(context, disc, tide(disc.x * 1.9, disc.y * 1.9) > -0.05, 0, random);
    });
  },
};
