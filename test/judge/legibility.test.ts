import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.js';
import { judgeLegibility } from '../../src/judge/index.js';
import { paintGlyph, plainGlyphs } from '../support/glyphs.js';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const masks = await plainGlyphs(alphabet, 128);
const large = await plainGlyphs(alphabet, 300);

describe('the legibility of a letter', () => {
  it('is complete for every plain glyph of an alphabet, which comes first with nothing left unexplained', () => {
    for (const [character, glyph] of masks) {
      const { rank, r2, best, rivalR2 } = judgeLegibility(glyph, masks, character);
      expect([rank, best]).toEqual([1, character]);
      expect(r2).toBeCloseTo(1, 4);
      expect(rivalR2).toBeLessThan(0.95);
    }
  });

  it.each([
    ['dark on light', [20, 30, 60], [230, 210, 200]],
    ['light on dark', [250, 240, 120], [10, 60, 40]],
    ['red on green of the same lightness', [200, 60, 40], [30, 147, 40]],
  ])('does not depend on the colours: %s', (_, ink, ground) => {
    const picture = paintGlyph(large.get('Q')!, ink, ground);
    const { rank, r2 } = judgeLegibility(picture, masks, 'Q');
    expect(rank).toBe(1);
    expect(r2).toBeGreaterThan(0.99);
  });

  it('names the letter that is shown when it is another one', () => {
    const { rank, r2, rivalR2, best } = judgeLegibility(
      paintGlyph(large.get('E')!, [0, 0, 0], [255, 255, 255]),
      masks,
      'F',
    );
    expect(best).toBe('E');
    expect(rank).toBeGreaterThan(1);
    expect(r2).toBeLessThan(rivalR2);
  });

  it('falls as a stain covers the letter, and is nothing for a flat picture', () => {
    const glyph = large.get('F')!;
    const stained = (strength: number) =>
      judgeLegibility(
        paintGlyph(glyph, [60, 60, 60], [200, 200, 200], (value, at) => value - strength * (at % 300)),
        masks,
        'F',
      ).r2;
    const values = [0, 0.3, 0.8].map(stained);
    expect(values[0]).toBeGreaterThan(values[1]!);
    expect(values[1]).toBeGreaterThan(values[2]!);
    expect(judgeLegibility(paintGlyph(glyph, [90, 90, 90], [90, 90, 90]), masks, 'F').r2).toBeLessThan(1e-6);
  });

  it('follows the definition: with noise in one channel, signal over signal and noise', () => {
    const random = createRandom('noise');
    const glyph = masks.get('F')!;
    const values = glyph.data.map((value) => Math.round(100 + value / 5 + random.between(-40, 40)));
    const { r2 } = judgeLegibility({ ...glyph, data: values }, masks, 'F');
    const variance = (samples: Uint8Array) => {
      const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
      return samples.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples.length;
    };
    const signal = variance(glyph.data) / 25;
    expect(r2).toBeCloseTo(signal / (signal + 80 ** 2 / 12), 1);
  });

  it('takes transparency for a colour', () => {
    const glyph = large.get('Q')!;
    const data = new Uint8Array(4 * glyph.data.length).fill(128);
    for (let at = 0; at < glyph.data.length; at++) data[4 * at + 3] = 255 - glyph.data[at]!;
    expect(judgeLegibility({ ...glyph, channels: 4, data }, masks, 'Q').r2).toBeGreaterThan(0.99);
  });

  it('is judged without rivals and in tiny pictures too, but not without a mask', async () => {
    const tiny = (await plainGlyphs('F', 20)).get('F')!;
    const alone = new Map([['F', masks.get('F')!]]);
    expect(judgeLegibility(tiny, alone, 'F')).toMatchObject({ rank: 1, rivalR2: 0, best: 'F' });
    expect(() => judgeLegibility(tiny, alone, 'G')).toThrow('no mask of «G»');
  });
});
