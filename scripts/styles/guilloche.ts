import type { SKRSContext2D } from 'canvas';
import { css, type Generator, noise2, paint, retouch, rgb, trace } from './kit.js';

interface Rosette {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly field: string;
  readonly line: string;
  readonly accent: string;
  readonly petals: number;
}

const aubergine = '#2b0f33';
const plum = '#5a1a4f';
const pistachio = '#d9e8c4';
const shell = '#fbeee2';
const rose = '#f0a08c';
const spruce = '#15493f';
const brass = '#c99a3a';

const rosettes: readonly Rosette[] = [
  { x: 0.98, y: 0.06, radius: 0.44, field: aubergine, line: '#d98a86', accent: brass, petals: 16 },
  { x: 0.05, y: 0.98, radius: 0.46, field: spruce, line: '#86b89b', accent: brass, petals: 20 },
  { x: 0.12, y: 0.1, radius: 0.34, field: shell, line: plum, accent: rose, petals: 14 },
  { x: 0.94, y: 0.9, radius: 0.34, field: rose, line: aubergine, accent: shell, petals: 12 },
  { x: 0.5, y: 0.5, radius: 0.33, field: pistachio, line: spruce, accent: plum, petals: 18 },
  { x: 0.5, y: 0.5, radius: 0.19, field: plum, line: shell, accent: brass, petals: 12 },
  { x: 0.72, y: 0.3, radius: 0.1, field: shell, line: plum, accent: brass, petals: 9 },
  { x: 0.26, y: 0.68, radius: 0.14, field: aubergine, line: rose, accent: brass, petals: 10 },
];

type Point = readonly [x: number, y: number];

function stroke(
  context: SKRSContext2D,
  points: readonly Point[],
  colour: string,
  width: number,
  closed = false,
): void {
  trace(context, points, closed);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

export const guilloche: Generator = {
  name: 'guilloche',
  title: 'Banknote for a country of roses',
  idea: 'Rosettes of a geometric lathe over flat inks, each around the dying swing of a harmonograph (Tisley 1873).',
  draw(sizePx, random) {
    const grain = noise2(random.fork('grain'));
    const picture = paint(sizePx, (context) => {
      drawGround(context);
      for (const rosette of rosettes) {
        const phase = random.between(0, 2 * Math.PI);
        const ring = (share: number, swing: number, lobes: number, shift: number): Point[] => {
          const points: Point[] = [];
          for (let step = 0; step < 720; step++) {
            const angle = (step / 720) * 2 * Math.PI;
            const reach = rosette.radius * (share + swing * Math.cos(lobes * angle + shift));
            points.push([
              rosette.x + Math.cos(angle + phase) * reach,
              rosette.y + Math.sin(angle + phase) * reach,
            ]);
          }
          return points;
        };
        const { petals } = rosette;
        const scallop = ring(0.965, 0.035, petals, 0);
        trace(context, scallop, true);
        context.fillStyle = 'rgba(20,4,24,0.22)';
        context.save();
        context.translate(0.004, 0.006);
        context.fill();
        context.restore();
        trace(context, scallop, true);
        context.fillStyle = rosette.field;
        context.fill();
        context.save();
        context.clip();
        const line = css(rgb(rosette.line), 0.85);
        const accent = css(rgb(rosette.accent), 0.95);
        const count = Math.round(rosette.radius * 95);
        for (let at = 0; at < count; at++) {
          const share = at / count;
          const outer = 0.62 + 0.3 * share;
          stroke(
            context,
            ring(outer, 0.055 * Math.sin(Math.PI * share) + 0.02, petals, share * Math.PI * 2),
            line,
            0.0011,
            true,
          );
        }
        for (let at = 0; at < count; at++) {
          const shift = (at / count) * 2 * Math.PI;
          stroke(context, ring(0.44, 0.15, petals / 2, shift), line, 0.0009, true);
        }
        drawHarmonograph(context, rosette, accent);
        for (const share of [0.6, 0.285]) {
          stroke(context, ring(share, 0.012, petals * 2, 0), rosette.field, 0.012, true);
          for (let at = 0; at < 4; at++) {
            stroke(context, ring(share, 0.016, petals * 2, (at * Math.PI) / 2), accent, 0.0018, true);
          }
        }
        context.restore();
        stroke(context, ring(0.955, 0.035, petals, 0), rosette.line, 0.003, true);
        stroke(context, scallop, rosette.accent, 0.0035, true);
      }
    });
    return retouch(picture, ([r, g, b], x, y) => {
      const speck = 1 + 0.02 * grain(x * 350, y * 350) + 0.02 * grain(x * 40, y * 130);
      return [r * speck, g * speck, b * speck];
    });

    function drawGround(context: SKRSContext2D): void {
      context.fillStyle = shell;
      context.fillRect(0, 0, 1, 1);
      const bands = [plum, shell, aubergine, pistachio, spruce, rose, aubergine, shell, plum];
      const edge = (index: number, x: number): number =>
        (index / bands.length) * 1.7 - 0.35 + 0.13 * Math.sin(x * 4.4 + index * 0.55) + 0.3 * (x - 0.5);
      for (const [index, colour] of bands.entries()) {
        const points: Point[] = [];
        for (let x = -0.01; x <= 1.011; x += 0.005) points.push([x, edge(index, x)]);
        trace(context, [...points, [1.01, 1.4], [-0.01, 1.4]], true);
        context.fillStyle = colour;
        context.fill();
        const light = colour === shell || colour === pistachio || colour === rose;
        const ink = css(rgb(light ? (index % 2 ? plum : spruce) : index % 2 ? rose : brass), 0.7);
        for (let at = 0; at < 22; at++) {
          const share = at / 22;
          const wave = points.map(([x, y]): Point => {
            const next = edge(index + 1, x);
            return [x, y + (next - y) * share + 0.011 * Math.sin(x * 55 + share * 2 * Math.PI * 2)];
          });
          stroke(context, wave, ink, 0.0011);
        }
        stroke(context, points, light ? plum : shell, 0.003);
      }
    }

    /** Two pairs of swings at a near-whole ratio, dying away. */
    function drawHarmonograph(context: SKRSContext2D, rosette: Rosette, colour: string): void {
      const reach = rosette.radius * 0.27;
      const shift = random.between(0, 2 * Math.PI);
      const swings = 600 * rosette.radius;
      const points: Point[] = [];
      for (let t = 0; t < swings; t += 0.02) {
        const fade = reach * Math.exp((-1.6 * t) / swings);
        const wide = 0.62 * Math.sin(3 * t) + 0.38 * Math.sin(2.008 * t + shift);
        const high = 0.62 * Math.cos(3 * t) - 0.38 * Math.cos(2.008 * t + shift);
        points.push([rosette.x + fade * wide, rosette.y + fade * high]);
      }
      stroke(context, points, colour, 0.001);
    }
  },
};
