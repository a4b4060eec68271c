import type { Direction } from './bidi.js';
import type { ShapingSettings } from './shape-runs.js';

export interface TextLayoutSettings extends Omit<ShapingSettings, 'down'> {
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
  /** `down`: lines run from top to bottom, the first one at the right, as in East Asia. `across` when absent. */
  readonly writing?: 'down' | undefined;
  /** Whether words may be divided at the end of a line, by the rules of the language. */
  readonly hyphenate?: true | undefined;
  /** What the text runs along instead of lines: `circle`, or the data of an SVG path. */
  readonly path?: string | undefined;
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
  /** How far it is turned about that point, clockwise, in radians; not at all when absent. */
  readonly turn?: number;
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
  /** What the user should know of it, in sentences. */
  readonly notes: readonly string[];
  /**
   * In the order of reading; `left`, `baseline` and `width` in pixels. Of lines that run down the page `left` is counted from its top and
   * `baseline` from its right edge.
   */
  readonly lines: readonly {
    readonly text: string;
    readonly left: number;
    readonly baseline: number;
    readonly width: number;
  }[];
}
