import type { Font } from '../font.js';
import { type Direction, embeddingLevels } from './bidi.js';
import { lineBreaks } from './breaks.js';
import type { Hyphenate } from './hyphenation.js';
import { isJoined, isUpright, splitByScript, writesWithoutSpaces } from './scripts.js';
import type { ShapingRun } from './shape-runs.js';
import { standInFor } from './spaces.js';

/** A line of the text as it was written, ready to be set in one or several lines. */
export interface Paragraph {
  readonly text: string;
  /** What is shaped, unit by unit in the place of the text: spaces and hyphens that the font lacks have stand-ins. */
  readonly shaped: string;
  /** How wide characters are set in em that have a width of their own, by UTF-16 offset. */
  readonly widths: ReadonlyMap<number, number>;
  /** From 1, of the lines that hold text, and of the stanzas that they make. */
  readonly line: number;
  readonly stanza: number;
  /** In the text as it was given, from 1. */
  readonly sourceLine: number;
  readonly rtl: boolean;
  /** Stretches that are shaped at once, in reading order. */
  readonly runs: readonly ParagraphRun[];
  /** Where a line may end: UTF-16 offsets in order, the last one the text's length. */
  readonly breaks: readonly number[];
  /** Those of them at which a word is divided, so that a hyphen shows. */
  readonly hyphens: ReadonlySet<number>;
  /** What each face shows for a hyphen: nothing where it has none. */
  readonly hyphenSigns: readonly string[];
}

interface ParagraphRun extends ShapingRun {
  readonly level: number;
  /** Whether its letters hang together, and whether its script puts no space between words. */
  readonly joined: boolean;
  readonly spaceless: boolean;
}

/** A part of a paragraph: UTF-16 offsets, the end excluded. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A character that no face of the font has. */
export interface MissingCharacter {
  readonly character: string;
  readonly line: number;
  /** Counted in characters as a reader sees them, from 1. */
  readonly column: number;
}

export interface ReadingSettings {
  readonly direction: Direction;
  /** Whether lines run down the page: letters of East Asia stand upright, others lie on their side. */
  readonly down: boolean;
  readonly hyphenate: Hyphenate | undefined;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;

/** The lines of a text, empty ones apart: those end stanzas; and every character that the font lacks. */
export function readParagraphs(
  text: string,
  font: Font,
  settings: ReadingSettings,
): { readonly paragraphs: readonly Paragraph[]; readonly missing: readonly MissingCharacter[] } {
  const paragraphs: Paragraph[] = [];
  const missing: MissingCharacter[] = [];
  let stanza = 0;
  let open = false;
  text
    .normalize('NFC')
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .forEach((raw, index) => {
      const line = raw.trimEnd();
      if (line.trim() === '') {
        open = false;
        return;
      }
      if (!open) stanza++;
      open = true;
      const { lacking, ...read } = readLine(line, font, settings);
      missing.push(...lacking.map((each) => ({ ...each, line: index + 1 })));
      paragraphs.push({ ...read, line: paragraphs.length + 1, stanza, sourceLine: index + 1 });
    });
  return { paragraphs, missing };
}

type Lacking = readonly Omit<MissingCharacter, 'line'>[];

function readLine(
  text: string,
  font: Font,
  { direction, down, hyphenate }: ReadingSettings,
): Omit<Paragraph, 'line' | 'stanza' | 'sourceLine'> & { readonly lacking: Lacking } {
  const { faces, shaped, widths, lacking } = facesOf(text, font);
  const { levels, rtl } = embeddingLevels(text, direction);
  const upright = (at: number): boolean => down && isUpright(text.codePointAt(at)!);
  const runs = splitByScript(text).flatMap(({ start, end, script }) =>
    uniform(start, end, (at) => `${levels[at]} ${faces[at]} ${upright(at)}`).map((run) => ({
      ...run,
      script,
      level: levels[run.start]!,
      rtl: levels[run.start]! % 2 === 1,
      face: faces[run.start]!,
      upright: upright(run.start),
      joined: isJoined(script),
      spaceless: writesWithoutSpaces(script),
    })),
  );
  const skipped = text.length - text.trimStart().length;
  const hyphens = new Set(hyphenate?.(text));
  const breaks = [...new Set([...lineBreaks(text), ...hyphens])].sort((a, b) => a - b);
  const hyphenSigns = font.faces.map(
    (face) => ['-', '\u2010'].find((sign) => face.glyphIndex(sign) !== undefined) ?? '',
  );
  return {
    ...{ text, shaped, widths, rtl, runs, hyphens, hyphenSigns, lacking },
    breaks: breaks.filter((each) => each > skipped),
  };
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

/**
 * For every UTF-16 unit the first face that has its whole character: a letter and its marks are never of two fonts. Spaces and
 * hyphens that none has are stood in for.
 */
function facesOf(
  text: string,
  font: Font,
): Pick<Paragraph, 'shaped' | 'widths'> & { readonly faces: Uint8Array; readonly lacking: Lacking } {
  const faces = new Uint8Array(text.length);
  const widths = new Map<number, number>();
  const lacking: Omit<MissingCharacter, 'line'>[] = [];
  let shaped = '';
  let column = 0;
  let last = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    column++;
    // A space has no look of its own and had better not end a run.
    const blank = segment === ' ' && font.faces[last]!.glyphIndex(' ') !== undefined;
    const found = blank ? last : font.faces.findIndex((face) => draws(face, segment));
    const standIn = found < 0 ? standInFor(segment, font) : undefined;
    if (found < 0 && standIn === undefined) lacking.push({ character: segment, column });
    if (standIn?.width !== undefined) widths.set(index, standIn.width);
    shaped += standIn?.character ?? segment;
    const { character } = standIn ?? {};
    const has = character === undefined ? found : font.faces.findIndex((face) => draws(face, character));
    last = Math.max(0, has);
    faces.fill(last, index, index + segment.length);
  }
  return { faces, shaped, widths, lacking };
}

function draws(face: Font['faces'][number], character: string): boolean {
  const has = (form: string): boolean =>
    [...form].every((each) => ignorable.test(each) || face.glyphIndex(each) !== undefined);
  return has(character) || has(character.normalize('NFD'));
}
