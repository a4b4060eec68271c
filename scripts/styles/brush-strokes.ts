import type { Random } from '../../src/base/random.js';
import {
  blend,
  css,
  fractal,
  type Generator,
  lambert,
  mix,
  noise2,
  paint,
  type Rgb,
  ramp,
  rgb,
  slopeAt,
} from './kit.js';

const dusk = ramp(['#0b1440', '#14286b', '#1f4aa0', '#12606e', '#2b1a5a']);
const field = ramp(['#f3b51b', '#f9d24a', '#fbe89a', '#fdf5d8', '#f6c9a6']);
const sparks = ['#ef7d22', '#fdf6dd', '#2fa38c', '#6aa9e0', '#d9482b'].map(rgb);

interface Stroke {
  readonly path: readonly (readonly [number, number])[];
  readonly halfWidth: number;
  readonly colour: Rgb;
}

/** Thick paint, laid on in long strokes. */
export const brushStrokes: Generator = {
  name: 'brush-strokes',
  title: 'Wind over the Mustard Field',
  idea: 'Strokes in four sizes along a noise field, coarse to fine (Hertzmann 1998), bristle by bristle, with the thickness of the paint lit from the side.',
  draw(sizePx, random) {
    const turn = fractal(random.fork('turn'), 2);
    const place = fractal(random.fork('place'), 2);
    const hue = fractal(random.fork('hue'), 2);
    const angleAt = (x: number, y: number): number => 2.6 * turn(x * 1.1, y * 1.1);
    const colourAt = (x: number, y: number, jitter: number): Rgb => {
      const where = place(x * 1.25 + 2, y * 1.25);
      const shadeOf = 0.5 + 0.55 * hue(x * 2.6, y * 2.6) + jitter;
      return where > 0.02 ? field(shadeOf) : dusk(shadeOf);
    };

    const strokes: Stroke[] = [];
    for (const { count, halfWidth, steps, spark } of [
      { count: 420, halfWidth: 0.036, steps: 20, spark: 0 },
      { count: 560, halfWidth: 0.02, steps: 20, spark: 0.05 },
      { count: 620, halfWidth: 0.0095, steps: 22, spark: 0.1 },
      { count: 480, halfWidth: 0.0045, steps: 28, spark: 0.2 },
    ]) {
      for (let at = 0; at < count; at++) {
        let [x, y] = [random.between(-0.05, 1.05), random.between(-0.05, 1.05)];
        const base = colourAt(x, y, random.normal() * 0.13);
        const colour = random.next() < spark ? mix(base, random.pick(sparks), 0.8) : base;
        const path: [number, number][] = [[x, y]];
        const length = steps * random.between(0.6, 1.2);
        const lean = random.normal() * 0.12;
        for (let step = 0; step < length; step++) {
          const angle = angleAt(x, y) + lean;
          x += Math.cos(angle) * halfWidth * 0.5;
          y += Math.sin(angle) * halfWidth * 0.5;
          path.push([x, y]);
        }
        strokes.push({ path, halfWidth: halfWidth * random.between(0.75, 1.25), colour });
      }
    }

    const lay = (
      seed: Random,
      bristle: (
        line: readonly (readonly [number, number])[],
        width: number,
        colour: Rgb,
        thickness: number,
      ) => void,
    ): void => {
      for (const { path, halfWidth, colour } of strokes) {
        const bristles = Math.max(5, Math.round(halfWidth / 0.0011));
        for (let hair = 0; hair < bristles; hair++) {
          const across = ((hair + 0.5) / bristles) * 2 - 1;
          const from = Math.floor(seed.next() * path.length * 0.12);
          const until = path.length - Math.floor(seed.next() * seed.next() * path.length * 0.5);
          const line = path.slice(from, until).map(([px, py], at, all): [number, number] => {
            const [nx, ny] = all[Math.min(all.length - 1, at + 1)]!;
            const [lx, ly] = all[Math.max(0, at - 1)]!;
            const run = Math.hypot(nx - lx, ny - ly) || 1;
            const offset = across * halfWidth * (0.8 + 0.2 * Math.min(1, at / 3));
            return [px - ((ny - ly) / run) * offset, py + ((nx - lx) / run) * offset];
          });
          const streak = seed.normal();
          const tint: Rgb = blend(
            colour,
            streak > 0 ? [1, 0.98, 0.9] : [0.04, 0.05, 0.2],
            Math.min(0.3, Math.abs(streak) * 0.09),
          );
          const ridge = 0.45 + 0.3 * across ** 4 + 0.16 * seed.normal();
          bristle(line, ((2 * halfWidth) / bristles) * 1.5, tint, ridge);
        }
      }
    };
    const drawn = (pick: (colour: Rgb, thickness: number) => Rgb) =>
      paint(sizePx, (context) => {
        context.fillStyle = css(pick(rgb('#14286b'), 0.2));
        context.fillRect(0, 0, 1, 1);
        lay(random.fork('bristles'), (line, width, colour, thickness) => {
          context.beginPath();
          for (const [x, y] of line) context.lineTo(x, y);
          context.strokeStyle = css(pick(colour, thickness));
          context.lineWidth = width;
          context.stroke();
        });
      });

    const picture = drawn((colour) => colour);
    const body = drawn((_colour, thickness) => [thickness, thickness, thickness]);
    const heights = Float32Array.from(
      { length: sizePx * sizePx },
      (_, at) => (body.data[at * 3]! / 255) * 0.006,
    );
    const data = new Uint8Array(picture.data.length);
    const weave = noise2(random.fork('weave'));
    for (let at = 0; at < heights.length; at++) {
      const [column, row] = [at % sizePx, Math.floor(at / sizePx)];
      const light = lambert(slopeAt(heights, sizePx, column, row), 3.9, 0.75);
      for (let c = 0; c < 3; c++) {
        const value = picture.data[at * 3 + c]! / 255;
        const lit =
          value * (0.55 + 0.66 * light) +
          0.35 * Math.max(0, light - 0.85) +
          0.006 * weave((column / sizePx) * 340, (row / sizePx) * 340);
        data[at * 3 + c] = Math.round(Math.min(1, Math.max(0, lit)) * 255);
      }
    }
    return { width: sizePx, height: sizePx, channels: 3, data };
  },
};
