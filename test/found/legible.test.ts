import { describe, expect, it } from 'vitest';
import { grey } from '../../src/base/masks.js';
import type { Planes } from '../../src/base/pixels.js';
import {
  bareGuides,
  kneeOf,
  type Limit,
  legibleContrast,
  rankOf,
  roomsOf,
  weighingOf,
} from '../../src/found/index.js';
import { explainedByTone } from '../../src/found/moments.js';
import { orientations } from '../../src/found/orientation.js';
import { resampled } from '../../src/found/resample.js';
import { letterF, noise, withShape } from './pictures.js';

/** A dark letter on light, further apart with more contrast. */
const of = (look: Planes) => ({ ink: { look }, ground: { look } });
const limitsAt = (contrast: number): Record<'ink' | 'ground', Limit> => ({
  ink: { side: 'below', limit: 0.5 - 0.3 * contrast, knee: kneeOf(contrast), colour: [0.3, 0.3, 0.3] },
  ground: { side: 'above', limit: 0.5 + 0.3 * contrast, knee: kneeOf(contrast), colour: [0.7, 0.7, 0.7] },
});

const letter = letterF(96);
/** Blocks of grey of 12 px, in the right half of which a dark F lies. */
const blocks = noise(24, 16, 0.1, 0.9);
const data = Float32Array.from({ length: 3 * 288 * 192 }, (_, at) => {
  const [row, column] = [Math.floor((at % (288 * 192)) / 288), at % 288];
  return blocks.data[Math.floor(row / 12) * 24 + Math.floor(column / 12)]!;
});
const artwork = withShape({ width: 288, height: 192, channels: 3, data }, letterF(96), 160, 48, 0.1);
const weighing = weighingOf(roomsOf(of(artwork), limitsAt(0.5)), letter);
const at = (left: number) => {
  const place = { ...orientations[0]!, x: (left + 48) / 288, y: 96 / 192, sideRatio: 0.5 };
  return { ink: place, ground: place };
};
const hidden = at(160);
const elsewhere = at(10);

const contrastFor = (places: typeof hidden, wanted: number) =>
  legibleContrast(bareGuides(places, weighing, limitsAt), weighing.letter, { legible: wanted, far: 1 });

describe('the contrast that a letter takes to be read', () => {
  it('is less where the letter lies in the artwork already', () => {
    expect(contrastFor(hidden, 0.7)).toBeLessThan(contrastFor(elsewhere, 0.7) - 0.05);
  });

  it('is less where forms as large as the letter may stay in it', () => {
    const bare = bareGuides(elsewhere, weighing, limitsAt);
    const with8 = (far: number): number => legibleContrast(bare, weighing.letter, { legible: 0.6, far });
    expect(with8(2)).toBeLessThan(with8(1));
  });

  it('grows with how well it is to be read, and reaches it', () => {
    const bare = bareGuides(elsewhere, weighing, limitsAt);
    let before = 0;
    for (const wanted of [0.5, 0.7, 0.85]) {
      const contrast = legibleContrast(bare, weighing.letter, { legible: wanted, far: 1 });
      const [tones, mask] = [grey(bare(contrast).guide), letter].map((each) =>
        resampled(each, { width: 24, height: 24 }),
      );
      expect(explainedByTone(tones!, mask!)).toBeGreaterThan(wanted - 1e-6);
      expect(contrast).toBeGreaterThan(before);
      before = contrast;
    }
  });

  it('heeds large forms of the ground, which blur does not take away', () => {
    const even = (ground: (row: number, column: number) => number) => {
      const values = Float32Array.from({ length: 3 * 96 * 96 }, (_, at) => {
        const [row, column] = [Math.floor((at % (96 * 96)) / 96), at % 96];
        return letter.data[row * 96 + column]! > 0.5 ? 0.3 : ground(row, column);
      });
      const picture = { width: 96, height: 96, channels: 3, data: values };
      const place = { ...orientations[0]!, x: 0.5, y: 0.5, sideRatio: 1 };
      const own = weighingOf(roomsOf(of(picture), limitsAt(0.5)), letter);
      const bare = bareGuides({ ink: place, ground: place }, own, limitsAt);
      return legibleContrast(bare, own.letter, { legible: 0.8, far: 1 });
    };
    const fine = even((row, column) => ((row + column) % 4 < 2 ? 0.5 : 0.9));
    const large = even((_, column) => (column < 48 ? 0.5 : 0.9));
    expect(large).toBeGreaterThan(fine);
  });
});

describe('places that are set', () => {
  it('are worth more where the letter lies in the artwork', () => {
    const [good, bad] = [hidden, elsewhere].map((places) => rankOf(places, weighing));
    expect(good!.worth).toBeGreaterThan(bad!.worth + 0.02);
    expect(good!.r2).toBeGreaterThan(bad!.r2);
  });
});
