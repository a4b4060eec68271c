import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { css, fractal, type Generator, mix, noise2, paint, type Rgb, rgb, toOklab, trace } from './kit.js';

const night = ['#10182f', '#1b2a4a', '#123c47', '#3a1730', '#22113a'].map(rgb);
const day = ['#f6e7cd', '#f3d3b0', '#f4c2a6', '#f7efe0', '#f4d68f'].map(rgb);
const accents = ['#e4572e', '#e9a23b', '#2a8c8c', '#d9416a'].map(rgb);
const ink = rgb('#0a0f20');
const umber = rgb('#b4523c');
const wine = rgb('#43121f');

type Point = readonly [x: number, y: number];

/** A path that follows the angle of a field in both directions from its seed. */
function follow(angleAt: (x: number, y: number) => number, seed: Point, length: number): Point[] {
  const step = 0.006;
  const walk = (sign: number): Point[] => {
    const path: Point[] = [];
    let [x, y] = seed;
    for (let gone = 0; gone < length / 2; gone += step) {
      const angle = angleAt(x, y);
      const middle = angleAt(
        x + (sign * Math.cos(angle) * step) / 2,
        y + (sign * Math.sin(angle) * step) / 2,
      );
      x += sign * Math.cos(middle) * step;
      y += sign * Math.sin(middle) * step;
      if (x < -0.15 || y < -0.15 || x > 1.15 || y > 1.15) break;
      path.push([x, y]);
    }
    return path;
  };
  return [...walk(-1).reverse(), seed, ...walk(1)];
}

/** The path moved sideways by `offset` of its half width, which swells in the middle and ends in a point. */
function strand(path: readonly Point[], halfWidth: number, offset: number): Point[] {
  return path.map(([x, y], at) => {
    const [x0, y0] = path[Math.max(0, at - 1)]!;
    const [x1, y1] = path[Math.min(path.length - 1, at + 1)]!;
    const length = Math.hypot(x1 - x0, y1 - y0) || 1;
    const share = at / (path.length - 1);
    const taper = Math.min(1, 5 * Math.min(share, 1 - share)) ** 0.6;
    const across = offset * halfWidth * taper;
    return [x - ((y1 - y0) / length) * across, y + ((x1 - x0) / length) * across];
  });
}

interface Ribbon {
  readonly path: Point[];
  readonly halfWidth: number;
  readonly from: Rgb;
  readonly to: Rgb;
  readonly strands: number;
}

function drawRibbon(context: SKRSContext2D, ribbon: Ribbon, random: Random): void {
  const { path, halfWidth, from, to, strands } = ribbon;
  const left = strand(path, halfWidth, -1);
  const right = strand(path, halfWidth, 1);
  const outline = [...left, ...right.reverse()];

  const bright = toOklab(from)[0] + toOklab(to)[0] > 1.35;
  const shadow = bright ? umber : ink;
  for (let ring = 4; ring >= 1; ring--) {
    trace(
      context,
      outline.map(([x, y]) => [x + 0.004, y + 0.006]),
    );
    context.closePath();
    context.strokeStyle = css(bright ? wine : ink, 0.06);
    context.lineWidth = ring * 0.005;
    context.stroke();
  }
  trace(context, outline);
  context.fillStyle = css(mix(from, to, 0.5));
  context.fill();

  const gap = (2 * halfWidth) / strands;
  for (let line = 0; line < strands; line++) {
    const across = ((line + 0.5) / strands) * 2 - 1;
    const roundness = Math.sqrt(1 - across * across * 0.9);
    const base = mix(from, to, (across + 1) / 2);
    const lit = mix(shadow, base, bright ? 0.76 + 0.24 * roundness : 0.45 + 0.55 * roundness);
    const gleam = mix(lit, [1, 0.95, 0.8], Math.max(0, random.normal() * 0.18));
    context.strokeStyle = css(mix(gleam, shadow, Math.max(0, random.normal() * 0.12)));
    context.lineWidth = gap * random.between(0.75, 1.2);
    trace(context, strand(path, halfWidth, across));
    context.stroke();
  }
}

/** Long ribbons of parallel strands. */
export const flowField: Generator = {
  name: 'flow-field',
  title: 'Ribbons in a Slow Current',
  idea: 'Bundles of strands follow the angle of a smooth noise field, large ones first and fine ones on top.',
  draw(sizePx, random) {
    const drift = fractal(random.fork('angle'), 2);
    const region = noise2(random.fork('region'));
    const angleAt = (x: number, y: number): number => 0.7 + 2.3 * drift(x * 0.75 + 3, y * 0.75);
    const darknessAt = (x: number, y: number): number => region(x * 1.25, y * 1.25);

    const layers = [
      { count: 70, halfWidth: 0.07, length: 1.1, accent: 0.2 },
      { count: 90, halfWidth: 0.032, length: 0.9, accent: 0.25 },
      { count: 120, halfWidth: 0.013, length: 0.7, accent: 0.4 },
      { count: 120, halfWidth: 0.004, length: 0.6, accent: 0.5 },
    ];
    return paint(sizePx, (context) => {
      context.fillStyle = css(night[0]!);
      context.fillRect(0, 0, 1, 1);
      for (const layer of layers) {
        for (let at = 0; at < layer.count; at++) {
          const seed: Point = [random.between(-0.05, 1.05), random.between(-0.05, 1.05)];
          const family = darknessAt(...seed) > 0.18 ? night : day;
          const from = random.next() < layer.accent ? random.pick(accents) : random.pick(family);
          const to = random.pick(family);
          const halfWidth = layer.halfWidth * random.between(0.6, 1.2);
          const path = follow(angleAt, seed, layer.length * random.between(0.5, 1.3));
          drawRibbon(
            context,
            { path, halfWidth, from, to, strands: Math.max(2, Math.round(halfWidth / 0.0022)) },
            random,
          );
        }
      }
    });
  },
};
