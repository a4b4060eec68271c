import type { Random } from '../../src/base/random.js';
import { blend, fractal, type Generator, noise2, ramp, rgb, shade, smoothstep } from './kit.js';

const side = 264;
const coral = ramp(['#8a2230', '#d94f45', '#ff8f6b', '#ffc9a3', '#fff1de', '#fffaf0']);
const sea = ramp(['#031a24', '#05303a', '#0b4a50', '#12666a']);
const sand = ramp(['#e8b98f', '#f6dcb4', '#fbf0da', '#fffaee']);
const kelp = ramp(['#12090f', '#3c0f2a', '#6d1a3a', '#b23a48', '#f0876a']);
const foam = rgb('#fff8ea');

/**
 * The Gray–Scott model (Pearson 1993) on a torus: `v` feeds on `u`, and both diffuse. Feed and kill rates change slowly over
 * the plane, so that spots, worms and mazes grow side by side; so does the diffusion, which sets the width of the growth.
 */
function grow(random: Random, steps: number): Float32Array {
  const area = side * side;
  const slow = noise2(random.fork('rates'));
  const width = noise2(random.fork('width'));
  let u = new Float32Array(area).fill(1);
  let v = new Float32Array(area);
  let nextU = new Float32Array(area);
  let nextV = new Float32Array(area);
  const feed = new Float32Array(area);
  const kill = new Float32Array(area);
  const spread = new Float32Array(area);
  for (let at = 0; at < area; at++) {
    const [x, y] = [(at % side) / side, Math.floor(at / side) / side];
    const mode = smoothstep(-0.7, 0.7, slow(x * 1.4, y * 1.4));
    feed[at] = 0.032 + 0.022 * mode;
    kill[at] = 0.0597 + 0.0018 * mode;
    spread[at] = 0.3 + 0.7 * smoothstep(-0.6, 0.6, width(x * 1.6, y * 1.6));
    if (random.next() < 0.012) v[at] = 1;
  }
  for (let step = 0; step < steps; step++) {
    for (let row = 0; row < side; row++) {
      const up = ((row + side - 1) % side) * side;
      const down = ((row + 1) % side) * side;
      const here = row * side;
      for (let column = 0; column < side; column++) {
        const left = column === 0 ? side - 1 : column - 1;
        const right = column === side - 1 ? 0 : column + 1;
        const at = here + column;
        const a = u[at]!;
        const b = v[at]!;
        const flowU =
          0.2 * (u[here + left]! + u[here + right]! + u[up + column]! + u[down + column]!) +
          0.05 * (u[up + left]! + u[up + right]! + u[down + left]! + u[down + right]!) -
          a;
        const flowV =
          0.2 * (v[here + left]! + v[here + right]! + v[up + column]! + v[down + column]!) +
          0.05 * (v[up + left]! + v[up + right]! + v[down + left]! + v[down + right]!) -
          b;
        const reaction = a * b * b;
        nextU[at] = a + spread[at]! * flowU - reaction + feed[at]! * (1 - a);
        nextV[at] = b + 0.5 * spread[at]! * flowV + reaction - (feed[at]! + kill[at]!) * b;
      }
    }
    [u, nextU, v, nextV] = [nextU, u, nextV, v];
  }
  return v;
}

/** A periodic grid enlarged with Catmull–Rom splines, columns first and rows then: smooth enough for relief lighting. */
function enlarge(grid: Float32Array, sizePx: number): Float32Array {
  const along = (source: Float32Array, lines: number): Float32Array => {
    const target = new Float32Array(sizePx * lines);
    for (let at = 0; at < sizePx; at++) {
      const place = ((at + 0.5) / sizePx) * side - 0.5;
      const first = Math.floor(place) - 1 + side;
      const t = place - Math.floor(place);
      const weights = [
        ((2 - t) * t - 1) * t * 0.5,
        ((3 * t - 5) * t * t + 2) * 0.5,
        ((4 - 3 * t) * t + 1) * t * 0.5,
        (t - 1) * t * t * 0.5,
      ];
      for (let line = 0; line < lines; line++) {
        let sum = 0;
        for (let tap = 0; tap < 4; tap++)
          sum += weights[tap]! * source[line * side + ((first + tap) % side)]!;
        // Written transposed, so that the second pass runs along the other direction.
        target[at * lines + line] = sum;
      }
    }
    return target;
  };
  return along(along(grid, side), sizePx);
}

/** Coral that grows across a tide line. */
export const reactionDiffusion: Generator = {
  name: 'reaction-diffusion',
  title: 'Reef at Low Tide',
  idea: 'Coral grown by a Gray–Scott reaction–diffusion system (Pearson 1993) with rates that drift over the plane, lit as a relief.',
  draw(sizePx, random) {
    const growth = enlarge(grow(random.fork('growth'), 1600), sizePx);
    const tide = fractal(random.fork('tide'), 2);
    const pores = fractal(random.fork('pores'), 2);
    const grain = noise2(random.fork('grain'));
    return shade(sizePx, (x, y, column, row) => {
      const at = row * sizePx + column;
      const height = growth[at]!;
      const slopeX = (height - growth[column > 0 ? at - 1 : at]!) * sizePx;
      const slopeY = (height - growth[row > 0 ? at - sizePx : at]!) * sizePx;
      const light = (0.034 * slopeX + 0.036 * slopeY + 0.6) / Math.hypot(0.055 * slopeX, 0.055 * slopeY, 1);
      const rough = pores(x * 55, y * 55);
      const rings = 0.5 + 0.5 * Math.sin(height * 150 + rough * 1.4);
      const inside = smoothstep(0.135, 0.185, height);
      const level = tide(x * 1.2 + 4, y * 1.2) + 0.35 * (height - 0.2);
      const dry = smoothstep(-0.006, 0.006, level);
      const surf = smoothstep(0.05, 0, Math.abs(level)) * (0.55 + 0.45 * Math.sin(level * 260));

      const wet = blend(
        sea(0.1 + 0.6 * light - 0.25 + 0.3 * rings + 0.12 * rough),
        coral(0.1 + 0.62 * light + 0.7 * (height - 0.2) + 0.08 * rings),
        inside,
      );
      const bleached = blend(
        sand(0.45 + 0.7 * (light - 0.6) + 0.4 * rings + 0.15 * rough),
        kelp(0.55 * light + 0.7 * (height - 0.2) + 0.12 * rings),
        inside,
      );
      return blend(
        blend(wet, bleached, dry),
        foam,
        0.03 + 0.55 * surf * (1 - inside) + 0.03 * grain(x * 350, y * 350),
      );
    });
  },
};
