import { describe, expect, it } from 'vitest';
import { loadFonts } from '../../../src/glyph/index.js';
import { layoutText, rasterText, type TextLayout } from '../../../src/glyph/text/index.js';
import { describeWithSharedData, sharedPath } from '../../support/shared-data.js';
import { box, defaultFont, settings, sharedFont } from './support.js';

const lyric = 'Row us quietly home,\nthe bells are asleep\n\nand nobody counts the boats';

/** Where the ink of a layout is, in pixels of a page that holds it all. */
async function inkOf(layout: TextLayout, font = defaultFont()) {
  const size = { width: 900, height: 900 };
  const mask = rasterText(layout.glyphs, await font, {
    sizePx: layout.sizePx,
    scale: 1,
    left: 200,
    top: 200,
    ...size,
  });
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at]! < 0.02) continue;
    const [row, column] = [Math.floor(at / size.width), at % size.width];
    [left, right] = [Math.min(left, column - 200), Math.max(right, column - 199)];
    [top, bottom] = [Math.min(top, row - 200), Math.max(bottom, row - 199)];
  }
  return { left, top, right, bottom };
}

describe('a text in its box', () => {
  it.each(['never', 'always', 'auto'] as const)(
    'is as large as fits and no larger, with lines broken: %s',
    async (wrap) => {
      const font = await defaultFont();
      const { sizePx } = layoutText(lyric, font, { settings: { ...settings, wrap }, box });
      const at = (size: number) => layoutText(lyric, font, { settings: { ...settings, wrap, size }, box });
      expect(() => at(sizePx * 0.999)).not.toThrow();
      // A fixed size may break lines, so only where that is allowed does it say the same.
      if (wrap !== 'auto')
        expect(() => at(sizePx * 1.002)).toThrow(/^Expected a text that fits into 400 x 300 px, got /);
    },
  );

  it('stays within it with its ink, and touches two of its sides', async () => {
    const layout = layoutText(lyric, await defaultFont(), { settings, box });
    const ink = await inkOf(layout);
    expect(ink.left).toBeGreaterThanOrEqual(-2);
    expect(ink.right).toBeLessThanOrEqual(402);
    expect(ink.top).toBeGreaterThanOrEqual(-1);
    expect(ink.bottom).toBeLessThanOrEqual(301);
    const full = ink.right - ink.left > 388 || ink.bottom - ink.top > 296;
    expect(full).toBe(true);
  });

  it('breaks lines only where letters gain much by it', async () => {
    const font = await defaultFont();
    const lines = (text: string, size: { width: number; height: number }) =>
      layoutText(text, font, { settings, box: { ...box, ...size } }).lines.map((line) => line.text);
    expect(lines('HELLO WORLD', { width: 300, height: 300 })).toEqual(['HELLO', 'WORLD']);
    expect(lines('HELLO WORLD', { width: 900, height: 100 })).toEqual(['HELLO WORLD']);
  });

  it('leaves no single word over where it breaks a line', async () => {
    const text = 'we were loud when the rope was young and now';
    const { lines } = layoutText(text, await defaultFont(), {
      settings: { ...settings, size: 40 },
      box: { ...box, height: 600 },
    });
    const widths = lines.map(({ width }) => width);
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.min(...widths)).toBeGreaterThan(0.5 * Math.max(...widths));
    expect(lines.map((line) => line.text).join(' ')).toBe(text);
  });

  it('says which size would fit', async () => {
    const font = await defaultFont();
    const { sizePx } = layoutText('Home', font, { settings, box });
    expect(() => layoutText('Home', font, { settings: { ...settings, size: 300 }, box })).toThrow(
      `; ${Math.floor(sizePx)} px fits, as does text.size: fit.`,
    );
  });

  it('puts a gap between stanzas and the leading between lines', async () => {
    const { lines } = layoutText(lyric, await defaultFont(), { settings: { ...settings, size: 20 }, box });
    const steps = lines.slice(1).map(({ baseline }, at) => (baseline - lines[at]!.baseline) / 20);
    expect(steps.map((step) => Math.round(step * 1000) / 1000)).toEqual([1.2, 1.92]);
  });

  it.each([
    ['top', (ink: { top: number; bottom: number }) => Math.abs(ink.top)],
    ['middle', (ink: { top: number; bottom: number }) => Math.abs(ink.top + ink.bottom - 300) / 2],
    ['bottom', (ink: { top: number; bottom: number }) => Math.abs(ink.bottom - 300)],
  ] as const)('stands by its ink: %s', async (vertical, distance) => {
    const layout = layoutText('Home', await defaultFont(), {
      settings: { ...settings, vertical, size: 40 },
      box,
    });
    expect(distance(await inkOf(layout))).toBeLessThanOrEqual(1);
  });
});

