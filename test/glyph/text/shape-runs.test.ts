import { describe, expect, it } from 'vitest';
import { describeWithSharedData } from '../../support/shared-data.js';
import { defaultFont, shapeRun, sharedFont, unitsOf } from './support.js';

describe('shaping with the default font', () => {
  // Advances and pair values as fontTools reads them from the files' hmtx and GPOS tables.
  it.each([
    ['H', [778]],
    ['AV', [778 - 55, 778]],
    ['VA', [778 - 57, 778]],
    ['To', [722 - 68, 667]],
    ['LT', [667 - 51, 722]],
  ])('gives %s its advances and kerning', async (text, expected) => {
    const font = await defaultFont();
    const found = unitsOf(shapeRun(font, text));
    if (text === 'H') expect(found).toEqual([Math.round(font.advance('H') * 1000)]);
    else expect(found).toEqual(expected);
  });

  it('leaves the kerning where it is switched off', async () => {
    expect(unitsOf(shapeRun(await defaultFont(), 'AV', { features: ['-kern'] }))).toEqual([778, 778]);
  });

  it('uses the same glyphs as the alphabet', async () => {
    const font = await defaultFont();
    const codes = [...'Ag?'].map((each) => font.faces[0]!.glyphIndex(each));
    expect(shapeRun(font, 'Ag?').map(({ glyph }) => glyph)).toEqual(codes);
  });

  it('tells of a feature that cannot be read', async () => {
    const font = await defaultFont();
    expect(() => shapeRun(font, 'A', { features: ['no such thing'] })).toThrow(
      /^Expected OpenType features like smcp or -liga, got "no such thing"; correct text\.features\.$/,
    );
  });
});

describeWithSharedData('fonts', 'shaping with other fonts', () => {
  it.each(['otf', 'woff', 'woff2'])(
    'makes the same ligature of a font in any container: %s',
    async (ending) => {
      const font = await sharedFont(`SourceSansPro-Regular.${ending}`);
      const joined = shapeRun(font, 'office');
      expect(joined.map(({ cluster }) => cluster)).toEqual([0, 1, 3, 4, 5]);
      expect(shapeRun(font, 'office', { features: ['-liga'] })).toHaveLength(6);
      expect(unitsOf(shapeRun(font, 'AV'))).toEqual([544 - 14, 515]);
    },
  );

  it('moves advances and kerning along the axes of a variable font', async () => {
    // As fontTools' instancer makes them at wght 900.
    expect(unitsOf(shapeRun(await sharedFont('Mada-VF.ttf', { wght: 900 }), 'AV'))).toEqual([578 - 19, 563]);
    expect(unitsOf(shapeRun(await sharedFont('Mada-VF.ttf', { wght: 200 }), 'AV'))).not.toEqual([559, 563]);
  });

  it('joins Arabic letters from right to left', async () => {
    const font = await sharedFont('Amiri-Regular.ttf');
    const word = shapeRun(font, 'سلم', { rtl: true });
    expect(word.map(({ cluster }) => cluster)).toEqual([2, 1, 0]);
    const alone = [...'سلم'].map((each) => font.faces[0]!.glyphIndex(each));
    expect(word.map(({ glyph }) => glyph)).not.toEqual(alone.reverse());
  });

  it('puts marks on their letters', async () => {
    const marked = shapeRun(await sharedFont('Amiri-Regular.ttf'), 'بٌ', { rtl: true });
    expect(marked).toHaveLength(2);
    expect(marked.every(({ cluster }) => cluster === 0)).toBe(true);
    expect(marked.filter(({ advance }) => advance === 0)).toHaveLength(1);
  });
});
