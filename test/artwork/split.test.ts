import { describe, expect, it } from 'vitest';
import {
  combineMaterials,
  dressOneRegion,
  dressSeveral,
  type Material,
  type SplitSettings,
  splitMaterials,
} from '../../src/artwork/index.js';
import { grey } from '../../src/base/masks.js';
import type { Planes } from '../../src/base/pixels.js';
import { coloured, mean, meanTone, planes } from '../support/planes.js';

const material = (picture: Planes, rest: Partial<Material> = {}): Material => ({
  picture,
  share: 1,
  ...rest,
});

const split = (materials: Planes | readonly Material[], changes: Partial<SplitSettings> = {}) =>
  splitMaterials(Array.isArray(materials) ? materials : [material(materials as Planes)], {
    by: 'lightness',
    inkRatio: 0.3,
    groundRatio: 0.3,
    contrast: 0,
    polarity: 'dark-on-light',
    ...changes,
  });

const night = [0.1, 0.05, 0.3];
const day = [1, 0.9, 0.6];
const halves = coloured(64, (x) => (x < 0.5 ? night : day));
const ramp = coloured(96, (x) => [x, x, x]);

function expectColour(found: readonly number[], colour: readonly number[]): void {
  for (let channel = 0; channel < 3; channel++) expect(found[channel]).toBeCloseTo(colour[channel]!, 1);
}

describe('the artwork split', () => {
  it('makes the ink of the dark part and the ground of the light part', () => {
    const { ink, ground } = split(halves);
    expectColour(ink.colour, night);
    expectColour(ground.colour, day);
  });

  it('gives each part about its share of the area, and none of the other part', () => {
    const { ink, ground } = split(ramp, { inkRatio: 0.2, groundRatio: 0.4 });
    const [dark, light] = [ink.parts[0]!.mask, ground.parts[0]!.mask];
    expect(mean(dark.data)).toBeCloseTo(0.2, 1);
    expect(mean(light.data)).toBeCloseTo(0.4, 1);
    expect(Math.max(...dark.data.map((value, at) => Math.min(value, light.data[at]!)))).toBeLessThan(0.05);
  });

  it('takes dots for part of what surrounds them', () => {
    const dotted = coloured(100, (x, y) =>
      x < 0.5 ? ((Math.round(x * 100) + Math.round(y * 100)) % 9 === 0 ? day : night) : day,
    );
    const row = split(dotted).ink.parts[0]!.mask.data.subarray(50 * 100 + 10, 50 * 100 + 30);
    expect(Math.max(...row) - Math.min(...row)).toBeLessThan(0.6);
  });

  it('finds the same parts at every size', () => {
    const at = (side: number) =>
      split(
        coloured(side, (x, y) => {
          const tone = 0.5 + 0.45 * Math.sin(7 * x + 3 * y);
          return [tone, 0.9 * tone, 0.4];
        }),
        { contrast: 0.5 },
      );
    const [small, large] = [at(64), at(128)];
    for (const region of ['ink', 'ground'] as const) {
      expect(mean(small[region].parts[0]!.mask.data)).toBeCloseTo(mean(large[region].parts[0]!.mask.data), 1);
      for (let channel = 0; channel < 3; channel++) {
        const difference = small[region].colour[channel]! - large[region].colour[channel]!;
        expect(Math.abs(difference)).toBeLessThan(0.03);
      }
      expect(Math.abs(small[region].tone!.limit - large[region].tone!.limit)).toBeLessThan(0.03);
    }
  });

  it('of a flat artwork is finite, and with contrast still tells letter and ground apart', () => {
    const flat = coloured(32, () => [0.5, 0.5, 0.5]);
    for (const by of ['lightness', 'colour', 'auto'] as const) {
      const { ink, ground } = split(flat, { by });
      expectColour(ink.colour, [0.5, 0.5, 0.5]);
      expectColour(ground.colour, [0.5, 0.5, 0.5]);
      const held = split(flat, { by, contrast: 0.5 });
      for (const { picture, mask } of [...held.ink.parts, ...held.ground.parts]) {
        expect(picture.data.every(Number.isFinite)).toBe(true);
        expect(mask.data.every(Number.isFinite)).toBe(true);
      }
      expect(held.ground.colour[0]! - held.ink.colour[0]!).toBeGreaterThan(0.2);
    }
  });
});

