import { blend, fractal, type Generator, noise2, type Rgb, rgb, shade, smoothstep } from './kit.js';

const sheets = [
  ...['#f6d37c', '#e8734a', '#0a2a2b', '#10463f', '#1a5f4c', '#0c3336', '#e8734a', '#f4c9a0'],
  ...['#f7efdc', '#bfe0c4', '#f9f4e6', '#e9ead2', '#16504a', '#0c3336', '#f6d37c'],
].map(rgb);
const darkSheets = sheets.map((sheet) => sheet[0] < 0.2);

/** A landscape of stacked sheets of cut paper. */
export const contourMap: Generator = {
  name: 'contour-map',
  title: 'Island in Fifteen Sheets',
  idea: 'Level sets of a warped noise landscape as stacked sheets of cut paper, each throwing its shadow on the ones below.',
  draw(sizePx, random) {
    const warp = fractal(random.fork('warp'), 2);
    const land = fractal(random.fork('land'), 4);
    const fibre = fractal(random.fork('fibre'), 2);
    const grain = noise2(random.fork('grain'));
    const margin = Math.ceil(sizePx * 0.06);
    const side = sizePx + margin;
    const levels = sheets.length;
    const heights = new Float32Array(side * side);
    for (let at = 0; at < heights.length; at++) {
      const x = ((at % side) - margin) / sizePx;
      const y = (Math.floor(at / side) - margin) / sizePx;
      const [wx, wy] = [x + 0.12 * warp(x * 1.7, y * 1.7), y + 0.12 * warp(x * 1.7 + 7, y * 1.7)];
      heights[at] = (0.45 + 0.6 * land(wx * 1.5, wy * 1.5)) * levels;
    }
    return shade(sizePx, (x, y, column, row) => {
      const at = (row + margin) * side + column + margin;
      const height = heights[at]!;
      const level = Math.min(levels - 1, Math.max(0, Math.floor(height)));
      const slope = Math.hypot(heights[at]! - heights[at - 1]!, heights[at]! - heights[at - side]!) + 1e-6;
      const abovePx = (height - level) / slope;
      const belowPx = (level + 1 - height) / slope;

      // Light from the top left: every sheet above that stands between here and the light takes some of it.
      let shadow = 0;
      const taps = 14;
      for (let tap = 1; tap <= taps; tap++) {
        const away = Math.round((tap / taps) * margin * 0.85);
        const over = Math.floor(heights[at - away * side - Math.round(away * 0.8)]!) - level;
        if (over > 0) shadow += smoothstep(over * 0.5 + 0.15, 0, tap / taps) * (1 - tap / taps / 1.3);
      }
      shadow = Math.min(1, shadow / 4.5);

      const sheet = sheets[level]!;
      const paper = 0.05 * fibre(x * 40 + level * 5, y * 40) + 0.05 * grain(x * 330, y * 330);
      let colour: Rgb = blend(sheet, paper > 0 ? [1, 0.98, 0.92] : [0, 0.05, 0.06], Math.abs(paper));
      const line = Math.abs(((height * 5) % 1) - 0.5) / (slope * 5);
      colour = blend(
        colour,
        blend(sheet, darkSheets[level] ? [0.95, 0.8, 0.5] : [0.05, 0.25, 0.25], 0.5),
        0.55 * smoothstep(sizePx / 900, sizePx / 1800, line),
      );
      colour = blend(colour, [0.01, 0.06, 0.09], 0.72 * shadow);
      const rim = smoothstep(sizePx / 300, sizePx / 700, abovePx);
      colour = blend(colour, blend(sheet, [1, 1, 1], 0.6), 0.7 * rim);
      const next = sheets[Math.min(levels - 1, level + 1)]!;
      return blend(colour, blend(next, [1, 1, 1], 0.6), 0.5 * smoothstep(1, 0, belowPx));
    });
  },
};
