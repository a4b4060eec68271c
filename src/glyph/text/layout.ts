import { AbecedaryError } from '../../base/errors.js';
import type { Font } from '../font.js';
import { layAlongPath } from './along-path.js';
import { balance, breakLines, type PartSetter } from './filling.js';
import { openHyphenation } from './hyphenation.js';
import { drawOutWords } from './kashida.js';
import { lacking } from './lacking.js';
import { createLineInk } from './line-ink.js';
import { type Paragraph, readParagraphs, type TextRange } from './paragraph.js';
import { type Block, placeLines } from './place-lines.js';
import { type SetLine, setLine } from './set-line.js';
import { openRunShaper } from './shape-runs.js';
import type { TextBox, TextLayout, TextLayoutSettings } from './text-layout.js';

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
  const { direction, language, writing, path } = settings;
  const hyphenate = settings.hyphenate && openHyphenation(language);
  const { paragraphs, missing } = readParagraphs(path === undefined ? text : inOneLine(text), font, {
    direction,
    down: writing === 'down',
    hyphenate,
  });
  if (missing.length > 0) throw lacking(font, missing);
  if (paragraphs.length === 0) {
    throw new AbecedaryError(
      'config',
      'Expected a text with at least one letter, got none; say what to set.',
    );
  }
  if (path !== undefined) {
    const [paragraph] = paragraphs as [Paragraph];
    const line = openParts(font, settings).lineOf(paragraph, { start: 0, end: paragraph.text.length });
    return withoutHoles(layAlongPath({ paragraph, line }, path, { settings, box }), font);
  }
  if (writing === 'down') {
    const turned = { left: 0, top: 0, width: box.height, height: box.width };
    return turnedBack(layoutParagraphs(paragraphs, font, { settings, box: turned }), box);
  }
  return layoutParagraphs(paragraphs, font, { settings, box });
}

const inOneLine = (text: string): string => text.trim().replace(/\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g, ' ');

/** Throws AbecedaryError `font` where shaping has come to a glyph that the font lacks. */
function withoutHoles(layout: TextLayout, font: Font): TextLayout {
  const holes = layout.glyphs.filter(({ glyph }) => glyph === 0);
  if (holes.length > 0)
    throw lacking(
      font,
      holes.map(({ character, source }) => ({ character, ...source })),
    );
  return layout;
}

/** From a page that lies on its left side back to the page: right is down, and down is left. */
function turnedBack(layout: TextLayout, box: TextBox): TextLayout {
  const right = box.left + box.width;
  const glyphs = layout.glyphs.map(({ turn, ...glyph }) => ({
    ...glyph,
    x: right - glyph.y,
    y: box.top + glyph.x,
    ...(turn === undefined ? { turn: Math.PI / 2 } : {}),
  }));
  return { ...layout, glyphs };
}

function layoutParagraphs(
  paragraphs: readonly Paragraph[],
  font: Font,
  { settings, box }: { readonly settings: TextLayoutSettings; readonly box: TextBox },
): TextLayout {
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
  const { align } = settings;
  const drawn = drawOutWords(block, box.width / sizePx, { align, parts: openParts(font, settings), font });
  return withoutHoles(placeLines(paragraphs, drawn, { ...settings, box, sizePx }), font);
}

interface Setter {
  /** Sets all paragraphs in lines of at most this width (em), as far as lines may be broken. */
  block(measure: number, broken: boolean): Block;
}

function createSetter(paragraphs: readonly Paragraph[], font: Font, settings: TextLayoutSettings): Setter {
  const { leading, stanzaGapRatio, wrap, align } = settings;
  const balanced = align !== 'justify' && align !== 'justify-all';
  const parts = openParts(font, settings);
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
function openParts(font: Font, settings: TextLayoutSettings): PartSetter {
  const { tracking, writing } = settings;
  // Ligatures would be the only letters that stand close.
  const features = tracking === 0 ? settings.features : ['-liga', '-clig', ...settings.features];
  const shape = openRunShaper(font.faces, { ...settings, features, down: writing === 'down' });
  const open = <Made>(make: (line: SetLine) => Made) => {
    const made = new Map<Paragraph, Map<number, Made>>();
    return (paragraph: Paragraph, range: TextRange): Made => {
      const own = made.get(paragraph) ?? new Map<number, Made>();
      made.set(paragraph, own);
      const key = range.start * (paragraph.text.length + 1) + range.end;
      const found = own.get(key) ?? make(setLine(paragraph, range, { shape, tracking }));
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
