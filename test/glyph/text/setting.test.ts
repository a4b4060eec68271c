import { describe, expect, it } from 'vitest';
import type { Font } from '../../../src/glyph/index.js';
import { lineBreaks } from '../../../src/glyph/text/breaks.js';
import { layoutText, type TextLayout, type TextLayoutSettings } from '../../../src/glyph/text/index.js';
import { tileCharacters } from '../../../src/plan/tiles.js';
import { savedFont } from '../saved-font.js';
import { cmap12, squareGlyph, trueTypeTables } from '../sfnt-builder.js';
import { box, defaultFont, settings } from './support.js';

/** A font of squares, all 600 wide, for these characters and no others. */
function squaresFor(characters: string): Promise<Font> {
  const codes = [...characters].map((each) => each.codePointAt(0)!).sort((a, b) => a - b);
  const groups = codes.map((code, at): [number, number, number] => [code, code, at + 1]);
  const glyphs = [
    squareGlyph(10),
    ...codes.map((code) => (code === 0x20 ? new Uint8Array() : squareGlyph(400))),
  ];
  return savedFont(trueTypeTables(cmap12(...groups), glyphs));
}

const wide = { ...box, width: 4000, height: 4000 };
const em = 100;

/** Sets a text 100 px large; lines are broken only where it says so. */
const set = (text: string, font: Font, change: Partial<TextLayoutSettings> = {}, area = wide): TextLayout =>
  layoutText(text, font, { settings: { ...settings, size: em, align: 'left', ...change }, box: area });

const linesOf = (layout: TextLayout): string[] => layout.lines.map(({ text }) => text);
const widths = (layout: TextLayout): number[] => layout.lines.map(({ width }) => Math.round(width * 10) / 10);
const placesOf = ({ glyphs }: TextLayout): number[] => glyphs.map(({ x }) => Math.round(x * 10) / 10);

describe('where lines may not end', () => {
  it.each([
    ['«\u00a0Non\u00a0!\u00a0» dit', ['«\u00a0Non\u00a0!\u00a0» ', 'dit']],
    ['« Non ! » dit', ['« Non ! » ', 'dit']],
    ['Où es-tu ?', ['Où ', 'es-', 'tu ?']],
    ['រៀនភាសា។ ខ្មែរ', ['រៀន', 'ភាសា។ ', 'ខ្មែរ']],
    ['ကောင်း၊ သည်', ['ကောင်း၊ ', 'သည်']],
    ['ဖြစ်သည်။', ['ဖြစ်သည်။']],
    ['มาก ๆ๛', ['มาก ', 'ๆ๛']],
    ['ต่างๆ', ['ต่างๆ']],
    ['歌、「海」。', ['歌、', '「海」。']],
    ['(12,345.6)%', ['(12,345.6)%']],
  ])('is before closing signs and within what belongs together: %s', (text, expected) => {
    let from = 0;
    const pieces = lineBreaks(text).map((to) => {
      const piece = text.slice(from, to);
      from = to;
      return piece;
    });
    expect(pieces).toEqual(expected);
  });
});

describe('hyphens', () => {
  it('of words that may be divided show where a line ends, and nowhere else', async () => {
    const font = await squaresFor('Sibentrug- ');
    const narrow = { ...box, width: 430, height: 2000 };
    const soft = set('Sil\u00adben\u00adtren'.replace('l', 'b'), font, { wrap: 'always' }, narrow);
    expect(linesOf(soft)).toEqual(['Sib\u00adben\u00ad', 'tren']);
    expect(soft.glyphs.filter(({ character }) => character === '\u00ad')).toHaveLength(2);
    expect(widths(soft)).toEqual([420, 240]);
    expect(widths(set('Sib\u00adben', font))).toEqual(widths(set('Sibben', font)));
  });

  it('divide words by the rules of a language, where that is asked for', async () => {
    const font = await squaresFor('Sibentrug- ');
    const narrow = { ...box, width: 430, height: 2000 };
    const divided = set(
      'Seben trennte',
      font,
      { language: 'de', hyphenate: true },
      { ...narrow, width: 370 },
    );
    expect(linesOf(divided)).toEqual(['Seben', 'trenn', 'te']);
    expect(widths(divided)).toEqual([300, 360, 120]);
    expect(linesOf(set('Seben trennte', font, {}, { ...narrow, width: 440 }))).toEqual(['Seben', 'trennte']);
  });

  it('are another sign, or none, in a font that lacks the usual one', async () => {
    const narrow = { ...box, width: 430, height: 2000 };
    const broken = (font: Font) => widths(set('Sib\u00adben\u00adtren', font, { wrap: 'always' }, narrow));
    expect(broken(await squaresFor('Sibentrug \u2010'))).toEqual([420, 240]);
    expect(broken(await squaresFor('Sibentrug '))).toEqual([360, 240]);
  });

  it('need a language that is known', async () => {
    const font = await defaultFont();
    expect(() => set('Row', font, { hyphenate: true })).toThrow(
      /^Expected a language .*, got none; set text.language/,
    );
    expect(() => set('Row', font, { hyphenate: true, language: 'xq' })).toThrow(/got xq; /);
  });
});

