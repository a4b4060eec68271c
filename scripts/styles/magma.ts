import {
  blend,
  cells,
  fractal,
  type Generator,
  lambert,
  lot,
  noise2,
  type Rgb,
  ramp,
  sample,
  screen,
  shade,
  slopeAt,
  smoothstep,
} from './kit.js';

const heat = ramp(['#2b0508', '#8f1410', '#e03a12', '#ff8a1f', '#ffc845', '#ffe98f', '#fffbe0']);
const crust = ramp(['#08070d', '#14141d', '#262833', '#434a5a', '#8b97a8']);

export const magma: Generator = {
  name: 'magma',
  title: 'Lava Lake',
  idea: 'Rafts of basalt on glowing lava: warped Voronoi plates (Worley 1996) at three scales, wrinkled like pahoehoe and lit from the cracks.',
  draw(sizePx, random) {
    const plate = cells(random.fork('plate'), 3);
    const shard = cells(random.fork('shard'), 8);
    const chip = cells(random.fork('chip'), 34);
    const warp = fractal(random.fork('warp'), 4);
    const swell = fractal(random.fork('swell'), 2);
    const rope = fractal(random.fork('rope'), 3);
    const stream = fractal(random.fork('stream'), 5);
    const pore = noise2(random.fork('pore'));

    /** The same without the chips that drift between the rafts. */
    const melts = new Float32Array(sizePx * sizePx);
    const rafts = new Int32Array(sizePx * sizePx);
    /** Height above the melt, in sides of the picture: below 0 is melt. */
    const depth = (x: number, y: number): number => {
      const wx = x + 0.035 * warp(x * 3, y * 3);
      const wy = y + 0.035 * warp(x * 3 + 31, y * 3 + 7);
      const open = 0.036 + 0.03 * swell(x * 1.6, y * 1.6);
      const raft = plate(wx, wy);
      const split = shard(wx, wy);
      const at = Math.floor(y * sizePx) * sizePx + Math.floor(x * sizePx);
      rafts[at] = split.index;
      const piece = chip(x + 0.006 * warp(x * 14, y * 14), y + 0.006 * warp(x * 14 + 5, y * 14));
      const broken = 0.3 + 0.7 * smoothstep(-0.2, 0.5, swell(x * 1.9 + 20, y * 1.9));
      const whole = Math.min(
        raft.border - open,
        split.border - broken * 0.017 + 0.007,
        piece.border + 0.01 - 0.012 * broken + (raft.border - open) * 0.1,
      );
      melts[at] = whole;
      return lot(piece.index) < 0.2
        ? Math.max(whole, piece.border - 0.004 - 0.004 * lot(piece.index, 2))
        : whole;
    };
    const depths = sample(sizePx, depth);
    const relief = sample(sizePx, (x, y) => {
      const at =
        Math.min(sizePx - 1, Math.floor(y * sizePx)) * sizePx + Math.min(sizePx - 1, Math.floor(x * sizePx));
      const above = depths[at]!;
      if (above < 0) return 0;
      const turn = lot(rafts[at]!) * Math.PI;
      const along = x * Math.cos(turn) + y * Math.sin(turn);
      const fold = Math.sin((along * 34 + 2.6 * rope(x * 4, y * 4)) * 2 * Math.PI);
      const dome = Math.sqrt(Math.min(1, above / 0.03));
      return (
        0.012 * dome + 0.0034 * fold * dome + 0.0016 * rope(x * 26, y * 26) + 0.0007 * pore(x * 150, y * 150)
      );
    });

    return shade(sizePx, (x, y, column, row): Rgb => {
      const above = depths[row * sizePx + column]!;
      const bend = stream(x * 3, y * 3);
      const skin = stream(x * 5 + 1.3 * bend, y * 5 + 1.3 * stream(x * 3 + 9, y * 3));
      const vein = Math.exp(-((skin / 0.07) ** 2));
      const hot = heat(
        0.6 -
          0.09 * vein +
          smoothstep(0, 0.035, -melts[row * sizePx + column]!) * 0.34 +
          0.3 * skin -
          0.25 * smoothstep(-0.008, 0, above),
      );
      const light = lambert(slopeAt(relief, sizePx, column, row), -2.2, 0.75);
      const stone = crust((light - 0.3) * 1.15);
      const ember = heat(0.35 + 0.2 * skin);
      const glow = Math.exp(-Math.max(0, above) / 0.006) * 0.8 + Math.exp(-Math.max(0, above) / 0.03) * 0.14;
      return blend(hot, screen(stone, ember, glow), smoothstep(-0.0008, 0.0008, above));
    });
  },
};
