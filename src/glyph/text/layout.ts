import { AbecedaryError } from '../../base/errors.js';
import type { Font } from '../font.js';
import type { Direction } from './bidi.js';
import { balance, breakLines, type PartSetter } from './filling.js';
import { lacking } from './lacking.js';
import { createLineInk } from './line-ink.js';
import { type Paragraph, readParagraphs, type SetLine, setLine, type TextRange } from './paragraph.js';
import { openRunShaper, type ShapingSettings } from './shape-runs.js';

export interface TextLayoutSettings extends ShapingSettings {
  /** Font size in pixels, or `fit` for the largest with which the text fits into its box. */
  readonly size: number | 'fit';
  /** `start` is left, or right for a line that is read from the right. `justify` leaves last lines of paragraphs, `justify-all` no line. */
  readonly align: 'start' | 'left' | 'centre' | 'right' | 'justify' | 'justify-all';
  readonly vertical: 'top' | 'middle' | 'bottom';
  /** From baseline to baseline, as ratio of the font size. */
  readonly leading: number;
  /** Room after every letter, in em; may be negative. */
  readonly tracking: number;
  /** What an empty line adds, as ratio of the leading. */
  readonly stanzaGapRatio: number;
  /** Whether lines may be broken: `auto` does it only where the letters become much larger by it. */
  readonly wrap: 'auto' | 'always' | 'never';
  readonly direction: Direction;
}

/** What the text is to lie in; pixels. */
export interface TextBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A glyph on the page. */
export interface PlacedGlyph {
  readonly face: number;
  readonly glyph: number;
  /** Pen origin on the baseline, in pixels from the page's top left. */
  readonly x: number;
  readonly y: number;
  /** What is drawn there, for messages. */
  readonly character: string;
  /** From 0: the stanza, the line as it was written, the word and the letter within the whole text. */
  readonly stanza: number;
  readonly line: number;
  readonly word: number;
  readonly letter: number;
  /** In the text as it was given, from 1, for messages. */
  readonly source: { readonly line: number; readonly column: number };
}

export interface TextLayout {
  readonly sizePx: number;
  readonly glyphs: readonly PlacedGlyph[];
  /** In the order of reading; `left`, `baseline` and `width` in pixels. */
  readonly lines: readonly {
    readonly text: string;
    readonly left: number;
    readonly baseline: number;
    readonly width: number;
  }[];
}

/** Breaking lines is worth it from this gain in size on. */
const worthBreaking = 1.3;
/** A size is found to this share of itself. */
const precision = 1e-4;
/** In UTF-16 units. */
export const longestText = 20_000;

/**
 * Sets a text in a box. Throws AbecedaryError `font`, naming the characters with line and column, where the font lacks some, and
 * `config` for a text that is empty, too long, or too large for its box at a size that was asked for.
 */
export function layoutText(
  text: string,
  font: Font,
  { settings, box }: { readonly settings: TextLayoutSettings; readonly box: TextBox },
): TextLayout {
  if (text.length > longestText) {
    throw new AbecedaryError(
      'config',
      `Expected a text of at most ${longestText} characters, got ${text.length}; set it on several pages.`,
    );
  }
  const { paragraphs, missing } = readParagraphs(text, font, settings.direction);
  if (missing.length > 0) throw lacking(font, missing);
  if (paragraphs.length === 0) {
    throw new AbecedaryError(
      'config',
      'Expected a text with at least one letter, got none; say what to set.',
    );
  }
  const setter = createSetter(paragraphs, font, settings);
  const sizePx = settings.size === 'fit' ? largestSize(setter, settings, box) : settings.size;
  const block = setter.block(box.width / sizePx, settings.size !== 'fit' || breaks(setter, settings, box));
  if (settings.size !== 'fit' && !fits(block, box, sizePx)) {
    const width = Math.ceil(block.width * sizePx);
    const height = Math.ceil((block.bottom - block.top) * sizePx);
    const most = Math.floor(largestSize(setter, settings, box));
    throw new AbecedaryError(
      'config',
      `Expected a text that fits into ${Math.round(box.width)} x ${Math.round(box.height)} px, got ${width} x ${height} px at ${Math.round(sizePx)} px; ${most} px fits, as does text.size: fit.`,
    );
  }
  return place(paragraphs, block, { ...settings, box, sizePx });
}

