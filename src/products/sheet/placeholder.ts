import { basename } from 'node:path';
import { samplesOf } from '../../base/colour.js';
import type { Pixels } from '../../base/pixels.js';
import { offPaper } from '../../compose/index.js';
import {
  cover,
  type Font,
  loadFont,
  type Placement,
  quietFont,
  rasterGlyph,
  setCaption,
} from '../../glyph/index.js';

/** How far ground and letter are from the paper, on the way to black or white. */
const groundRatio = 0.06;
const letterRatio = 0.14;

const wordsRatio = 0.75;

/** Sides of the square, in pixels, from which on words in it can be read; and their size and place in it, as shares of the side. */
const leastWordsPx = 96;
const words = { size: 0.05, margin: 0.06, leading: 0.07, lines: 6 } as const;

/**
 * The place of a letter that could not be made: the letter itself, a little off the paper (`#rrggbb`, or white for none), and why, with files
 * by their names, where there is room for it.
 */
export async function drawPlaceholder(
  font: Font,
  character: string,
  {
    placement,
    sizePx,
    paper,
    reason,
  }: {
    readonly placement: Placement;
    readonly sizePx: number;
    readonly paper: string;
    readonly reason: string;
  },
): Promise<Pixels> {
  const glyph = rasterGlyph(font, character, { placement, canvasPx: sizePx, boxPx: sizePx });
  const tones = Array.from({ length: 256 }, (_, value) =>
    samplesOf(offPaper(paper, groundRatio + (1 - value / 255) * (letterRatio - groundRatio))),
  );
  const data = new Uint8Array(sizePx * sizePx * 3);
  for (let at = 0; at < glyph.data.length; at++) data.set(tones[glyph.data[at]!]!, 3 * at);
  if (sizePx >= leastWordsPx) await write(reason, data, { sizePx, paper });
  return { width: sizePx, height: sizePx, channels: 3, data };
}

/** Writes a sentence into samples of a square, broken between words; what does not fit is left out. */
async function write(
  sentence: string,
  data: Uint8Array,
  { sizePx, paper }: { readonly sizePx: number; readonly paper: string },
): Promise<void> {
  const font = await loadFont({ file: quietFont, axes: {} });
  const setting = { sizePx: words.size * sizePx, mostPx: (1 - 2 * words.margin) * sizePx };
  const widthOf = (text: string): number =>
    setCaption([font], text, { ...setting, mostPx: Number.POSITIVE_INFINITY }).widthPx;
  const lines: string[] = [];
  for (const word of sentence.split(/\s+/).map(withoutFolders)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) > setting.mostPx) lines.push(word);
    else lines.splice(-1, 1, longer);
  }
  const outlines = lines.slice(0, words.lines).map((line, at) => ({
    outline: setCaption([font], line, setting).outline,
    scale: 1,
    x: words.margin * sizePx,
    y: (words.margin + words.size + at * words.leading) * sizePx,
  }));
  const ink = samplesOf(offPaper(paper, wordsRatio));
  const covered = cover(outlines, { width: sizePx, height: sizePx }).data;
  for (const [at, value] of covered.entries())
    for (const [channel, sample] of ink.entries()) {
      const before = data[3 * at + channel]!;
      data[3 * at + channel] = Math.round(before + (sample - before) * value);
    }
}

const withoutFolders = (word: string): string => (word.startsWith('/') ? basename(word) : word);
