import { describe, expect, it } from 'vitest';
import { type Pixels, toPixels, toPlanes } from '../../src/base/pixels.js';
import { copiedShare } from '../../src/judge/copied.js';
import { turned, turns } from '../../src/judge/turns.js';
import { beside, cropped, discs, multiply } from '../support/drawn-artworks.js';

const artwork = discs(300, 'artwork');
const crop = cropped(artwork, 43, 69, 200);
const copied = (letter: Pixels): Promise<number> => copiedShare(letter, artwork, multiply);

describe('the copied share', () => {
  it.each([turns[0]!, turns[5]!])('is all of a piece of the artwork in any orientation: %j', async (turn) => {
    expect(await copied(toPixels(turned(toPlanes(crop), turn)))).toBeGreaterThan(0.97);
  });

  it('does not heed tones that are moved and stretched', async () => {
    const dark = { ...crop, data: crop.data.map((value) => 10 + 0.4 * value) };
    expect(await copied(dark)).toBeGreaterThan(0.95);
  });

  it('is nothing of a stranger, of flat paint, and of the artwork drawn anew', async () => {
    expect(await copied(cropped(discs(300, 'another'), 43, 69, 200))).toBe(0);
    expect(await copied({ ...crop, data: crop.data.map(() => 120) })).toBe(0);
    expect(await copied(toPixels(turned(toPlanes(discs(200, 'artwork')), turns[0]!)))).toBe(0);
  });

  it('counts every island by the placement that it is of, and only large ones', async () => {
    const shifted = cropped(artwork, 9, 22, 200);
    expect(await copied(beside(crop, shifted, 100))).toBeGreaterThan(0.9);
    const stranger = cropped(discs(300, 'another'), 0, 0, 200);
    const half = await copied(beside(crop, stranger, 100));
    expect(half).toBeGreaterThan(0.42);
    expect(half).toBeLessThan(0.6);
    // An island of a quarter of the side in both directions.
    const small = { ...stranger, data: stranger.data.slice() };
    for (let row = 60; row < 110; row++) {
      const from = (row * 200 + 60) * 3;
      small.data.set(crop.data.subarray(from, from + 50 * 3), from);
    }
    expect(await copied(small)).toBe(0);
  });
});