/** Lines that are set, in em; y of baselines from the first one. */
interface Block {
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

interface Setter {
  /** Sets all paragraphs in lines of at most this width (em), as far as lines may be broken. */
  block(measure: number, broken: boolean): Block;
}

function createSetter(paragraphs: readonly Paragraph[], font: Font, settings: TextLayoutSettings): Setter {
  const { tracking, leading, stanzaGapRatio, wrap, align } = settings;
  // Ligatures would be the only letters that stand close.
  const features = tracking === 0 ? settings.features : ['-liga', '-clig', ...settings.features];
  const shape = openRunShaper(font.faces, { ...settings, features });
  const balanced = align !== 'justify' && align !== 'justify-all';
  const parts = openParts({ shape, tracking });
  const inkOfLine = createLineInk(font);

  return {
    block: (measure, broken) => {
      const lines: Block['lines'][number][] = [];
      let baseline = 0;
      let [width, top, bottom] = [0, 0, 0];
      for (const [index, paragraph] of paragraphs.entries()) {
        if (index > 0 && paragraph.stanza !== paragraphs[index - 1]!.stanza) {
          baseline += leading * stanzaGapRatio;
        }
        const set =
          !broken || wrap === 'never'
            ? [{ start: 0, end: paragraph.text.length }]
            : balanced
              ? balance(paragraph, measure, parts)
              : breakLines(paragraph, { measure }, parts)!;
        for (const [at, range] of set.entries()) {
          const line = parts.lineOf(paragraph, range);
          lines.push({ ...line, paragraph, baseline, last: at === set.length - 1 });
          width = Math.max(width, line.width);
          const [highest, lowest] = inkOfLine(line);
          top = Math.min(top, baseline + highest);
          bottom = Math.max(bottom, baseline + lowest);
          baseline += leading;
        }
      }
      return { lines, width, top, bottom };
    },
  };
}

/** Sets every part once: most of them are asked for again and again while a size is looked for. */
function openParts(how: Parameters<typeof setLine>[2]): PartSetter {
  const open = <Made>(make: (line: SetLine) => Made) => {
    const made = new Map<Paragraph, Map<number, Made>>();
    return (paragraph: Paragraph, range: TextRange): Made => {
      const own = made.get(paragraph) ?? new Map<number, Made>();
      made.set(paragraph, own);
      const key = range.start * (paragraph.text.length + 1) + range.end;
      const found = own.get(key) ?? make(setLine(paragraph, range, how));
      own.set(key, found);
      return found;
    };
  };
  return { lineOf: open((line) => line), widthOf: open(({ width }) => width) };
}

function fits({ width, top, bottom }: Block, box: TextBox, sizePx: number): boolean {
  return width * sizePx <= box.width * (1 + 1e-9) && (bottom - top) * sizePx <= box.height * (1 + 1e-9);
}

function unbrokenSize(setter: Setter, box: TextBox): number {
  const { width, top, bottom } = setter.block(Number.POSITIVE_INFINITY, false);
  return Math.min(box.width / Math.max(width, 1e-3), box.height / Math.max(bottom - top, 1e-3));
}

/** Each setter is asked for one box, and more than once. */
const brokenSizes = new WeakMap<Setter, number>();

function brokenSize(setter: Setter, box: TextBox): number {
  const known = brokenSizes.get(setter);
  if (known !== undefined) return known;
  let low = unbrokenSize(setter, box);
  // Lines of one letter at least, and each as high as the box at most.
  let high = Math.max(low, 4 * Math.max(box.width, box.height));
  while (high - low > precision * low) {
    const middle = (low + high) / 2;
    if (fits(setter.block(box.width / middle, true), box, middle)) low = middle;
    else high = middle;
  }
  brokenSizes.set(setter, low);
  return low;
}

function breaks(setter: Setter, { wrap }: TextLayoutSettings, box: TextBox): boolean {
  if (wrap !== 'auto') return wrap === 'always';
  return brokenSize(setter, box) >= worthBreaking * unbrokenSize(setter, box);
}

/** The largest size with which the text fits, by halving: a smaller size never takes more lines, nor more room. */
function largestSize(setter: Setter, settings: TextLayoutSettings, box: TextBox): number {
  return breaks(setter, settings, box) ? brokenSize(setter, box) : unbrokenSize(setter, box);
}

function place(
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
  const counted = countPlaces(paragraphs);
  const glyphs: PlacedGlyph[] = [];
  const lines = block.lines.map(({ paragraph, last, baseline, ...line }) => {
    const room = box.width / sizePx - line.width;
    const stretched = align === 'justify-all' || (align === 'justify' && !last);
    const gaps = line.wordGaps.length > 0 || align === 'justify' ? line.wordGaps : line.letterGaps;
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
        ...places[each.at]!,
        stanza: paragraph.stanza - 1,
        line: paragraph.line - 1,
      });
    }
    const width = (line.width + added * gaps.length) * sizePx;
    return { text: paragraph.text.slice(line.start, line.end), left, baseline: y, width };
  });
  return { sizePx, glyphs, lines };
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

interface Place {
  readonly character: string;
  readonly word: number;
  readonly letter: number;
  readonly source: { readonly line: number; readonly column: number };
}

/** For every UTF-16 unit of every paragraph its letter, and the numbers of word and letter within the text. */
function countPlaces(paragraphs: readonly Paragraph[]): Map<Paragraph, Place[]> {
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
