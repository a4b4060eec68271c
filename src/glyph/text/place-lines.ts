import type { Paragraph } from './paragraph.js';
import type { SetLine } from './set-line.js';
import type { PlacedGlyph, TextBox, TextLayout, TextLayoutSettings } from './text-layout.js';

/** Lines that are set, in em; y of baselines from the first one. */
export interface Block {
  readonly lines: readonly (SetLine & {
    readonly paragraph: Paragraph;
    readonly last: boolean;
    readonly baseline: number;
  })[];
  readonly width: number;
  /** Highest and lowest ink. */
  readonly top: number;
  readonly bottom: number;
}

/** Puts set lines into their box. */
export function placeLines(
  paragraphs: readonly Paragraph[],
  block: Block,
  {
    align,
    vertical,
    box,
    sizePx,
  }: Pick<TextLayoutSettings, 'align' | 'vertical'> & { readonly box: TextBox; readonly sizePx: number },
): TextLayout {
  const spare = box.height - (block.bottom - block.top) * sizePx;
  const share = { top: 0, middle: 0.5, bottom: 1 }[vertical];
  const first = box.top + share * spare - block.top * sizePx;
  const counted = placesOf(paragraphs);
  const glyphs: PlacedGlyph[] = [];
  const unstretched: string[] = [];
  const lines = block.lines.map(({ paragraph, last, baseline, ...line }) => {
    const room = box.width / sizePx - line.width;
    const stretched = isStretched({ last }, align);
    const gaps = gapsOf(line, align);
    if (stretched && room > 1e-6 && gaps.length === 0)
      unstretched.push(paragraph.text.slice(line.start, line.end));
    const added = stretched && room > 0 && gaps.length > 0 ? room / gaps.length : 0;
    const side = align === 'centre' ? 0.5 : align === 'right' || (align !== 'left' && paragraph.rtl) ? 1 : 0;
    const left = box.left + side * (room - added * gaps.length) * sizePx;
    const y = first + baseline * sizePx;
    const places = counted.get(paragraph)!;
    let passed = 0;
    for (const each of line.glyphs) {
      while (passed < gaps.length && each.x >= gaps[passed]! - 1e-9) passed++;
      glyphs.push({
        face: each.face,
        glyph: each.glyph,
        x: left + (each.x + passed * added) * sizePx,
        y: y + each.y * sizePx,
        ...(each.upright && { turn: 0 }),
        ...places[each.at]!,
        stanza: paragraph.stanza - 1,
        line: paragraph.line - 1,
      });
    }
    const width = (line.width + added * gaps.length) * sizePx;
    return { text: paragraph.text.slice(line.start, line.end), left, baseline: y, width };
  });
  return { sizePx, glyphs, lines, notes: unstretched.map(unstretchedNote) };
}

/** Whether a line is to fill its width. */
export const isStretched = (
  { last }: { readonly last: boolean },
  align: TextLayoutSettings['align'],
): boolean => align === 'justify-all' || (align === 'justify' && !last);

/** Where a line may be widened: between words and between letters of scripts without spaces, or else between all letters. */
export function gapsOf(
  { wordGaps, spacelessGaps, letterGaps }: SetLine,
  align: TextLayoutSettings['align'],
): readonly number[] {
  const usual = [...wordGaps, ...spacelessGaps].sort((a, b) => a - b);
  return usual.length > 0 || align === 'justify' ? usual : letterGaps;
}

const unstretchedNote = (line: string): string =>
  `The line «${line}» is left as wide as it is: it has no space that could be widened, and its letters hang together or stand alone.`;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Place {
  readonly character: string;
  readonly word: number;
  readonly letter: number;
  readonly source: { readonly line: number; readonly column: number };
}

/** For every UTF-16 unit of every paragraph its letter, and the numbers of word and letter within the text. */
export function placesOf(paragraphs: readonly Paragraph[]): Map<Paragraph, Place[]> {
  const counted = new Map<Paragraph, Place[]>();
  let [word, letter] = [-1, -1];
  for (const paragraph of paragraphs) {
    const places: Place[] = [];
    let within = false;
    let column = 0;
    for (const { segment } of graphemes.segment(paragraph.text)) {
      const blank = /^\s+$/u.test(segment);
      column++;
      if (!blank) {
        if (!within) word++;
        letter++;
      }
      within = !blank;
      const place = {
        character: segment,
        word: Math.max(0, word),
        letter: Math.max(0, letter),
        source: { line: paragraph.sourceLine, column },
      };
      for (let unit = 0; unit < segment.length; unit++) places.push(place);
    }
    counted.set(paragraph, places);
  }
  return counted;
}
