import type { Paragraph, SetLine, TextRange } from './paragraph.js';

/** Fills line after line as far as the measure goes; a word that is wider stands alone and sticks out. */
export function breakLines(
  paragraph: Paragraph,
  measure: number,
  part: (paragraph: Paragraph, range: TextRange) => SetLine,
): SetLine[] {
  const { breaks } = paragraph;
  const lines: SetLine[] = [];
  let start = 0;
  let next = 0;
  while (next < breaks.length) {
    const ends = (at: number): boolean => part(paragraph, { start, end: breaks[at]! }).width <= measure;
    // In growing steps forwards, then by halving back: a line is a few words long, whatever the length of its paragraph.
    let low = next;
    let step = 1;
    for (; low + step < breaks.length && ends(low + step); step *= 2) low += step;
    for (; step >= 1; step = Math.floor(step / 2)) {
      if (low + step < breaks.length && ends(low + step)) low += step;
    }
    lines.push(part(paragraph, { start, end: breaks[low]! }));
    start = breaks[low]!;
    next = low + 1;
  }
  return lines;
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
