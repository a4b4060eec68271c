import { describe, expect, it } from 'vitest';
import { heldLegible, kneeOf, type Limit, rankOf, roomsOf } from '../../src/found/index.js';
import { orientations } from '../../src/found/orientation.js';
import { letterF, noise, withShape } from './pictures.js';

/** A dark letter on light, further apart with more contrast. */
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
const rooms = roomsOf(artwork, undefined, limitsAt(0.5));
const at = (left: number) => {
  const place = { ...orientations[0]!, x: (left + 48) / 288, y: 96 / 192, sideRatio: 0.5 };
  return { ink: place, ground: place };
};
const hidden = at(160);
const elsewhere = at(10);

const held = (places: typeof hidden, wanted: number) =>
  heldLegible(places, { rooms, mask: letter }, { limitsAt, wanted });

describe('the contrast that a letter takes to be read', () => {
  it('is less where the letter lies in the artwork already', () => {
    expect(held(hidden, 0.7).contrast).toBeLessThan(held(elsewhere, 0.7).contrast - 0.05);
  });

  it('grows with how well it is to be read, and reaches it', () => {
    const contrasts = [0.5, 0.7, 0.9].map((wanted) => held(elsewhere, wanted));
    for (const [which, wanted] of [0.5, 0.7, 0.9].entries()) {
      // Three colours explain at least what their luminance does; the last step is a sixty-fourth of the range.
      expect(contrasts[which]!.r2).toBeGreaterThan(wanted - 0.03);
      expect(contrasts[which]!.contrast).toBeGreaterThan(contrasts[which - 1]?.contrast ?? 0);
    }
  });

  it('leaves the places as they are', () => {
    expect(held(hidden, 0.7)).toMatchObject(hidden);
  });
});

describe('a letter that is even on an even ground', () => {
  it('is not left dim, although it explains all there is', () => {
    const place = { ...orientations[0]!, x: 0.5, y: 0.5, sideRatio: 1 };
    const [dim, strong] = [0.45, 0.1].map((tone) => {
      const data = new Float32Array(3 * 96 * 96).fill(0.5);
      const picture = withShape({ width: 96, height: 96, channels: 3, data }, letterF(96), 0, 0, tone);
      const own = { rooms: roomsOf(picture, undefined, limitsAt(0.5)), mask: letter };
      return heldLegible({ ink: place, ground: place }, own, { limitsAt, wanted: 0.5 });
    });
    expect(dim!.contrast).toBeGreaterThan(strong!.contrast + 0.05);
  });
});

describe('places that are set', () => {
  it('are worth more where the letter lies in the artwork', () => {
    const [good, bad] = [hidden, elsewhere].map((places) => rankOf(rooms, letter, places));
    expect(good!.worth).toBeGreaterThan(bad!.worth + 0.02);
    expect(good!.r2).toBeGreaterThan(bad!.r2);
  });
});
