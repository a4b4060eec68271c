import { describe, expect, it } from 'vitest';
import { embeddingLevels, inVisualOrder } from '../../../src/glyph/text/bidi.js';
import { lineBreaks } from '../../../src/glyph/text/breaks.js';
import { splitByScript } from '../../../src/glyph/text/scripts.js';

const pieces = (text: string): string[] => {
  let from = 0;
  return lineBreaks(text).map((to) => {
    const piece = text.slice(from, to);
    from = to;
    return piece;
  });
};

describe('where lines may end', () => {
  it.each([
    ['Row us home', ['Row ', 'us ', 'home']],
    ['don’t (ever) stop!', ['don’t ', '(ever) ', 'stop!']],
    ['well-kept 3.5 kg', ['well-', 'kept ', '3.5 ', 'kg']],
    ['10\u00a0000 km', ['10\u00a0000 ', 'km']],
    ['har\u00adbour', ['har\u00ad', 'bour']],
    ['海の歌。', ['海', 'の', '歌。']],
    ['', []],
  ])('follows the rules of Unicode: %s', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('finds words in Thai, which writes none of the spaces between them', () => {
    expect(pieces('ภาษาไทย').length).toBeGreaterThan(1);
  });
});

describe('directions', () => {
  it('takes the paragraph’s from its first letter, unless it is given', () => {
    expect(embeddingLevels('abc سلام', 'auto').rtl).toBe(false);
    expect(embeddingLevels('سلام abc', 'auto').rtl).toBe(true);
    expect(embeddingLevels('abc', 'rtl').rtl).toBe(true);
  });

  it('puts runs into the order in which they are seen', () => {
    const run = (name: string, level: number) => ({ name, level });
    const seen = (...runs: { name: string; level: number }[]) =>
      inVisualOrder(runs)
        .map(({ name }) => name)
        .join('');
    expect(seen(run('a', 0), run('b', 0))).toBe('ab');
    expect(seen(run('a', 0), run('B', 1), run('C', 1), run('d', 0))).toBe('aCBd');
    // A number within right-to-left text keeps its own order.
    expect(seen(run('A', 1), run('1', 2), run('2', 2), run('B', 1))).toBe('B12A');
  });
});

describe('scripts', () => {
  it.each([
    ['Hello, мир 12', ['Latn:Hello, ', 'Cyrl:мир 12']],
    ['(سلام) hi', ['Arab:(سلام) ', 'Latn:hi']],
    ['12 + 3', ['undefined:12 + 3']],
    ['e\u0301a', ['Latn:e\u0301a']],
  ])('are told apart, signs staying with what is before them: %s', (text, expected) => {
    const found = splitByScript(text).map(({ start, end, script }) => `${script}:${text.slice(start, end)}`);
    expect(found).toEqual(expected);
  });
});
