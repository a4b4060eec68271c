import type { Random } from '../../src/base/random.js';
import {
  blend,
  fractal,
  type Generator,
  halve,
  lot,
  noise2,
  type Rgb,
  rgb,
  shade,
  smoothstep,
} from './kit.js';

const warpDyes = ['#3b1140', '#0d7a78', '#7d1d57'].map(rgb);
const weftDyes = ['#fdf1e0', '#f4ac38', '#e8487f'].map(rgb);
const gap: Rgb = rgb('#16071a');

/** Threads of uneven thickness side by side: which one lies at a place, and how far across it (-1..1). */
function threads(random: Random, count: number): (at: number) => [index: number, across: number] {
  const widths = Array.from({ length: count }, () => 1 + 0.28 * (random.next() - 0.5));
  const total = widths.reduce((sum, width) => sum + width, 0);
  const edges = [0];
  for (const width of widths) edges.push(edges.at(-1)! + width / total);
  return (at) => {
    const place = at - Math.floor(at);
    let index = Math.min(count - 1, Math.floor(place * count));
    while (index > 0 && place < edges[index]!) index--;
    while (index < count - 1 && place >= edges[index + 1]!) index++;
    const across = ((place - edges[index]!) / (edges[index + 1]! - edges[index]!)) * 2 - 1;
    return [index + Math.floor(at) * count, across];
  };
}

/** Ikat diamonds of two sizes in a half-drop repeat: 0 at a heart, growing outwards to about 4.6. */
function motif(x: number, y: number): number {
  const pitch = 0.52;
  const drop = Math.floor(x / pitch + 0.3);
  const along = x / pitch + 0.3 - drop - 0.5;
  const down = y / (pitch * 1.3) + (drop % 2 === 0 ? 0.2 : 0.7);
  const up = down - Math.floor(down) - 0.5;
  const large = Math.abs(along) + Math.abs(up);
  const small = Math.abs(Math.abs(along) - 0.5) + Math.abs(Math.abs(up) - 0.5);
  return Math.min(large, small * 1.35) * 8;
}

/** What a crossing shows: the dye of the warp or of the weft, and which of the two floats on top. */
const zones = [
  { until: 0.75, face: 'warp', warp: 1, weft: 1 },
  { until: 1.35, face: 'twill', warp: 2, weft: 2 },
  { until: 1.95, face: 'weft', warp: 0, weft: 1 },
  { until: 3.25, face: 'weft', warp: 0, weft: 0 },
  { until: 3.65, face: 'twill', warp: 2, weft: 0 },
  { until: 4.05, face: 'warp', warp: 0, weft: 0 },
  { until: 4.25, face: 'warp', warp: 2, weft: 1 },
  { until: 9, face: 'warp', warp: 0, weft: 0 },
] as const;

export const weaving: Generator = {
  name: 'weaving',
  title: 'Ikat with Slub',
  idea: 'A jacquard cloth: ikat-dyed warp over undyed weft, satin and twill floats chosen per crossing, every thread lit as a twisted cylinder.',
  draw(sizePx, random) {
    const count = 60;
    const warpAt = threads(random.fork('warp'), count);
    const weftAt = threads(random.fork('weft'), count);
    const sag = fractal(random.fork('sag'), 3);
    const fibre = noise2(random.fork('fibre'));
    const wash = fractal(random.fork('wash'), 3);

    const zoneAt = (x: number, y: number, thread: number): (typeof zones)[number] => {
      const slip = (lot(thread, 1) - 0.5) * 0.02 + (lot(thread >> 2, 2) - 0.5) * 0.022;
      const ring = motif(x, y + slip);
      return zones.find((zone) => ring < zone.until)!;
    };
    const modulo = (value: number, by: number): number => ((value % by) + by) % by;
    const warpOnTop = (warp: number, weft: number): boolean => {
      const { face } = zoneAt((warp + 0.5) / count, (weft + 0.5) / count, warp);
      if (face === 'warp') return modulo(warp * 3 + weft, 8) !== 0;
      if (face === 'weft') return modulo(warp + weft * 3, 8) === 0;
      return modulo(warp + weft, 4) < 2;
    };

    const colourAt = (x: number, y: number): Rgb => {
      const u = x + 0.007 * sag(x * 2.1, y * 2.1);
      const v = y + 0.007 * sag(x * 2.1 + 9, y * 2.1 + 4);
      const [warp, acrossWarp] = warpAt(u);
      const [weft, acrossWeft] = weftAt(v);
      const warpTop = warpOnTop(warp, weft);
      const across = warpTop ? acrossWarp : acrossWeft;
      const along = warpTop ? acrossWeft : acrossWarp;
      const before = warpTop ? !warpOnTop(warp, weft - 1) : warpOnTop(warp - 1, weft);
      const after = warpTop ? !warpOnTop(warp, weft + 1) : warpOnTop(warp + 1, weft);
      const dip = (before && along < 0) || (after && along > 0) ? along * along : 0;
      const identity = warpTop ? warp : weft + 5000;
      const length = (warpTop ? v : u) * count;
      // The dye bleeds along the thread, so its border is not the border of the weave.
      const bleed = 0.006 * fibre(identity * 3.7, length * 1.5);
      const dyed = warpTop
        ? zoneAt((warp + 0.5) / count, v + bleed, warp)
        : zoneAt(u + bleed, (weft + 0.5) / count, warp);
      const dye = warpTop ? warpDyes[dyed.warp]! : weftDyes[dyed.weft]!;
      const batch = 0.86 + 0.28 * lot(identity, 4);

      const width = 0.93 - 0.2 * dip;
      const edge = Math.abs(across) / width;
      const round = Math.sqrt(Math.max(0, 1 - edge * edge));
      const ply = Math.sin((length * 2.1 + across * 1.15 + lot(identity, 6)) * Math.PI);
      const hair = fibre(across * 3 + identity * 7.3, length * 0.9 + across * 2.2);
      const lit =
        0.56 +
        0.44 * round -
        0.2 * across * (warpTop ? 1 : 0.9) -
        0.3 * dip +
        0.13 * ply * round +
        0.1 * hair;
      const cloth = blend(gap, dye, Math.min(1, lit));
      const sheen = Math.max(0, lit - 0.98) * (warpTop ? 0.9 : 0.5);
      const aged = batch * (1 + 0.12 * wash(x * 3, y * 3));
      const shown: Rgb = [cloth[0] * aged + sheen, cloth[1] * aged + sheen, cloth[2] * aged + sheen];
      return blend(shown, gap, smoothstep(0.9, 1.06, edge) * 0.85);
    };
    return halve(shade(sizePx * 2, colourAt));
  },
};
