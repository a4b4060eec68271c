import { fractal, type Generator, halve, noise2, type Rgb, rgb, sample, shade, smoothstep } from './kit.js';

const water = rgb('#faf6ee');
/** How much of red, green and blue one unit of each ink swallows. */
const inks: readonly Rgb[] = [
  [2.9, 2.3, 0.95],
  [0.3, 2.4, 1.1],
  [2.4, 0.5, 0.65],
];
const grid = 800;

/** Bilinear reading of values on a `grid` × `grid` raster; outside it the border goes on. */
function read(values: Float32Array, x: number, y: number): number {
  const column = Math.min(grid - 1.001, Math.max(0, x * grid - 0.5));
  const row = Math.min(grid - 1.001, Math.max(0, y * grid - 0.5));
  const at = Math.floor(row) * grid + Math.floor(column);
  const s = column - Math.floor(column);
  const above = values[at]! + (values[at + 1]! - values[at]!) * s;
  const below = values[at + grid]! + (values[at + grid + 1]! - values[at + grid]!) * s;
  return above + (below - above) * (row - Math.floor(row));
}

export const inkInWater: Generator = {
  name: 'ink-in-water',
  title: 'Three Inks, Still Water',
  idea: 'Plumes of ink carried along a divergence-free flow (curl noise, Bridson et al. 2007) and mixed by subtraction (Beer–Lambert).',
  draw(sizePx, random) {
    const broad = noise2(random.fork('broad'));
    const eddy = noise2(random.fork('eddy'));
    const potential = (x: number, y: number): number =>
      broad(x * 1.9, y * 1.9) + 0.3 * eddy(x * 4.6, y * 4.6) + 0.045 * eddy(x * 13 + 40, y * 13);
    const stepPx = 1e-3;
    const flowX = sample(
      grid,
      (x, y) => (potential(x, y + stepPx) - potential(x, y - stepPx)) / (2 * stepPx),
    );
    const flowY = sample(
      grid,
      (x, y) => (potential(x - stepPx, y) - potential(x + stepPx, y)) / (2 * stepPx),
    );

    const sourceX = new Float32Array(grid * grid);
    const sourceY = new Float32Array(grid * grid);
    const steps = 16;
    const stride = 0.0042;
    for (let at = 0; at < grid * grid; at++) {
      let x = ((at % grid) + 0.5) / grid;
      let y = (Math.floor(at / grid) + 0.5) / grid;
      for (let step = 0; step < steps; step++) {
        const middleX = x - read(flowX, x, y) * stride * 0.5;
        const middleY = y - read(flowY, x, y) * stride * 0.5;
        x -= read(flowX, middleX, middleY) * stride;
        y -= read(flowY, middleX, middleY) * stride;
      }
      sourceX[at] = x;
      sourceY[at] = y;
    }

    const stretchAt = sample(grid, (x, y) => {
      const at = Math.min(grid - 2, Math.floor(y * grid)) * grid + Math.min(grid - 2, Math.floor(x * grid));
      const across = Math.hypot(sourceX[at + 1]! - sourceX[at]!, sourceY[at + 1]! - sourceY[at]!);
      const down = Math.hypot(sourceX[at + grid]! - sourceX[at]!, sourceY[at + grid]! - sourceY[at]!);
      return Math.max(across, down) * grid;
    });

    const pour = fractal(random.fork('pour'), 2);
    const sheet = noise2(random.fork('sheet'));
    const grain = noise2(random.fork('grain'));
    return halve(
      shade(sizePx * 2, (x, y) => {
        const px = read(sourceX, x, y);
        const py = read(sourceY, x, y);
        // Where the flow draws the water out, lines would become finer than a pixel and break into dots.
        const calm = smoothstep(24, 7, read(stretchAt, x, y));
        const light: [number, number, number] = [water[0], water[1], water[2]];
        for (let ink = 0; ink < inks.length; ink++) {
          const cloud = pour(px * 1.7 + ink * 17.3, py * 1.7 - ink * 5.1) - 0.13;
          const veil = smoothstep(-0.22, 0.1, cloud);
          if (veil === 0) continue;
          const body = smoothstep(0, 0.3, cloud);
          const rim = Math.exp(-((cloud / 0.03) ** 2));
          // Folded sheets: where the dye is seen edge-on it darkens to a line.
          const fold = 1 - Math.abs(sheet(px * 5 + ink * 31, py * 5));
          const thread = 1 - Math.abs(sheet(px * 13 - ink * 11, py * 13 + 3));
          const density =
            0.85 * body + veil * (calm * (0.6 * fold ** 7 + 0.45 * thread ** 10) + 0.04) + 0.2 * calm * rim;
          for (let c = 0; c < 3; c++) light[c]! *= Math.exp(-density * inks[ink]![c]!);
        }
        const speck = 1 + 0.02 * grain(x * 420, y * 420);
        return [light[0] * speck, light[1] * speck, light[2] * speck];
      }),
    );
  },
};
