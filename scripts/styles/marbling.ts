import type { Random } from '../../src/base/random.js';
import { blend, fractal, type Generator, noise2, type Rgb, rgb, shade } from './kit.js';

const inks = ['#1a1838', '#7c1634', '#f6efe3', '#d99a2b', '#256d74', '#e8b4a0', '#0f3a4a'].map(rgb);
const deep = [0, 0, 1, 4, 6];
const pale = [2, 2, 2, 5, 5, 3];

/** Tines drawn through the bath in a row, each dragging the ink near it along. */
interface Comb {
  readonly angle: number;
  readonly gap: number;
  readonly offset: number;
  readonly drag: number;
  readonly reach: number;
}

/** A stylus that turns in place and winds the ink around itself. */
interface Swirl {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  readonly reach: number;
}

/** What is done to the bath: first the drops (each `x, y, radius², ink`, flat for speed), then combs, then swirls. */
interface Bath {
  readonly drops: Float64Array;
  readonly combs: readonly Comb[];
  readonly swirls: readonly Swirl[];
  /** Small drops sprinkled at the very end, too small to push: `x, y, radius², ink`. */
  readonly sprinkles: Float64Array;
}

function stir(random: Random): Bath {
  const drops: number[] = [];
  const drop = (x: number, y: number, radius: number, ink: number): void => {
    drops.push(x, y, radius * radius, ink);
  };
  const columns = 6;
  const stones = Array.from({ length: columns * columns }, (_, at) => ({
    x: ((at % columns) + random.between(0.1, 0.9)) / columns,
    y: (Math.floor(at / columns) + random.between(0.1, 0.9)) / columns,
    dark: random.next() < 0.5,
  }));
  for (let round = 0; round < 6; round++) {
    for (const { x, y, dark } of random.shuffle(stones)) {
      const shades = dark === (round % 2 === 0) ? deep : pale;
      drop(x, y, random.between(0.02, 0.06), random.pick(shades));
    }
  }
  for (let at = 0; at < 50; at++) {
    drop(random.next(), random.next(), random.between(0.005, 0.016), random.index(inks.length));
  }
  const combs = [
    { angle: 0.15, gap: 0.29, offset: random.next(), drag: 0.2, reach: 0.05 },
    { angle: 0.15, gap: 0.29, offset: random.next(), drag: -0.2, reach: 0.05 },
    { angle: Math.PI / 2 + 0.3, gap: 0.21, offset: random.next(), drag: 0.15, reach: 0.035 },
  ];
  const swirls = Array.from({ length: 5 }, () => ({
    turn: random.pick([-1, 1]) * random.between(1.6, 3),
    x: random.next(),
    y: random.next(),
    reach: random.between(0.06, 0.12),
  }));
  const sprinkles = Array.from({ length: 150 }, () => {
    const [x, y] = [random.next(), random.next()];
    return [x, y, random.between(0.0018, 0.0075) ** 2, random.index(inks.length)];
  });
  return { drops: Float64Array.from(drops), combs, swirls, sprinkles: Float64Array.from(sprinkles.flat()) };
}

/** The ink at a place: the motions are undone, last first, until the place lies inside a fresh drop. */
function inkAt({ drops, combs, swirls, sprinkles }: Bath, x: number, y: number): number {
  for (let at = 0; at < sprinkles.length; at += 4) {
    if ((x - sprinkles[at]!) ** 2 + (y - sprinkles[at + 1]!) ** 2 < sprinkles[at + 2]!)
      return sprinkles[at + 3]!;
  }
  for (let at = swirls.length - 1; at >= 0; at--) {
    const swirl = swirls[at]!;
    const dx = x - swirl.x;
    const dy = y - swirl.y;
    const angle = -swirl.turn * Math.exp(-Math.hypot(dx, dy) / swirl.reach);
    x = swirl.x + dx * Math.cos(angle) - dy * Math.sin(angle);
    y = swirl.y + dx * Math.sin(angle) + dy * Math.cos(angle);
  }
  for (let at = combs.length - 1; at >= 0; at--) {
    const { angle, gap, offset, drag, reach } = combs[at]!;
    const across = y * Math.cos(angle) - x * Math.sin(angle) - offset;
    const shift = drag * Math.exp(-Math.abs(across - gap * Math.round(across / gap)) / reach);
    x -= Math.cos(angle) * shift;
    y -= Math.sin(angle) * shift;
  }
  // A drop pushes everything around it outwards and keeps its area.
  for (let at = drops.length - 4; at >= 0; at -= 4) {
    const dx = x - drops[at]!;
    const dy = y - drops[at + 1]!;
    const square = dx * dx + dy * dy;
    const area = drops[at + 2]!;
    if (square < area) return drops[at + 3]!;
    const pull = Math.sqrt(1 - area / square);
    x = drops[at]! + dx * pull;
    y = drops[at + 1]! + dy * pull;
  }
  return Math.abs(Math.floor((x + y) * 9)) % 2 === 0 ? 2 : 0;
}

/** Ink on water, dropped and combed. */
export const marbling: Generator = {
  name: 'marbling',
  title: 'Ebru for Stylus and Comb',
  idea: 'Drops, combs and swirls of a marbling bath, undone from every pixel (Jaffer, "Mathematical Marbling").',
  draw(sizePx, random) {
    const bath = stir(random);
    const wobble = fractal(random.fork('wobble'), 2);
    const depth = noise2(random.fork('depth'));
    const grain = noise2(random.fork('grain'));
    const wobbled = (x: number, y: number): number =>
      inkAt(bath, x + 0.003 * wobble(x * 5, y * 5), y + 0.003 * wobble(x * 5 + 9, y * 5));

    const map = new Uint8Array(sizePx * sizePx);
    for (let at = 0; at < map.length; at++) {
      map[at] = wobbled(((at % sizePx) + 0.5) / sizePx, (Math.floor(at / sizePx) + 0.5) / sizePx);
    }
    const rotatedGrid = [-0.375, 0.125, -0.125, -0.375, 0.125, 0.375, 0.375, -0.125].map((d) => d / sizePx);
    return shade(sizePx, (x, y, column, row) => {
      const at = row * sizePx + column;
      const ink = map[at]!;
      let colour: Rgb = inks[ink]!;
      if ([at - 1, at + 1, at - sizePx, at + sizePx].some((other) => (map[other] ?? ink) !== ink)) {
        const sum: [number, number, number] = [0, 0, 0];
        for (let sample = 0; sample < 8; sample += 2) {
          const part = inks[wobbled(x + rotatedGrid[sample]!, y + rotatedGrid[sample + 1]!)]!;
          for (let c = 0; c < 3; c++) sum[c]! += part[c]! / 4;
        }
        colour = sum;
      }
      // A "Spanish wave": the paper is rocked as it is laid on the bath, which leaves bands of thinner and thicker ink.
      const wave =
        Math.sin((x * 0.8 + y) * 105 + 2.5 * depth(x * 2.5, y * 2.5)) * (0.5 + 0.5 * depth(x * 3 + 9, y * 3));
      const pool =
        0.09 * wave +
        0.05 * depth(x * 9, y * 9) +
        0.035 * grain(x * 300, y * 300) +
        0.025 * grain(x * 60, y * 140);
      return blend(colour, pool > 0 ? [1, 0.97, 0.9] : [0.05, 0.03, 0.08], Math.abs(pool));
    });
  },
};