describe('lines', () => {
  const text = 'Row us quietly home to the sleeping bells of the old harbour';

  it.each([
    ['left', 0],
    ['centre', 0.5],
    ['right', 1],
  ] as const)('stand %s', async (align, share) => {
    const { lines } = layoutText(text, await defaultFont(), {
      settings: { ...settings, align, size: 30 },
      box,
    });
    for (const { left, width } of lines) expect(left).toBeCloseTo(share * (400 - width), 3);
  });

  it('fill the width when they are justified, the last one apart', async () => {
    const font = await defaultFont();
    const set = (align: 'justify' | 'justify-all') =>
      layoutText(text, font, { settings: { ...settings, align, size: 30 }, box }).lines.map(({ width }) =>
        Math.round(width),
      );
    const [last, ...others] = set('justify').reverse();
    expect(others.length).toBeGreaterThan(1);
    expect(new Set(others)).toEqual(new Set([400]));
    expect(last).toBeLessThan(400);
    expect(new Set(set('justify-all'))).toEqual(new Set([400]));
  });

  it('keep their last letter at the edge when they are justified', async () => {
    const layout = layoutText('Row us home', await defaultFont(), {
      settings: { ...settings, align: 'justify-all', size: 30 },
      box,
    });
    const ink = await inkOf(layout);
    expect(Math.abs(ink.left)).toBeLessThanOrEqual(3);
    expect(Math.abs(ink.right - 400)).toBeLessThanOrEqual(3);
  });

  it('grow by the tracking between letters, and not after the last', async () => {
    const font = await defaultFont();
    const width = (tracking: number) =>
      layoutText('ROWS', font, { settings: { ...settings, size: 50, tracking }, box }).lines[0]!.width;
    expect(width(0.1) - width(0)).toBeCloseTo(3 * 0.1 * 50, 3);
  });

  it('know which stanza, line, word and letter every glyph belongs to', async () => {
    const { glyphs } = layoutText('ab c\nd\n\nef', await defaultFont(), { settings, box });
    const seen = glyphs
      .filter(({ character }) => character !== ' ')
      .map(({ character, stanza, line, word, letter }) => `${character}${stanza}${line}${word}${letter}`);
    expect(seen).toEqual(['a0000', 'b0001', 'c0012', 'd0123', 'e1234', 'f1235']);
  });
});

describe('a text that cannot be set', () => {
  it('names each missing character once, with line and column', async () => {
    const font = await defaultFont();
    expect(() => layoutText('Row\nus ж home\nж ж', font, { settings, box })).toThrow(
      /it has none for «ж» \(U\+0436\) in line 2, column 4; choose another font/,
    );
  });

  it('is refused where there is nothing to see', async () => {
    const font = await defaultFont();
    expect(() => layoutText(' \n\n ', font, { settings, box })).toThrow(
      /^Expected a text with at least one letter/,
    );
  });
});

describeWithSharedData('fonts', 'a text of several scripts', () => {
  it('stands from the right where it is read from there', async () => {
    const font = await sharedFont('Amiri-Regular.ttf');
    const { lines, glyphs } = layoutText('سلام\nHello', font, { settings: { ...settings, size: 40 }, box });
    expect(lines[0]!.left + lines[0]!.width).toBeCloseTo(400, 3);
    expect(lines[1]!.left).toBeCloseTo(0, 3);
    const first = glyphs.filter(({ line }) => line === 0);
    const byLetter = [...first].sort((one, other) => one.letter - other.letter);
    expect(byLetter.map(({ x }) => x)).toEqual([...byLetter.map(({ x }) => x)].sort((a, b) => b - a));
  });

  it('mixes directions within a line', async () => {
    const font = await sharedFont('Amiri-Regular.ttf');
    const { glyphs } = layoutText('ab سم cd', font, { settings: { ...settings, size: 40 }, box });
    const seen = [...glyphs].sort((one, other) => one.x - other.x).map(({ character }) => character);
    expect(seen.join('')).toBe('ab مس cd');
  });

  it('keeps joined letters joined, whatever the tracking', async () => {
    const font = await sharedFont('Amiri-Regular.ttf');
    const width = (tracking: number) =>
      layoutText('سلام', font, { settings: { ...settings, size: 40, tracking }, box }).lines[0]!.width;
    expect(width(0.5)).toBeCloseTo(width(0), 3);
  });

  it('takes from a second font what the first has not', async () => {
    const font = await loadFonts([
      { file: 'default', axes: {} },
      { file: sharedPath('fonts/Amiri-Regular.ttf'), axes: {} },
    ]);
    const { glyphs } = layoutText('Row سلام', font, { settings, box });
    const files = (await defaultFont()).faces.length;
    expect(glyphs.filter(({ face }) => face < files).map(({ character }) => character)).toContain('R');
    expect(glyphs.filter(({ face }) => face === files)).toHaveLength(4);
  });
});
