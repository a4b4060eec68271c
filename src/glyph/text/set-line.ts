import { inVisualOrder } from './bidi.js';
import type { Paragraph, TextRange } from './paragraph.js';
import type { RunGlyph, ShapeRun } from './shape-runs.js';

/** A glyph in a line that is set: em, y down, from the line's left end on its baseline. */
export interface SetGlyph {
  readonly face: number;
  readonly glyph: number;
  readonly x: number;
  readonly y: number;
  /** UTF-16 offset in the paragraph of the character that it stands for. */
  readonly at: number;
  /** In a line that runs down the page: whether it stands upright instead of lying on its side. */
  readonly upright: boolean;
}

export interface SetLine {
  readonly start: number;
  readonly end: number;
  /** From the first pen position to the last, without spaces at the end; em. */
  readonly width: number;
  readonly glyphs: readonly SetGlyph[];
  /**
   * Where room may be put in to widen the line: x of the glyphs from which on everything moves. Between words; between
   * letters of scripts that have no spaces; between all letters that do not hang together.
   */
  readonly wordGaps: readonly number[];
  readonly spacelessGaps: readonly number[];
  readonly letterGaps: readonly number[];
}

const invisible = /^\p{Default_Ignorable_Code_Point}+$/u;
const anyInvisible = /\p{Default_Ignorable_Code_Point}/u;
const softHyphen = '\u00ad';

/**
 * Shapes a part of a paragraph as a line of its own. `tracking` is put after every letter, in em; scripts whose letters hang
 * together stay as they are, and what is not seen takes none.
 */
export function setLine(
  paragraph: Paragraph,
  range: TextRange,
  { shape, tracking }: { readonly shape: ShapeRun; readonly tracking: number },
): SetLine {
  const { from, end, text, runs } = lineText(paragraph, range);
  const glyphs: SetGlyph[] = [];
  const wordGaps: number[] = [];
  const spacelessGaps: number[] = [];
  const letterGaps: number[] = [];
  let pen = 0;
  let track = 0;
  const indent = text.length - text.trimStart().length;
  for (const run of inVisualOrder(runs)) {
    const shaped = shape(text, run);
    const unseen = unseenClusters(shaped, text.slice(0, run.end));
    shaped.forEach((each, index) => {
      const at = Math.min(from + each.cluster, end - 1);
      const { face, glyph, dx, dy } = each;
      const width = paragraph.widths.get(from + each.cluster);
      if (width === undefined || glyph !== 0)
        glyphs.push({ face, glyph, x: pen + dx, y: dy, at, upright: run.upright });
      pen += width ?? each.advance;
      if (shaped[index + 1]?.cluster === each.cluster || unseen.has(each.cluster)) return;
      track = run.joined && !endsWord(shaped, index, text) ? 0 : tracking;
      pen += track;
      if (each.cluster < indent) return;
      if (isSpace(paragraph.text[at])) wordGaps.push(pen);
      else if (run.spaceless) spacelessGaps.push(pen);
      if (!run.joined) letterGaps.push(pen);
    });
  }
  const width = pen - track;
  // Nothing is to be put in after the last letter.
  const within = (gaps: readonly number[]): number[] => gaps.filter((gap) => gap < pen - 1e-9);
  return {
    ...{ start: from, end, width, glyphs, wordGaps },
    spacelessGaps: within(spacelessGaps),
    letterGaps: within(letterGaps),
  };
}

/**
 * What of the paragraph stands in a line, and its runs by their places there. Spaces at the end go, those at the beginning only where
 * the line goes on from another. A soft hyphen, or a word that is divided, shows a hyphen at the end, and nowhere else.
 */
function lineText(
  { text, shaped, runs, hyphens, hyphenSigns }: Paragraph,
  { start, end }: TextRange,
): TextRange & { readonly from: number; readonly text: string; readonly runs: Paragraph['runs'] } {
  const part = text.slice(start, end);
  const from = start === 0 ? 0 : start + part.length - part.trimStart().length;
  const to = start + part.trimEnd().length;
  const soft = text[to - 1] === softHyphen && to < text.trimEnd().length;
  const visibleEnd = soft ? to - 1 : to;
  const placed = runsWithin(runs, from, visibleEnd);
  const last = placed.at(-1);
  const hyphen = last !== undefined && (soft || hyphens.has(to)) ? hyphenSigns[last.face]! : '';
  const line = shaped.slice(from, visibleEnd) + hyphen;
  // A hyphen belongs to what it ends.
  if (last !== undefined) placed[placed.length - 1] = { ...last, end: line.length };
  return { start, from, end: to, text: line, runs: placed };
}

/** The runs of a part, or what of them is in it, counted from its start. */
function runsWithin(runs: Paragraph['runs'], start: number, end: number): Paragraph['runs'][number][] {
  const within: Paragraph['runs'][number][] = [];
  for (let index = firstAfter(runs, start); index < runs.length && runs[index]!.start < end; index++) {
    const run = runs[index]!;
    within.push({ ...run, start: Math.max(start, run.start) - start, end: Math.min(end, run.end) - start });
  }
  return within;
}

/** The first of the runs that ends after a place, by halving: a paragraph may have thousands. */
function firstAfter(runs: Paragraph['runs'], place: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (runs[middle]!.end > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Clusters that stand for nothing but characters that are not seen. */
function unseenClusters(shaped: readonly RunGlyph[], text: string): Set<number> {
  if (!anyInvisible.test(text)) return new Set();
  const clusters = [...new Set(shaped.map(({ cluster }) => cluster))].sort((a, b) => a - b);
  return new Set(clusters.filter((start, at) => invisible.test(text.slice(start, clusters[at + 1]))));
}

function endsWord(shaped: readonly RunGlyph[], index: number, text: string): boolean {
  const next = shaped[index + 1];
  return isSpace(text[shaped[index]!.cluster]) || (next !== undefined && isSpace(text[next.cluster]));
}

const isSpace = (character: string | undefined): boolean =>
  character === ' ' || character === '\u00a0' || character === '\u3000';
