import type { Paragraph, SetLine, TextRange } from './paragraph.js';

/** Sets a part of a paragraph as a line of its own. */
type SetPart = (paragraph: Paragraph, range: TextRange) => SetLine;

/** Fills line after line as far as the measure goes; a word that is wider stands alone and sticks out. */
export function breakLines(paragraph: Paragraph, measure: number, part: SetPart): SetLine[] {
  const { breaks } = paragraph;
  const lines: SetLine[] = [];
  let start = 0;
  let next = 0;
  while (next < breaks.length) {
    const ends = (at: number): boolean => part(paragraph, { start, end: breaks[at]! }).width <= measure;
    // From where the whole paragraph as one line would end it, a step or two: kerning and joins at the ends change little.
    let at = Math.max(next, lastWithin(paragraph, { start, measure }, part));
    while (at > next && !ends(at)) at--;
    while (at + 1 < breaks.length && ends(at + 1)) at++;
    lines.push(part(paragraph, { start, end: breaks[at]! }));
    start = breaks[at]!;
    next = at + 1;
  }
  return lines;
}

/** The last break up to which the letters from `start` on take no more than the measure in the unbroken paragraph; -1 where none is. */
function lastWithin(
  paragraph: Paragraph,
  { start, measure }: { readonly start: number; readonly measure: number },
  part: SetPart,
): number {
  const { breaks } = paragraph;
  const pens = pensOf(paragraph, part);
  let [low, high] = [-1, breaks.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (pens[breaks[middle]!]! - pens[start]! <= measure) low = middle;
    else high = middle - 1;
  }
  return low;
}

const known = new WeakMap<Paragraph, Float64Array>();

/** Widths of what stands before each UTF-16 unit of the paragraph when it is one line, in the order of reading. */
function pensOf(paragraph: Paragraph, part: SetPart): Float64Array {
  const found = known.get(paragraph);
  if (found !== undefined) return found;
  const { length } = paragraph.text;
  const { glyphs, width } = part(paragraph, { start: 0, end: length });
  const pens = new Float64Array(length + 1);
  glyphs.forEach(({ at, x }, index) => {
    pens[at + 1]! += (glyphs[index + 1]?.x ?? width) - x;
  });
  for (let at = 1; at <= length; at++) pens[at]! += pens[at - 1]!;
  known.set(paragraph, pens);
  return pens;
}

/** As many lines as the measure asks for, but of nearly the same length: no single word is left over at the end. */
export function balance(cut: (measure: number) => SetLine[], measure: number): SetLine[] {
  let best = cut(measure);
  if (best.length === 1) return best;
  let [low, high] = [0, measure];
  while (high - low > 0.01 * measure) {
    const middle = (low + high) / 2;
    const lines = cut(middle);
    if (lines.length > best.length || lines.some(({ width }) => width > measure)) low = middle;
    else [best, high] = [lines, middle];
  }
  return best;
}