describe('spaces', () => {
  it('at the beginning of a line stay as they were typed', async () => {
    const font = await squaresFor('ab ');
    const layout = set('a\n  b\n\tb\n\u00a0b', font);
    const starts = ['a', 'b', 'b', 'b'].map(
      (character, line) =>
        layout.glyphs.find((each) => each.line === line && each.character === character)!.x,
    );
    expect(starts).toEqual([0, 120, 240, 60]);
    expect(linesOf(layout)).toEqual(['a', '  b', '\tb', '\u00a0b']);
  });

  it('where a line goes on from another are left out', async () => {
    const font = await squaresFor('ab ');
    const narrow = { ...box, width: 310, height: 2000 };
    const layout = set('  aa   bb', font, { wrap: 'always', align: 'justify' }, narrow);
    expect(linesOf(layout)).toEqual(['  aa', 'bb']);
    expect(placesOf(layout).filter((_, at) => layout.glyphs[at]!.character === 'b')).toEqual([0, 60]);
  });

  it.each([
    ['\u00a0', 60],
    ['\u2002', 50],
    ['\u2003', 100],
    ['\u2009', 20],
    ['\u200a', 10],
    ['\u202f', 30],
    ['\u2007', 120],
    ['\u205f', 22.2],
    ['\u3000', 100],
  ])('that the font lacks are set at their width: %j', async (space, width) => {
    expect(widths(set(`a${space}b`, await squaresFor('ab ')))).toEqual([120 + width]);
  });

  it('need no glyph, not even the usual one', async () => {
    const layout = set('a b', await squaresFor('ab'));
    expect(widths(layout)).toEqual([145]);
    expect(layout.glyphs).toHaveLength(2);
  });

  it.each(['\u2010', '\u2011'])(
    'are no hyphens, but a hyphen stands for one that is missing: %j',
    async (hyphen) => {
      const font = await squaresFor('ab-');
      const { glyphs } = set(`a${hyphen}b`, font);
      expect(glyphs.map(({ glyph }) => glyph)).toEqual([2, 1, 3]);
    },
  );
});

describe('tracking', () => {
  it.each(['\u00ad', '\u200b', '\u2060', '\u200d', '\u200e', '\ufe0f'])(
    'passes over what is not seen: %j',
    async (sign) => {
      const font = await squaresFor('ab');
      expect(widths(set(`a${sign}b`, font, { tracking: 0.2 }))).toEqual(
        widths(set('ab', font, { tracking: 0.2 })),
      );
      expect(widths(set(`ab${sign}`, font, { tracking: 0.2 }))).toEqual(
        widths(set('ab', font, { tracking: 0.2 })),
      );
    },
  );
});

describe('a line that is to fill its width', () => {
  const narrow = { ...box, width: 400, height: 2000 };

  it.each([
    ['日本語を書く人がいる', 'Japanese'],
    ['ภาษาไทยนี้ดีมาก', 'Thai'],
  ])('puts room between letters where there are no spaces: %s', async (text) => {
    const layout = set(text, await squaresFor(text), { align: 'justify', wrap: 'always' }, narrow);
    const [last, ...others] = widths(layout).reverse();
    expect(others.length).toBeGreaterThan(0);
    for (const width of others) expect(width).toBeCloseTo(400);
    expect(last).toBeLessThan(400);
  });

  it('is left as it is, with a word about it, where its letters hang together', async () => {
    const font = await squaresFor('سلام');
    const layout = set('سلام', font, { align: 'justify-all' }, narrow);
    expect(widths(layout)).toEqual([240]);
    expect(layout.notes).toEqual([expect.stringContaining('«سلام» is left as wide as it is')]);
    expect(
      set('سلام سلام', await squaresFor('سلام '), { align: 'justify-all' }, { ...box, width: 900 }).notes,
    ).toEqual([]);
  });
});

describe('an Arabic word that is to fill its line', () => {
  const wide = { ...box, width: 400, height: 2000 };

  it.each([
    ['سلام', 'after a seen', 1],
    ['محمد', 'before a dal at the end', 3],
    ['قلب', 'before the last letter', 2],
    ['مُحَمَّد', 'behind the marks of a letter', 7],
  ])('is drawn out: %s, %s', async (text, _, place) => {
    const font = await squaresFor(`${text}ـ`);
    const layout = set(text, font, { align: 'justify-all' }, wide);
    const plain = set(text, font, { align: 'right' }, wide);
    expect(widths(layout)).toEqual([400]);
    expect(layout.notes).toEqual([]);
    const strokes = layout.glyphs.filter(
      ({ glyph }) => glyph === [...new Set(`${text}ـ`)].sort().indexOf('ـ') + 1,
    );
    expect(strokes.length).toBe(Math.ceil((400 - widths(plain)[0]!) / (0.6 * em)));
    // They stand where the word was between these letters, and belong to the letter before.
    const behind = new Set(strokes.map(({ letter }) => letter));
    expect([...behind]).toEqual([[...new Intl.Segmenter().segment(text.slice(0, place))].length - 1]);
    // No hole between them.
    for (const [at, { x }] of strokes.entries())
      expect((strokes[at + 1]?.x ?? x) - x).toBeLessThanOrEqual(0.6 * em + 1e-6);
    expect(layout.glyphs[0]!.x).toBeCloseTo(box.left);
  });

  it.each(['دار', 'لا'])('is left as it is where no letters can be drawn apart: %s', async (text) => {
    const layout = set(text, await squaresFor(`${text}ـ`), { align: 'justify-all' }, wide);
    expect(layout.notes).toEqual([expect.stringContaining('is left as wide as it is')]);
  });
});