describe('the contrast of the split', () => {
  const dull = coloured(64, (x, y) => {
    const tone = 0.45 + 0.1 * Math.sin(6 * x + 4 * y);
    return [1.1 * tone, tone, 0.8 * tone];
  });

  it('leaves the artwork as it is where none is asked for', () => {
    const { ink, ground } = split(dull);
    expect(ink.parts[0]!.picture).toBe(dull);
    expect(ground.parts[0]!.picture).toBe(dull);
  });

  it('opens a gap between ink and ground that grows with it, and moves both out of the gap', () => {
    let widest = 0;
    for (const contrast of [0.1, 0.3, 0.5, 0.7, 0.9, 1]) {
      const { ink, ground } = split(dull, { contrast });
      expect([ink.tone!.side, ground.tone!.side]).toEqual(['below', 'above']);
      const gap = ground.tone!.limit - ink.tone!.limit;
      expect(gap).toBeGreaterThan(widest);
      widest = gap;
      const [dark, light] = [ink.parts[0]!, ground.parts[0]!];
      expect(meanTone(dark.picture, dark.mask)).toBeLessThan(ink.tone!.limit + 0.01);
      expect(meanTone(light.picture, light.mask)).toBeGreaterThan(ground.tone!.limit - 0.01);
      for (const { picture } of [dark, light]) {
        expect(Math.min(...picture.data)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...picture.data)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('asks at the outline for what a good part of the region has anyway, and never for less than elsewhere', () => {
    for (const contrast of [0, 0.3, 1]) {
      const { ink, ground } = split(ramp, { contrast, groundRatio: 0.65 });
      const [dark, light] = [ink.tone!, ground.tone!];
      expect(dark.rim).toBeLessThanOrEqual(dark.limit);
      expect(light.rim).toBeGreaterThanOrEqual(light.limit);
      const { picture, mask } = ground.parts[0]!;
      const tones = grey(picture).data.filter((_, at) => mask.data[at]! > 0.5);
      const lighter = tones.filter((tone) => tone >= light.rim! - 0.02).length / tones.length;
      expect(lighter).toBeGreaterThan(0.3);
    }
  });

  it('leaves room for drawing at both ends, for the blackest and for the whitest artwork', () => {
    for (const tone of [0.02, 0.98]) {
      const { ink, ground } = split(
        coloured(32, (x) => [tone, tone, tone + 0.02 * x]),
        { contrast: 1 },
      );
      expect(ink.tone!.limit).toBeGreaterThan(0.1);
      expect(ground.tone!.limit).toBeLessThan(0.9);
    }
  });
});

describe('polarity', () => {
  const toned = (tone: number) => coloured(64, (x) => [tone + 0.2 * x, tone + 0.2 * x, tone + 0.2 * x]);
  const sides = (picture: Planes, polarity: SplitSettings['polarity']) => {
    const { ink, ground } = split(picture, { polarity, contrast: 0.4 });
    const lighterInk = ink.colour[1]! > ground.colour[1]!;
    expect([ink.tone!.side, ground.tone!.side]).toEqual(lighterInk ? ['above', 'below'] : ['below', 'above']);
    return lighterInk ? 'light letter' : 'dark letter';
  };

  it.each([
    ['dark-on-light', 'dark letter'],
    ['light-on-dark', 'light letter'],
  ] as const)('%s makes a %s of every artwork', (polarity, letter) => {
    for (const tone of [0.05, 0.4, 0.75]) expect(sides(toned(tone), polarity)).toBe(letter);
  });

  it('auto makes a light letter of a dark artwork and a dark one of any other', () => {
    expect(sides(toned(0.05), 'auto')).toBe('light letter');
    for (const tone of [0.4, 0.75]) expect(sides(toned(tone), 'auto')).toBe('dark letter');
  });

  it('turns the shares round with it: the ink has its own', () => {
    const { ink, ground } = split(ramp, { polarity: 'light-on-dark', inkRatio: 0.2, groundRatio: 0.5 });
    expect(mean(ink.parts[0]!.mask.data)).toBeCloseTo(0.2, 1);
    expect(mean(ground.parts[0]!.mask.data)).toBeCloseTo(0.5, 1);
    expect(ink.colour[0]).toBeGreaterThan(0.8);
  });
});

describe('what the split goes by', () => {
  // Both have the luminance 0.4.
  const red = [0.8, 0.307, 0.142];
  const blue = [0.1, 0.438, 0.907];
  const hues = coloured(64, (x) => (x < 0.5 ? red : blue));
  /** How far apart the redness of ink and ground is. */
  const apart = (picture: Planes, by: SplitSettings['by']): number => {
    const { ink, ground } = split(picture, { by });
    return Math.abs(ink.colour[0]! - ground.colour[0]!);
  };

  it('colour, or auto, tells two hues of one lightness apart', () => {
    for (const by of ['colour', 'auto'] as const) expect(apart(hues, by)).toBeGreaterThan(0.6);
  });

  it('auto is lightness where the artwork is dark and light', () => {
    expect(split(ramp, { by: 'auto' })).toEqual(split(ramp, { by: 'lightness' }));
  });

  it('none is lightness as far as colours go: what is started from has to show a letter', () => {
    expect(split(ramp, { by: 'none' })).toEqual(split(ramp, { by: 'lightness' }));
  });
});

describe('materials', () => {
  it('are split only where their masks allow it', () => {
    const mask = planes(64, 1, (_, y) => (y < 0.5 ? 1 : 0));
    const { ink, ground } = split([material(halves, { mask })]);
    for (const { parts } of [ink, ground]) {
      expect(Math.max(...parts[0]!.mask.data.subarray(32 * 64))).toBe(0);
      expect(mean(parts[0]!.mask.data)).toBeGreaterThan(0.1);
    }
    // What lies outside of the mask does not shift the ends either.
    const spoilt = coloured(64, (x, y) => (y < 0.5 ? [x, x, x] : [0, 0, 0]));
    expect(split([material(spoilt, { mask })]).ink.colour[0]).toBeCloseTo(0.15, 1);
  });

  it('are each split by themselves, and their colours are averaged by their shares', () => {
    const both = [
      material(halves, { share: 3 }),
      material(
        coloured(64, (x) => (x < 0.5 ? [0.3, 0.3, 0.3] : [0.7, 0.7, 0.7])),
        { share: 1 },
      ),
    ];
    const { ink, ground } = split(both);
    expect([ink, ground].map(({ parts }) => parts.map(({ share }) => share))).toEqual([
      [3, 1],
      [3, 1],
    ]);
    expectColour(
      ink.colour,
      night.map((value) => (3 * value + 0.3) / 4),
    );
    expectColour(
      ground.colour,
      day.map((value) => (3 * value + 0.7) / 4),
    );
  });

  it('of their own for ink and ground are taken whole, and held apart the way they already are', () => {
    const [wine, cream] = [coloured(32, () => [0.4, 0.1, 0.2]), coloured(32, () => [0.9, 0.9, 0.8])];
    for (const [ink, ground, sides] of [
      [wine, cream, ['below', 'above']],
      [cream, wine, ['above', 'below']],
    ] as const) {
      const looks = combineMaterials([material(ink)], [material(ground)], 0.5);
      expect([looks.ink.tone!.side, looks.ground.tone!.side]).toEqual(sides);
      expect([looks.ink.parts[0]!.picture, looks.ground.parts[0]!.picture]).toEqual([ink, ground]);
      expect(mean(looks.ink.parts[0]!.mask.data)).toBe(1);
      expectColour(
        looks.ink.colour,
        [...ink.data].filter((_, at) => at % 1024 === 0),
      );
    }
  });

  it('that are alike are moved apart', () => {
    const grey = material(coloured(32, () => [0.5, 0.5, 0.5]));
    const { ink, ground } = combineMaterials([grey], [grey], 0.5);
    expect(ground.colour[0]! - ink.colour[0]!).toBeGreaterThan(0.2);
  });
});

describe('one region in an artwork’s look', () => {
  const grey = material(coloured(32, (x) => [0.4 + 0.2 * x, 0.5, 0.5]));

  it.each([
    ['ink', [1, 1, 1], 'below'],
    ['ground', [1, 1, 1], 'below'],
    ['ink', [0, 0, 0], 'above'],
  ] as const)('%s beside plain %j keeps its distance to it', (region, plain, side) => {
    const looks = dressOneRegion(region, [grey], { plain, contrast: 0.8 });
    const other = looks[region === 'ink' ? 'ground' : 'ink'];
    expect(other).toEqual({ parts: [], colour: plain });
    const { parts, tone } = looks[region];
    expect(tone!.side).toBe(side);
    expect(Math.abs(tone!.limit - plain[0])).toBeGreaterThan(0.4);
    const beyond = meanTone(parts[0]!.picture) - tone!.limit;
    if (side === 'below') expect(beyond).toBeLessThan(0.01);
    else expect(beyond).toBeGreaterThan(-0.01);
  });

  it('beside nothing at all is the artwork as it is', () => {
    const { ink, ground } = dressOneRegion('ink', [grey], { plain: undefined, contrast: 0.8 });
    expect(ink.parts).toEqual([{ picture: grey.picture, mask: expect.anything(), share: 1 }]);
    expect([ink.tone, ground.tone, ground.parts]).toEqual([undefined, undefined, []]);
    expect(ground.colour).toEqual(ink.colour);
  });
});

describe('several kinds of ink', () => {
  const bright = material(coloured(64, (x) => (x < 0.5 ? [0.7, 0.5, 0.6] : [0.9, 0.95, 1])));
  const settings: SplitSettings = {
    ...{ by: 'lightness', inkRatio: 0.3, groundRatio: 0.3 },
    ...{ contrast: 0.5, polarity: 'dark-on-light' },
  };

  it('share a ground, and keep to the same side of it as far as one of them alone', () => {
    const alone = split([material(halves)], { contrast: 0.5 });
    const { inks, ground } = dressSeveral([[material(halves)], [bright]], [], settings);
    expect(inks[0]).toEqual(alone.ink);
    expect(ground).toEqual(alone.ground);
    expect(inks[1]!.tone).toMatchObject({ side: 'below', limit: alone.ink.tone!.limit });
    const toneOf = ([red, green, blue]: readonly number[]) =>
      0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
    expect(toneOf(inks[1]!.colour)).toBeLessThan(alone.ink.tone!.limit + 0.02);
  });

  it('are made of the whole of their artworks where the ground has its own', () => {
    const { inks, ground } = dressSeveral([[material(halves)], [bright]], [material(ramp)], settings);
    for (const { parts } of inks) expect(Math.min(...parts[0]!.mask.data)).toBe(1);
    expect(new Set(inks.map(({ tone }) => `${tone!.side} ${tone!.limit}`)).size).toBe(1);
    expect(ground.tone!.side).not.toBe(inks[0]!.tone!.side);
  });
});
