import { describe, expect, it } from 'vitest';
import { AbecedaryError } from '../../src/base/errors.js';
import { loadFont } from '../../src/glyph/font.js';
import { placeGlyphs } from '../../src/glyph/index.js';
import { inkBox } from '../../src/glyph/ink-box.js';

const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

describe('placeGlyphs', async () => {
  const font = await loadFont({ file: 'default', axes: {} });

  const inkIn = (characters: readonly string[], fit: 'common' | 'each', marginRatio: number) =>
    [...placeGlyphs(font, characters, { fit, marginRatio })].map(([character, { emRatio, x, y }]) => {
      const box = inkBox(font.outline(character))!;
      return {
        character,
        left: x + emRatio * box.left,
        right: x + emRatio * box.right,
        top: y + emRatio * box.top,
        bottom: y + emRatio * box.bottom,
      };
    });

  it('gives the whole set one scale and one baseline', () => {
    const places = [...placeGlyphs(font, capitals, { fit: 'common', marginRatio: 0.12 }).values()];
    expect(new Set(places.map((place) => place.emRatio)).size).toBe(1);
    expect(new Set(places.map((place) => place.y)).size).toBe(1);
  });

  it.each([
    ['capitals', capitals],
    ['a set with accents and descenders', [...'ÄgjÉi']],
    ['wide letters', [...'MW']],
    ['one letter', ['I']],
  ])('fills the room inside the margins in height or in width, for %s', (_, characters) => {
    for (const fit of ['common', 'each'] as const) {
      const inks = inkIn(characters, fit, 0.1);
      const sets = fit === 'common' ? [inks] : inks.map((ink) => [ink]);
      for (const set of sets) {
        const height = Math.max(...set.map((ink) => ink.bottom)) - Math.min(...set.map((ink) => ink.top));
        const width = Math.max(...set.map((ink) => ink.right - ink.left));
        expect(Math.max(height, width)).toBeCloseTo(0.8, 6);
      }
      for (const { left, right, top, bottom } of inks) {
        expect(Math.min(left, top)).toBeGreaterThan(0.1 - 1e-6);
        expect(Math.max(right, bottom)).toBeLessThan(0.9 + 1e-6);
        expect(left + right).toBeCloseTo(1, 6);
      }
    }
  });

  it('centres each glyph in height too when each stands for itself', () => {
    for (const { top, bottom } of inkIn([...'agÄ-'], 'each', 0.12)) expect(top + bottom).toBeCloseTo(1, 6);
  });

  it('takes no room for a margin of zero and leaves a fifth for the largest', () => {
    const [none] = inkIn(['H'], 'each', 0);
    const [most] = inkIn(['H'], 'each', 0.4);
    expect(Math.max(none!.right - none!.left, none!.bottom - none!.top)).toBeCloseTo(1, 6);
    expect(Math.max(most!.right - most!.left, most!.bottom - most!.top)).toBeCloseTo(0.2, 6);
  });

  it('names every character that cannot be drawn in one error', () => {
    let error: unknown;
    try {
      placeGlyphs(font, ['A', 'ж', ' ', '€', '字', '👨‍👩‍👧'], { fit: 'common', marginRatio: 0.1 });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(AbecedaryError);
    expect((error as AbecedaryError).code).toBe('font');
    expect((error as AbecedaryError).message).toBe(
      "Expected Archivo Black (the default font) to draw every character, but it has no glyph for 'ж' (U+0436), '字' (U+5B57), " +
        'and there is no ink in its glyph for U+0020, and only single characters are supported here, unlike ' +
        'U+1F468 U+200D U+1F469 U+200D U+1F467; choose another font or leave these characters out.',
    );
  });

  it('takes a decomposed letter for its composed form', () => {
    const decomposed = 'E\u0301';
    const places = placeGlyphs(font, [decomposed, 'É'], { fit: 'each', marginRatio: 0.1 });
    expect(places.get(decomposed)).toEqual(places.get('É'));
  });

  it('gives a glyph the same place in every set with line, at the scale of the usual letters', async () => {
    const font = await loadFont({ file: 'default', axes: {} });
    const settings = { fit: 'line', marginRatio: 0.07 } as const;
    const alone = placeGlyphs(font, ['x'], settings).get('x')!;
    const among = placeGlyphs(font, ['x', '.', 'Q'], settings);
    expect(among.get('x')).toEqual(alone);
    expect(among.get('.')!.emRatio).toBe(alone.emRatio);
    expect(among.get('Q')!.y).toBe(alone.y);
  });
});
