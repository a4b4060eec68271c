import type { Random } from '../../src/base/random.js';
import {
  blend,
  cells,
  fractal,
  type Generator,
  halve,
  lot,
  noise2,
  type Rgb,
  rgb,
  screen,
  shade,
  smoothstep,
} from './kit.js';

const rind = rgb('#200a14');
const bandHexes = [
  '#541019',
  '#fdf1e2',
  '#b23a24',
  '#f7cfae',
  '#3a0c18',
  '#e7804c',
  '#fbe3cd',
  '#8c1f23',
  '#f2a97e',
  '#fffaf2',
];
const crystalDark = rgb('#17202f');
const crystalMiddle = rgb('#6f8798');
const crystalLight = rgb('#f2f7f5');

interface Nodule {
  readonly x: number;
  readonly y: number;
  /** Weighs the borders with its neighbours: a heavier nodule is larger. */
  readonly weight: number;
  readonly bands: readonly { readonly until: number; readonly colour: Rgb }[];
  /** Depth under the rind at which the bands give way to crystals. */
  readonly druse: number;
}

function layBands(random: Random): Nodule['bands'] {
  const bands: { until: number; colour: Rgb }[] = [];
  let until = 0.008;
  let at = random.index(bandHexes.length);
  while (until < 0.5) {
    const lay = (width: number): void => {
      until += width;
      bands.push({ until, colour: rgb(bandHexes[at % bandHexes.length]!) });
      at += random.pick([1, 1, 3]);
    };
    lay(random.between(0.018, 0.042));
    const bundle = random.pick([1, 3, 5, 8]);
    for (let thin = 0; thin < bundle; thin++) lay(random.between(0.0022, 0.0062));
  }
  return bands;
}

export const agate: Generator = {
  name: 'agate',
  title: 'Fortification Agate',
  idea: 'Sliced geodes grown into each other: bands parallel to the rind by a rounded Voronoi border distance, crystals in every hollow.',
  draw(sizePx, random) {
    const place = random.fork('nodules');
    const nodules: Nodule[] = [];
    while (nodules.length < 11) {
      const x = place.between(-0.1, 1.1);
      const y = place.between(-0.1, 1.1);
      if (nodules.some((other) => Math.hypot(other.x - x, other.y - y) < 0.27)) continue;
      nodules.push({
        x,
        y,
        weight: place.between(-0.012, 0.012),
        bands: layBands(place),
        druse: place.between(0.09, 0.15),
      });
    }
    const bend = fractal(random.fork('bend'), 4);
    const crinkle = noise2(random.fork('crinkle'));
    const cloud = fractal(random.fork('cloud'), 4);
    const crystals = cells(random.fork('crystals'), 34);
    const grain = noise2(random.fork('grain'));

    const colourAt = (x: number, y: number): Rgb => {
      const wx = x + 0.045 * bend(x * 2.2, y * 2.2);
      const wy = y + 0.045 * bend(x * 2.2 + 13, y * 2.2 + 5);
      let near = nodules[0]!;
      let nearest = Number.POSITIVE_INFINITY;
      for (const nodule of nodules) {
        const distance = (nodule.x - wx) ** 2 + (nodule.y - wy) ** 2 - nodule.weight;
        if (distance < nearest) {
          nearest = distance;
          near = nodule;
        }
      }
      let sum = 1e-9;
      const sharpness = 42;
      for (const nodule of nodules) {
        if (nodule === near) continue;
        const gap = 2 * Math.sqrt((nodule.x - near.x) ** 2 + (nodule.y - near.y) ** 2);
        const border = ((nodule.x - wx) ** 2 + (nodule.y - wy) ** 2 - nodule.weight - nearest) / gap;
        if (border < 0.4) sum += Math.exp(-sharpness * border);
      }
      const depth =
        Math.max(0, -Math.log(sum) / sharpness) +
        0.0022 * crinkle(wx * 22, wy * 22) +
        0.0008 * crinkle(wx * 70, wy * 70);
      const mottle = cloud(wx * 6, wy * 6);
      const speck = 0.02 * grain(x * 450, y * 450);

      if (depth > near.druse) {
        const crystal = crystals(x, y);
        const inside = depth - near.druse;
        const pit = smoothstep(0, 0.065, inside);
        // Each crystal is a pyramid seen from above: its faces are sectors round the tip, lit by their direction.
        const turn = Math.atan2(y - crystal.y, x - crystal.x) + lot(crystal.index) * 6.28;
        const sector =
          Math.floor((turn * 5) / (2 * Math.PI)) * ((2 * Math.PI) / 5) - lot(crystal.index) * 6.28;
        const facing = 0.5 + 0.5 * Math.cos(sector + 2.3) * (0.6 + 0.4 * lot(crystal.index, 5));
        const glint = smoothstep(0.83, 0.97, facing) * lot(crystal.index, 9);
        const face = blend(
          blend(crystalMiddle, crystalLight, facing),
          blend(crystalDark, crystalMiddle, facing ** 1.6),
          pit,
        );
        const edge = 1 - smoothstep(0.0003, 0.0014, crystal.border);
        const lined = screen(face, crystalLight, Math.max(edge * (0.4 - 0.2 * pit), glint * 0.8));
        const rim = 1 - smoothstep(0, 0.006, inside);
        return blend(lined, rgb('#fffaf2'), rim * 0.9);
      }
      let from = 0;
      let band = near.bands[0]!;
      for (const next of near.bands) {
        band = next;
        if (depth < next.until) break;
        from = next.until;
      }
      const across = (depth - from) / (band.until - from);
      const fine = Math.sin(depth * 1500 + 2 * mottle) * 0.5 + Math.sin(depth * 620 + 5) * 0.5;
      const tone = 1 + 0.1 * (across - 0.5) + 0.07 * fine + 0.09 * mottle;
      const stone: Rgb = [
        band.colour[0] * tone + speck,
        band.colour[1] * tone + speck,
        band.colour[2] * tone + speck,
      ];
      const seam = 1 - smoothstep(0, 0.0011, Math.min(depth - from, band.until - depth));
      const husk = 1 - smoothstep(0.004, 0.0075, depth);
      return blend(blend(stone, rind, seam * 0.35), rind, husk);
    };
    return halve(shade(sizePx * 2, colourAt));
  },
};
