import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cropPlanes, toPlanes } from '../../src/base/pixels.js';
import { turned, turns } from '../../src/judge/turns.js';
import { type FeatureSpace, openFeatureSpace } from '../../src/nst/index.js';
import { likenessOf } from '../../src/paint/found/likeness.js';
import { bands, discs } from '../support/drawn-artworks.js';

let space: FeatureSpace;
beforeAll(async () => {
  space = await openFeatureSpace();
});
afterAll(() => space.close());

const artworks = [discs(96, 'one'), bands(96)].map(toPlanes);
const part = cropPlanes(artworks[0]!, { left: 12, top: 20, width: 48, height: 48 });
const even = (planes: typeof part) => ({ ...planes, data: planes.data.map((value) => 0.45 + 0.1 * value) });

describe('how like its artwork a guide is', () => {
  it('is one for a part of it, however it is laid, and less for a part of another', async () => {
    for (const turn of [turns[0]!, turns[3]!, turns[6]!])
      expect(await likenessOf(turned(part, turn), artworks[0]!, space)).toBeGreaterThan(0.8);
    expect(await likenessOf(part, artworks[1]!, space)).toBeLessThan(0.6);
  });

  it('falls where the tones are taken from it', async () => {
    const whole = await likenessOf(part, artworks[0]!, space);
    expect(await likenessOf(even(part), artworks[0]!, space)).toBeLessThan(whole - 0.1);
  });
});
