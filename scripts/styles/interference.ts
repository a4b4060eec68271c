import {
  blend,
  type Generator,
  halve,
  lambert,
  noise2,
  type Rgb,
  rgb,
  sample,
  shade,
  slopeAt,
  smoothstep,
} from './kit.js';

/** Tiles of the dark rings and of the light ones: of each the two that alternate, by the rings they lie in. */
const darks = [
  ['#150b45', '#2c1690', '#5e0b52', '#2a1180'].map(rgb),
  ['#4a29bd', '#98146f', '#3c21a8', '#5f34c9'].map(rgb),
] as const;
const lights = [
  ['#c3b0ff', '#ffd949', '#d2c0ff', '#f6bcdb'].map(rgb),
  ['#fff584', '#f1ebff', '#fffdf2', '#e3d8ff'].map(rgb),
] as const;
const line = rgb('#3a17a8');
const abyss = rgb('#070418');

interface Source {
  readonly x: number;
  readonly y: number;
  /** In sides of the picture. */
  readonly wavelength: number;
  readonly phase: number;
}

export const interference: Generator = {
  name: 'interference',
  title: 'Four Stones',
  idea: 'Three systems of rings alternate where they cross (moiré; Oster and Nishijima 1963), a fourth parts dark from light; each tile is embossed and grooved like a record.',
  draw(sizePx, random) {
    const place = random.fork('sources');
    const sources: Source[] = [
      { x: 0.2, y: 0.24, wavelength: 0.3, phase: place.next() },
      { x: 0.95, y: 0.42, wavelength: 0.37, phase: place.next() },
      { x: 0.34, y: 1.04, wavelength: 0.44, phase: place.next() },
      { x: 0.71, y: 0.73, wavelength: 0.54, phase: 0.8 },
    ];
    const hand = noise2(random.fork('hand'));
    const grain = noise2(random.fork('grain'));
    const crestAt = (source: Source, x: number, y: number): number =>
      Math.sin(
        2 *
          Math.PI *
          ((Math.sqrt((x - source.x) ** 2 + (y - source.y) ** 2) / source.wavelength) ** 1.22 + source.phase),
      );
    /** About how far it is to the nearest edge of a ring, in sides of the picture. */
    const edgeAt = (x: number, y: number): number => {
      let edge = 1;
      for (const source of sources)
        edge = Math.min(edge, (Math.abs(crestAt(source, x, y)) * source.wavelength) / 6.28);
      return edge;
    };
    const relief = sample(sizePx, (x, y) => 0.02 * Math.sqrt(Math.min(1, edgeAt(x, y) / 0.022)));
    const lightAngle = -2.25;

    const colourAt = (x: number, y: number, column: number, row: number): Rgb => {
      const crests = sources.map((source) => crestAt(source, x, y));
      const [first, second, third, tide] = crests.map((crest) => (crest > 0 ? 1 : 0)) as [
        number,
        number,
        number,
        number,
      ];
      const odd = (first + second + third) % 2 === 1 ? 1 : 0;
      const family = first * 2 + second;
      const owner = sources[(first + 2 * second + third) % 3]!;
      const dx = x - owner.x;
      const dy = y - owner.y;
      const turns = Math.sqrt(dx * dx + dy * dy) * [58, 92, 58, 74][family]!;
      const cut = Math.sin(2 * Math.PI * (turns + 0.35 * hand(x * 5, y * 5)));
      // A groove shines where it lies across the light, as on a record.
      const sheen = Math.abs(Math.cos(Math.atan2(dy, dx) - lightAngle)) ** 3;
      const lit = lambert(slopeAt(relief, sizePx, column >> 1, row >> 1), lightAngle, 0.85);
      const speck = 0.02 * grain(x * 470, y * 470);
      let tile: Rgb;
      // As in an engraving, lines swell where a light tile turns from the light and a dark one towards it.
      if (tide === 1) {
        const from = 0.74 - 2.4 * Math.max(0, 0.76 - lit);
        tile = blend(lights[odd][family]!, line, (0.86 - 0.62 * sheen) * smoothstep(from, from + 0.22, cut));
        tile = blend(tile, line, Math.max(0, 0.66 - lit) * 0.7);
      } else {
        const from = 0.82 - 2.6 * Math.max(0, lit - 0.72);
        tile = blend(darks[odd][family]!, abyss, 0.35 * (1 - sheen));
        tile = blend(
          tile,
          lights[odd][3 - family]!,
          smoothstep(from, from + 0.22, cut) * (0.06 + 0.85 * sheen),
        );
        tile = blend(tile, abyss, Math.max(0, 0.7 - lit) * 1.1);
      }
      const rim = 1 - smoothstep(0.001, 0.0024, edgeAt(x, y));
      tile = blend(tile, abyss, rim);
      return [tile[0] + speck, tile[1] + speck, tile[2] + speck];
    };
    return halve(shade(sizePx * 2, colourAt));
  },
};
