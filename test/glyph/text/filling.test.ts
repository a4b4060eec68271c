import { expect, it } from 'vitest';
import { breakLines } from '../../../src/glyph/text/filling.js';
import type { Paragraph } from '../../../src/glyph/text/paragraph.js';
import type { SetLine } from '../../../src/glyph/text/set-line.js';

/** A paragraph of words of five letters and a space, each letter as wide as its place says. */
function paragraphOf(words: number): Paragraph {
  const text = 'words '.repeat(words);
  const breaks = Array.from({ length: words }, (_, at) => 6 * (at + 1));
  return { text, breaks } as unknown as Paragraph;
}

it('fills lines as far as they go, and sets few parts to find out how far', () => {
  const paragraph = paragraphOf(2000);
  const set = new Set<string>();
  const lineOf = (_: Paragraph, { start, end }: { start: number; end: number }): SetLine => {
    set.add(`${start} ${end}`);
    const glyphs = Array.from({ length: end - start }, (_, at) => ({ at: start + at, x: at }));
    // Without the space at its end, and closer than within the paragraph.
    return { start, end, glyphs, width: 0.98 * (end - start - 1) } as unknown as SetLine;
  };
  const lines = breakLines(
    paragraph,
    { measure: 100 },
    { lineOf, widthOf: (...part) => lineOf(...part).width },
  )!;
  expect(lines.slice(0, -1).every(({ width }) => width <= 100 && width + 0.98 * 6 > 100)).toBe(true);
  expect(lines.at(-1)!.end).toBe(paragraph.text.length);
  expect(set.size / lines.length).toBeLessThan(5);
});
