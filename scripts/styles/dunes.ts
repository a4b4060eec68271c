import {
  blend,
  fractal,
  type Generator,
  lambert,
  noise2,
  ramp,
  sample,
  shade,
  slopeAt,
  smoothstep,
} from './kit.js';

const sun = ramp(['#a8483f', '#d9773f', '#f0a95a', '#f9d397', '#fff1d6']);
const dusk = ramp(['#150a2b', '#2e1650', '#572a66', '#9a5872']);

/** One dune in a row of them: a long rise to windward, a short fall to lee. */
function dune(phase: number): number {
  const t = phase - Math.floor(phase);
  const crest = 0.7;
  return t < crest ? (t / crest) ** 1.4 : (1 - (t - crest) / (1 - crest)) ** 1.3;
}

export const dunes: Generator = {
  name: 'dunes',
  title: 'Empty Quarter, 17:40',
  idea: 'Sand under a low sun: warped sawtooth ridges at three scales, lit by Lambert and shadowed by marching each ray over the height field.',
  draw(sizePx, random) {
    const bend = fractal(random.fork('bend'), 3);
    const swell = fractal(random.fork('swell'), 3);
    const wander = noise2(random.fork('wander'));
    const grain = noise2(random.fork('grain'));
    const heights = sample(sizePx, (x, y) => {
      const downwind = x * 0.93 + y * 0.37;
      const bent = bend(x * 1.3, y * 1.3);
      const large = dune(downwind * 2.7 + 0.62 * bent);
      const tall = 0.75 + 0.45 * swell(x * 1.9 + 7, y * 1.9);
      const second = x * 0.99 - y * 0.1;
      const medium = dune(second * 10 + 1.3 * bend(x * 2 + 5, y * 2) + 1.2 * large);
      const low = smoothstep(-0.35, 0.5, swell(x * 2.6, y * 2.6 + 11));
      const ripple = Math.sin(
        (downwind * 62 + 7 * large + 3.2 * bend(x * 3, y * 3 + 3) + 0.6 * wander(x * 14, y * 14)) *
          2 *
          Math.PI,
      );
      return 0.092 * large * tall + 0.021 * medium * low + 0.00036 * ripple + 0.0003 * wander(x * 60, y * 60);
    });

    const azimuth = Math.PI + 0.5;
    const elevation = 0.32;
    const stepX = Math.cos(azimuth);
    const stepY = Math.sin(azimuth);
    const rise = Math.tan(elevation);
    const shadowAt = (column: number, row: number): number => {
      const start = heights[row * sizePx + column]!;
      let open = 1;
      for (let step = 1; step < 90; step++) {
        const distance = 0.0016 * step * (1 + step * 0.022);
        const c = column + stepX * distance * sizePx;
        const r = row + stepY * distance * sizePx;
        if (c < 0 || r < 0 || c >= sizePx - 1 || r >= sizePx - 1) break;
        const at = Math.floor(r) * sizePx + Math.floor(c);
        const s = c - Math.floor(c);
        const above = heights[at]! + (heights[at + 1]! - heights[at]!) * s;
        const below = heights[at + sizePx]! + (heights[at + sizePx + 1]! - heights[at + sizePx]!) * s;
        const over = start + distance * rise - above - (below - above) * (r - Math.floor(r));
        open = Math.min(open, 0.5 + over / (0.0016 + distance * 0.05));
        if (open <= 0) return 0;
      }
      return open;
    };

    return shade(sizePx, (x, y, column, row) => {
      const slope = slopeAt(heights, sizePx, column, row);
      const lit = lambert(slope, azimuth, elevation);
      const sky = lambert(slope, azimuth + 2.3, 0.8);
      const open = smoothstep(0.1, 0.9, shadowAt(column, row)) * smoothstep(0, 0.08, lit);
      const warm = sun((lit - 0.08) * 1.35);
      const cool = dusk((sky - 0.48) * 1.9);
      const sparkle = 0.03 * grain(x * 500, y * 500);
      const colour = blend(cool, warm, open);
      return [colour[0] + sparkle, colour[1] + sparkle, colour[2] + sparkle * 0.8];
    });
  },
};
