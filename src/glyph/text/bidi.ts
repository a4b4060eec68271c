import bidiModule, { type Bidi } from 'bidi-js';

// The module's only export is a factory, which its types call a property of it.
const bidi = (bidiModule as unknown as () => Bidi)();

export type Direction = 'auto' | 'ltr' | 'rtl';

/**
 * The embedding level of each UTF-16 unit of one paragraph (UAX 9): odd where the text runs from right to left; and whether
 * the paragraph itself does.
 */
export function embeddingLevels(text: string, direction: Direction): { levels: Uint8Array; rtl: boolean } {
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, direction);
  return { levels, rtl: (paragraphs[0]?.level ?? (direction === 'rtl' ? 1 : 0)) % 2 === 1 };
}

/**
 * Runs of one line, from the order in which they are read to the order in which they stand from left to right (UAX 9, rule L2).
 * White space at the line's end is taken to be gone already.
 */
export function inVisualOrder<Run extends { readonly level: number }>(runs: readonly Run[]): Run[] {
  const order = [...runs];
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let level = highest; level >= 1; level--) {
    for (let from = 0; from < order.length; from++) {
      if (order[from]!.level < level) continue;
      let to = from;
      while (to + 1 < order.length && order[to + 1]!.level >= level) to++;
      order.splice(from, to - from + 1, ...order.slice(from, to + 1).reverse());
      from = to;
    }
  }
  return order;
}
