import type { Paragraph, TextRange } from './paragraph.js';
import type { SetLine } from './set-line.js';

/** A part of a paragraph as a line, and how wide it is in em. */
export interface Stretch extends TextRange {
  readonly width: number;
}

/** Sets parts of paragraphs as lines of their own. */
export interface PartSetter {
  lineOf(paragraph: Paragraph, range: TextRange): SetLine;
  /** Of most parts nothing else is asked, and to keep the glyphs of all of them would take gigabytes. */
  widthOf(paragraph: Paragraph, range: TextRange): number;
}

/** Fills line after line as far as the measure goes; a word that is wider stands alone and sticks out. Gives up beyond so many lines. */
export function breakLines(
  paragraph: Paragraph,
  { measure, most = Number.POSITIVE_INFINITY }: { readonly measure: number; readonly most?: number },
  parts: PartSetter,
): Stretch[] | undefined {
  const { breaks } = paragraph;
  const lines: Stretch[] = [];
  let start = 0;
  let next = 0;
  while (next < breaks.length) {
    if (lines.length === most) return undefined;
    const widthTo = (at: number): number => parts.widthOf(paragraph, { start, end: breaks[at]! });
    const ends = (at: number): boolean => widthTo(at) <= measure;
    // From where the whole paragraph as one line would end it, a step or two: kerning and joins at the ends change little.
    let at = Math.max(next, lastWithin(paragraph, { start, measure }, parts));
    while (at > next && !ends(at)) at--;
    while (at + 1 < breaks.length && ends(at + 1)) at++;
    lines.push({ start, end: breaks[at]!, width: widthTo(at) });
    start = breaks[at]!;
    next = at + 1;
  }
  return lines;
}

/** The last break up to which the letters from `start` on take no more than the measure in the unbroken paragraph; -1 where none is. */
function lastWithin(
  paragraph: Paragraph,
  { start, measure }: { readonly start: number; readonly measure: number },
  parts: PartSetter,
): number {
  const { breaks } = paragraph;
  const pens = pensOf(paragraph, parts);
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
function pensOf(paragraph: Paragraph, parts: PartSetter): Float64Array {
  const found = known.get(paragraph);
  if (found !== undefined) return found;
  const { length } = paragraph.text;
  const { glyphs, width } = parts.lineOf(paragraph, { start: 0, end: length });
  const pens = new Float64Array(length + 1);
  glyphs.forEach(({ at, x }, index) => {
    pens[at + 1]! += (glyphs[index + 1]?.x ?? width) - x;
  });
  for (let at = 1; at <= length; at++) pens[at]! += pens[at - 1]!;
  known.set(paragraph, pens);
  return pens;
}

/** As many lines as the measure asks for, but of nearly the same length: no single word is left over at the end. */
export function balance(paragraph: Paragraph, measure: number, parts: PartSetter): Stretch[] {
  let best = breakLines(paragraph, { measure }, parts)!;
  if (best.length === 1) return best;
  let [low, high] = [0, measure];
  while (high - low > 0.01 * measure) {
    const middle = (low + high) / 2;
    const lines = breakLines(paragraph, { measure: middle, most: best.length }, parts);
    if (lines === undefined || lines.some(({ width }) => width > measure)) low = middle;
    else [best, high] = [lines, middle];
  }
  return best;
}
