import { beforeAll, describe, expect, it } from 'vitest';
import { toPixels, toPlanes } from '../../src/base/pixels.js';
import { turned, turns } from '../../src/judge/turns.js';
import { openFeatureSpace } from '../../src/nst/index.js';
import { formsSidePx, measureForms } from '../../src/run/forms.js';
import { bands, beside, cropped, discs } from '../support/drawn-artworks.js';

const artworks = [discs(296, 'own'), bands(296), discs(296, 'other'), discs(296, 'third')];
/** A piece whose features lie where the artwork's own do, at all sizes. */
const crop = cropped(artworks[0]!, 32, 48, formsSidePx);

describe('forms', () => {
  const letters = {
    crop,
    turned: toPixels(turned(toPlanes(crop), turns[5]!)),
    half: beside(crop, cropped(discs(296, 'fourth'), 32, 48, formsSidePx), formsSidePx / 2),
    stranger: cropped(discs(296, 'fourth'), 32, 48, formsSidePx),
  };
  let forms: Record<keyof typeof letters, number>;

  beforeAll(async () => {
    const space = await openFeatureSpace();
    const subjects = Object.values(letters).map((letter) => ({ letter, artwork: 0, strangers: [2, 3] }));
    const found = await measureForms(subjects, artworks, { space });
    await space.close();
    forms = Object.fromEntries(Object.keys(letters).map((name, at) => [name, found[at]!])) as typeof forms;
  }, 240_000);

  it('are all of them for a piece of the artwork, and most where its patches lie between the artwork’s', () => {
    expect(forms.crop).toBeGreaterThan(0.95);
    expect(forms.turned).toBeGreaterThan(0.65);
  });

  it('are none for a stranger, and half of them where half is a piece', () => {
    expect(Math.abs(forms.stranger)).toBeLessThan(0.15);
    expect(forms.half).toBeGreaterThan(0.35);
    expect(forms.half).toBeLessThan(0.65);
  });

  it('can be stopped between pictures', async () => {
    const space = await openFeatureSpace();
    const stop = (): void => {
      throw new Error('stopped');
    };
    await expect(measureForms([], artworks, { space, beforeEach: stop })).rejects.toThrow('stopped');
    await space.close();
  });
});
