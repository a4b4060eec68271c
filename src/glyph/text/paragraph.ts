import type { Font } from '../font.js';
import { type Direction, embeddingLevels, inVisualOrder } from './bidi.js';
import { lineBreaks } from './breaks.js';
import { isJoined, splitByScript } from './scripts.js';
import type { RunGlyph, ShapeRun, ShapingRun } from './shape-runs.js';

/** A line of the text as it was written, ready to be set in one or several lines. */
export interface Paragraph {
  readonly text: string;
  /** From 1, of the lines that hold text, and of the stanzas that they make. */
  readonly line: number;
  readonly stanza: number;
  /** In the text as it was given, from 1. */
  readonly sourceLine: number;
  readonly rtl: boolean;
  /** Stretches that are shaped at once, in reading order. */
  readonly runs: readonly (ShapingRun & { readonly level: number; readonly joined: boolean })[];
  /** Where a line may end: UTF-16 offsets in order, the last one the text's length. */
  readonly breaks: readonly number[];
}

/** A character that no face of the font has. */
export interface MissingCharacter {
  readonly character: string;
  readonly line: number;
  /** Counted in characters as a reader sees them, from 1. */
  readonly column: number;
}

/** A glyph in a line that is set: em, y down, from the line's left end on its baseline. */
interface SetGlyph {
  readonly face: number;
  readonly glyph: number;
  readonly x: number;
  readonly y: number;
  /** UTF-16 offset in the paragraph of the character that it stands for. */
  readonly at: number;
}

export interface SetLine {
  readonly start: number;
  readonly end: number;
  /** From the first pen position to the last, without spaces at the ends; em. */
  readonly width: number;
  readonly glyphs: readonly SetGlyph[];
  /** Where room may be put in to widen the line: x of the glyphs from which on everything moves. */
  readonly wordGaps: readonly number[];
  readonly letterGaps: readonly number[];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
const softHyphen = '\u00ad';

/** The lines of a text, empty ones apart: those end stanzas; and every character that the font lacks. */
export function readParagraphs(
  text: string,
  font: Font,
  direction: Direction,
): { readonly paragraphs: readonly Paragraph[]; readonly missing: readonly MissingCharacter[] } {
  const paragraphs: Paragraph[] = [];
  const missing: MissingCharacter[] = [];
  let stanza = 0;
  let open = false;
  text
    .normalize('NFC')
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .forEach((raw, index) => {
      const line = raw.replaceAll('\t', ' ').trimEnd();
      if (line.trim() === '') {
        open = false;
        return;
      }
      if (!open) stanza++;
      open = true;
      const { faces, lacking } = facesOf(line, font);
      missing.push(...lacking.map((each) => ({ ...each, line: index + 1 })));
      const { levels, rtl } = embeddingLevels(line, direction);
      const runs = splitByScript(line).flatMap(({ start, end, script }) =>
        uniform(start, end, (at) => `${levels[at]} ${faces[at]}`).map((run) => ({
          ...run,
          script,
          level: levels[run.start]!,
          rtl: levels[run.start]! % 2 === 1,
          face: faces[run.start]!,
          joined: isJoined(script),
        })),
      );
      const skipped = line.length - line.trimStart().length;
      const breaks = lineBreaks(line).filter((each) => each > skipped);
      const number = paragraphs.length + 1;
      paragraphs.push({ text: line, line: number, stanza, sourceLine: index + 1, rtl, runs, breaks });
    });
  return { paragraphs, missing };
}

/** Cuts a stretch where the key of its places changes. */
function uniform(start: number, end: number, key: (at: number) => string): TextRange[] {
  const runs: TextRange[] = [];
  let from = start;
  for (let at = start + 1; at <= end; at++) {
    if (at < end && key(at) === key(from)) continue;
    runs.push({ start: from, end: at });
    from = at;
  }
  return runs;
}

/** For every UTF-16 unit the first face that has its whole character: a letter and its marks are never of two fonts. */
function facesOf(
  text: string,
  font: Font,
): { readonly faces: Uint8Array; readonly lacking: readonly Omit<MissingCharacter, 'line'>[] } {
  const faces = new Uint8Array(text.length);
  const lacking: Omit<MissingCharacter, 'line'>[] = [];
  let column = 0;
  let last = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    column++;
    // A space has no look of its own and had better not end a run.
    const blank = segment === ' ' && font.faces[last]!.glyphIndex(' ') !== undefined;
    const found = blank ? last : font.faces.findIndex((face) => draws(face, segment));
    if (found < 0) lacking.push({ character: segment, column });
    last = Math.max(0, found);
    faces.fill(last, index, index + segment.length);
  }
  return { faces, lacking };
}

function draws(face: Font['faces'][number], character: string): boolean {
  const has = (form: string): boolean =>
    [...form].every((each) => ignorable.test(each) || face.glyphIndex(each) !== undefined);
  return has(character) || has(character.normalize('NFD'));
}

/** A part of a paragraph: UTF-16 offsets, the end excluded. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Shapes a part of a paragraph as a line of its own. `tracking` is put after every letter, in em; scripts whose letters hang
 * together stay as they are.
 */
export function setLine(
  paragraph: Paragraph,
  { start, end }: TextRange,
  { shape, tracking }: { readonly shape: ShapeRun; readonly tracking: number },
): SetLine {
  const part = paragraph.text.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  const kept = part.trim();
  // A soft hyphen is seen where a line ends with it, and nowhere else.
  const text = kept.endsWith(softHyphen) ? `${kept.slice(0, -1)}-` : kept;
  const runs = runsWithin(paragraph, from, from + text.length);

  const glyphs: SetGlyph[] = [];
  const wordGaps: number[] = [];
  const letterGaps: number[] = [];
  let pen = 0;
  let track = 0;
  for (const run of inVisualOrder(runs)) {
    const shaped = shape(text, run);
    shaped.forEach((each, index) => {
      glyphs.push({
        face: each.face,
        glyph: each.glyph,
        x: pen + each.dx,
        y: each.dy,
        at: from + each.cluster,
      });
      pen += each.advance;
      if (shaped[index + 1]?.cluster === each.cluster) return;
      track = run.joined && !endsWord(shaped, index, text) ? 0 : tracking;
      pen += track;
      if (isSpace(text[each.cluster])) wordGaps.push(pen);
      if (!run.joined) letterGaps.push(pen);
    });
  }
  // Nothing is to be put in after the last letter.
  letterGaps.pop();
  return { start: from, end: from + kept.length, width: pen - track, glyphs, wordGaps, letterGaps };
}

/** The runs of a part, or what of them is in it, counted from its start. */
function runsWithin({ runs }: Paragraph, start: number, end: number): Paragraph['runs'][number][] {
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

function endsWord(shaped: readonly RunGlyph[], index: number, text: string): boolean {
  const next = shaped[index + 1];
  return isSpace(text[shaped[index]!.cluster]) || (next !== undefined && isSpace(text[next.cluster]));
}

const isSpace = (character: string | undefined): boolean =>
  character === ' ' || character === '\u00a0' || character === '\u3000';
