import {
  blend,
  fractal,
  type Generator,
  lambert,
  noise2,
  type Rgb,
  ramp,
  rgb,
  sample,
  shade,
  slopeAt,
  smoothstep,
} from './kit.js';

const front = ramp(['#8f8fc4', '#c3bcd8', '#eadfe2', '#faf3ea', '#fffdf8']);
const back = ramp(['#060926', '#0d1258', '#171f9c', '#2836d6', '#5b74f0']);
const edge = rgb('#ff5a3c');
const gap = rgb('#0b0f45');
const azimuth = 4.1;
const pleats = 8;

interface Centre {
  readonly x: number;
  readonly y: number;
  readonly blades: number;
  readonly twist: number;
}

/** A zigzag of period 1 between 0 and 1 that spends `rise` of the period going up, and the way it is going. */
function pleat(t: number, rise: number): { height: number; rising: boolean } {
  const phase = t - Math.floor(t);
  const rising = phase < rise;
  const along = rising ? phase / rise : (phase - rise) / (1 - rise);
  return { height: rising ? along : 1 - along, rising };
}

/** Pleated paper, white on one face and blue on the other. */
export const foldedLight: Generator = {
  name: 'folded-light',
  title: 'Two-Sided Paper',
  idea: 'Zigzag pleats around several centres that meet in creases, after Miura’s fold and Huffman’s curved ones, with a raking light.',
  draw(sizePx, random) {
    const centres: Centre[] = Array.from({ length: 5 }, (_, at) => ({
      x: [0.1, 0.92, 0.45, -0.1, 1.05][at]! + random.between(-0.1, 0.1),
      y: [0.05, 0.3, 0.62, 0.95, 1.05][at]! + random.between(-0.1, 0.1),
      blades: 7 + random.index(6),
      twist: random.between(-1.5, 1.5),
    }));
    const bend = fractal(random.fork('bend'), 2);
    const width = noise2(random.fork('width'));
    const riseAt = (x: number, y: number): number =>
      0.14 + 0.72 * smoothstep(-0.5, 0.5, width(x * 1.5, y * 1.5));
    /** Number of the pleat, with its fraction, and the distance to the seam with the next centre's pleats. */
    const foldAt = (x: number, y: number): { turn: number; seam: number } => {
      const px = x + 0.035 * bend(x * 1.8, y * 1.8);
      const py = y + 0.035 * bend(x * 1.8 + 5, y * 1.8);
      let near = centres[0]!;
      let away = 9;
      let next = 9;
      for (const centre of centres) {
        const distance = Math.hypot(px - centre.x, py - centre.y);
        if (distance < away) {
          next = away;
          away = distance;
          near = centre;
        } else next = Math.min(next, distance);
      }
      const turn = (Math.atan2(py - near.y, px - near.x) / (2 * Math.PI)) * near.blades + away * near.twist;
      const blade = pleat(turn, 0.5).height * Math.min(1, away * 5);
      return { turn: (away + 0.05 * blade) * pleats, seam: next - away };
    };
    const seams = new Float32Array(sizePx * sizePx);
    let place = 0;
    const turns = sample(sizePx, (x, y) => {
      const { turn, seam } = foldAt(x, y);
      seams[place++] = seam;
      return turn;
    });
    place = 0;
    const heights = sample(sizePx, (x, y) => {
      const turn = turns[place++]!;
      return 0.045 * pleat(turn, riseAt(x, y)).height - (0.1 * turn) / pleats;
    });
    const fibre = fractal(random.fork('fibre'), 2);
    const grain = noise2(random.fork('grain'));
    return shade(sizePx, (x, y, column, row) => {
      const at = row * sizePx + column;
      const rise = riseAt(x, y);
      const { height, rising } = pleat(turns[at]!, rise);
      const light = lambert(slopeAt(heights, sizePx, column, row), azimuth, 0.85);
      let shadow = 0;
      for (let tap = 1; tap <= 14; tap++) {
        const run = (tap / 14) * 0.07;
        const c = column + Math.round(Math.cos(azimuth) * run * sizePx);
        const r = row + Math.round(Math.sin(azimuth) * run * sizePx);
        if (c < 0 || r < 0 || c >= sizePx || r >= sizePx) break;
        shadow = Math.max(shadow, heights[r * sizePx + c]! - heights[at]! - run * 0.6);
      }
      const shaded = smoothstep(0, 0.006, shadow);
      const paper = 0.04 * fibre(x * 30, y * 55) + 0.03 * grain(x * 340, y * 340);
      const faceWidth = (rising ? rise : 1 - rise) / pleats;
      const ruled = Math.abs((((height * faceWidth) / 0.0085) % 1) - 0.5);
      const hairline = smoothstep(0.13, 0.03, ruled);
      const tone = 0.12 + 0.75 * light + 0.22 * (height - 0.5) + paper - 0.3 * shaded;
      const face: Rgb = rising ? front(tone + 0.12 - 0.28 * hairline) : back(tone - 0.12 + 0.24 * hairline);
      const ridge = smoothstep(0.0012 + 1 / sizePx, 0.0012, (1 - height) * faceWidth);
      // Both creases get a line of their own: the lit edge of the ridge, the dark gap of the valley.
      const valley = smoothstep(1.3 / sizePx + 0.0006, 0.0002, Math.min(height * faceWidth, seams[at]! / 2));
      return blend(blend(face, gap, 0.75 * valley), edge, 0.85 * ridge * (1 - 0.5 * shaded));
    });
  },
};