describe('a glyph that shaping comes to and the font lacks', () => {
  it('is refused with its place', async () => {
    const font = await squaresFor('ab');
    expect(() => set('ab\naبb', font)).toThrow(/it has none for «ب» \(U\+0628\) in line 2, column 2/);
  });
});

describe('lines that run down the page', () => {
  it('begin at the right, with upright letters below each other and others on their side', async () => {
    const font = await squaresFor('海の歌ab');
    const layout = set(
      '海の\n歌ab',
      font,
      { writing: 'down', vertical: 'top', align: 'start' },
      { ...box, height: 900 },
    );
    const at = (character: string) => layout.glyphs.find((each) => each.character === character)!;
    expect(at('海').x).toBeCloseTo(at('の').x);
    expect(at('の').y - at('海').y).toBeCloseTo(em);
    expect(at('歌').x).toBeLessThan(at('海').x - em);
    expect(['海', 'の', '歌'].map((each) => at(each).turn)).toEqual([undefined, undefined, undefined]);
    expect(at('a').turn).toBeCloseTo(Math.PI / 2);
    expect(at('b').y - at('a').y).toBeCloseTo(0.6 * em);
    // All ink lies in the box, and the first line touches its right side.
    const right = Math.max(
      ...layout.glyphs.filter(({ turn = 0 }) => turn === 0).map(({ x }) => x + 0.4 * em),
    );
    expect(right).toBeCloseTo(box.left + box.width);
  });

  it('can be laid of tiles only where all stand upright', async () => {
    const font = await squaresFor('海a');
    const down = { writing: 'down' } as const;
    expect(tileCharacters(set('海', font, down, { ...box, height: 900 }), font)).toEqual(['海']);
    expect(() => tileCharacters(set('海a', font, down, { ...box, height: 900 }), font)).toThrow(
      /^Expected upright letters for tiles, got «a» in line 1, column 2, which is turned/,
    );
  });
});

describe('text along a path', () => {
  const square = { left: 0, top: 0, width: 1000, height: 1000 };

  it('stands on a circle, each letter turned, and fills it', async () => {
    const font = await squaresFor('abcd ');
    const layout = set('abcd\nabcd', font, { path: 'circle', size: 'fit' }, square);
    const radius = 500 - 0.85 * layout.sizePx;
    for (const { x, y, turn = 0 } of layout.glyphs) {
      // The origin of a glyph lies half an advance before the point that it stands on.
      const half = 0.3 * layout.sizePx;
      const [px, py] = [x + half * Math.cos(turn) - 500, y + half * Math.sin(turn) - 500];
      expect(Math.hypot(px, py)).toBeCloseTo(radius, 0);
      expect(Math.cos(turn - Math.atan2(px, -py))).toBeCloseTo(1, 4);
    }
    // Where its end meets its beginning there is room as between words.
    expect(layout.lines[0]!.width + 0.3 * layout.sizePx).toBeCloseTo(2 * Math.PI * radius, 0);
    expect(linesOf(layout)).toEqual(['abcd abcd']);
  });

  it('runs straight where the path does, from its beginning, its middle or its end', async () => {
    const font = await squaresFor('ab');
    const at = (align: TextLayoutSettings['align']) => set('ab', font, { path: 'M0 0H10', align }, square);
    expect(placesOf(at('start'))).toEqual([85, 145]);
    expect(placesOf(at('centre'))).toEqual([440, 500]);
    expect(placesOf(at('right'))).toEqual([795, 855]);
    expect(placesOf(at('justify-all'))).toEqual([85, 855]);
    expect(at('start').glyphs.map(({ turn }) => turn)).toEqual([0, 0]);
  });

  it.each([
    ['M0 0 nonsense', /^Expected a path that text can run along, got "M0 0 nonsense"/],
    ['M5 5', /it has no length/],
  ])('is refused where there is none: %s', async (path, sentence) => {
    const font = await defaultFont();
    expect(() => set('Row', font, { path })).toThrow(sentence);
  });

  it('is refused where it is longer than its path', async () => {
    const font = await squaresFor('ab');
    expect(() => set('ab'.repeat(20), font, { path: 'M0 0H10' }, square)).toThrow(
      /^Expected a text that fits along its path, got one that is too long at 100 px; \d+ px fits/,
    );
  });
});
