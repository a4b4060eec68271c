import type { TextSettings } from '../../config/index.js';
import type { InvisibleWord } from '../../files/index.js';
import type { TextLayout } from '../../glyph/text/index.js';

/** From pixels of the page to points of the sheet of paper. */
export interface ToPoints {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The words of a page, where they stand, in the order of reading: a word with the space behind it, so that what is copied is what was
 * typed. Text that runs down the page or along a path comes letter by letter.
 */
export function wordsOnPage(
  layout: TextLayout,
  { writing, path }: Pick<TextSettings, 'writing' | 'path'>,
  { scale, x, y }: ToPoints,
): InvisibleWord[] {
  const words =
    writing === 'down' || path !== 'none' ? lettersOf(layout) : layout.lines.flatMap(wordsOf(layout));
  return words.map((word) => ({
    ...word,
    x: x + word.x * scale,
    y: y + word.y * scale,
    size: word.size * scale,
    width: Math.max(0.01, word.width * scale),
  }));
}

function wordsOf(layout: TextLayout) {
  return ({ text, left, baseline, width }: TextLayout['lines'][number]): InvisibleWord[] => {
    const line = { y: baseline, size: layout.sizePx, turn: 0 };
    const parts = text.match(/\s*\S+\s*/g) ?? [];
    const near = 0.01 * layout.sizePx;
    const starts = new Map<number, number>();
    for (const glyph of layout.glyphs) {
      const onLine =
        Math.abs(glyph.y - baseline) < near && glyph.x >= left - near && glyph.x <= left + width + near;
      if (!onLine || /^\s*$/u.test(glyph.character)) continue;
      starts.set(glyph.word, Math.min(starts.get(glyph.word) ?? glyph.x, glyph.x));
    }
    const order = [...starts].sort(([a], [b]) => a - b).map(([, start]) => start);
    if (order.length !== parts.length) return [{ ...line, text: seen(text), x: left, width }];
    return parts.map((part, at) => {
      const x = order[at]!;
      const end = Math.min(left + width, ...order.filter((other) => other > x));
      return { ...line, text: seen(part), x, width: end - x };
    });
  };
}

/** Letters one by one; each is as wide as it is far to the next. */
function lettersOf({ glyphs, sizePx }: TextLayout): InvisibleWord[] {
  const inOrder = [...glyphs].sort((a, b) => a.letter - b.letter);
  return inOrder.map(({ character, x, y, turn = 0 }, at) => {
    const next = inOrder[at + 1];
    const far = next === undefined ? sizePx : Math.hypot(next.x - x, next.y - y);
    return { text: character, x, y, size: sizePx, turn, width: Math.min(sizePx, far) };
  });
}

/** As it is seen from left to right, which readers of PDF turn back: letters that are read from the right are turned around. */
function seen(text: string): string {
  if (!/[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(text))
    return text;
  const clusters = Array.from(new Intl.Segmenter().segment(text.trim()), ({ segment }) => segment);
  return `${clusters.reverse().join('')} `;
}
