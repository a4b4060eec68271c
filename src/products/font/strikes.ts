import { throwIfAborted } from '../../base/errors.js';
import { product, withAlpha } from '../../base/masks.js';
import { toPixels } from '../../base/pixels.js';
import { pngBytes } from '../../files/index.js';
import { coverGlyph, type Font, inkBox } from '../../glyph/index.js';
import type { LetterInks, RunLetter } from '../cut-outs/index.js';
import { resampledPart } from './resampled-part.js';
import { type Bitmap, fitsCbdt, type Strike } from './sfnt/index.js';

/** A letter with all that its pictures of any size are made from. */
export interface StyledLetter {
  readonly letter: RunLetter;
  readonly inks: LetterInks;
}

/** Pictures larger than this only make a font slow, unless somebody asks for them. */
const largestByItself = 512;
/** Below this a picture of a letter says no more than its outline. */
const smallest = 20;

/** From the letters' own size down, each half as large as the one before. `emPx` is the em of a letter's tile. */
export function planStrikes(emPx: number): number[] {
  const sizes: number[] = [];
  for (let ppem = Math.min(largestByItself, Math.round(emPx)); ppem >= smallest; ppem = Math.round(ppem / 2))
    sizes.push(ppem);
  return sizes.length === 0 ? [Math.max(1, Math.round(emPx))] : sizes;
}

/** The largest size up to `most` in which all letters' measures can be said in bytes. */
export function largestForBytes(font: Font, letters: readonly RunLetter[], most: number): number {
  for (let ppem = Math.min(255, most); ppem > 1; ppem--)
    if (letters.every((letter) => fitsCbdt(measure(font, letter, { ppem, anchor: penOrigin })))) return ppem;
  return 1;
}

/** A place in em, y up, that is to lie on the corner of a pixel and that a picture's measures count from. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

export const penOrigin: Anchor = { x: 0, y: 0 };

type Measures = Omit<Bitmap, 'png'>;

/** Pixels per em, and the place that lies on a pixel's corner. */
interface PictureGrid {
  readonly ppem: number;
  readonly anchor: Anchor;
}

function measure(
  font: Font,
  { character, font: drawnBy, place }: RunLetter,
  { ppem, anchor }: PictureGrid,
): Measures {
  const box = inkBox(drawnBy.outline(character))!;
  const growPx = (place.growPx * ppem) / place.emPx;
  const left = Math.floor((box.left - anchor.x) * ppem - growPx);
  const top = Math.ceil((-box.top - anchor.y) * ppem + growPx);
  return {
    left,
    top,
    width: Math.ceil((box.right - anchor.x) * ppem + growPx) - left,
    height: top - Math.floor((-box.bottom - anchor.y) * ppem - growPx),
    advance: Math.round(font.advance(character) * ppem),
  };
}

/** All letters at every size; the glyphs of letters count from 1. Throws `aborted` on the signal. */
export async function drawStrikes(
  font: Font,
  letters: readonly StyledLetter[],
  {
    sizes,
    anchorOf,
    signal,
  }: {
    readonly sizes: readonly number[];
    anchorOf(glyph: number): Anchor;
    readonly signal: AbortSignal | undefined;
  },
): Promise<Strike[]> {
  const strikes: Strike[] = [];
  for (const ppem of sizes) {
    const bitmaps = new Map<number, Bitmap>();
    for (const [at, letter] of letters.entries()) {
      throwIfAborted(signal);
      bitmaps.set(at + 1, await drawBitmap(font, letter, { ppem, anchor: anchorOf(at + 1) }));
    }
    strikes.push({ ppem, bitmaps });
  }
  return strikes;
}

/**
 * A letter at a font size of `ppem` pixels: its colours brought to that size, and its edge rastered there anew from the
 * outline.
 */
async function drawBitmap(font: Font, { letter, inks }: StyledLetter, grid: PictureGrid): Promise<Bitmap> {
  const { ppem, anchor } = grid;
  const { character, place } = letter;
  const measures = measure(font, letter, grid);
  const { width, height } = measures;
  const left = measures.left + anchor.x * ppem;
  const top = measures.top + anchor.y * ppem;
  const step = place.emPx / ppem;
  const window = {
    left: place.originX + left * step,
    top: place.baselineY - top * step,
    step,
    width,
    height,
  };
  const coverage = coverGlyph(letter.font, character, {
    emPx: ppem,
    originX: -left,
    baselineY: top,
    width,
    height,
    growPx: place.growPx / step,
  });
  const alpha =
    inks.opacity === undefined ? coverage : product(coverage, resampledPart(inks.opacity, window));
  const picture = toPixels(withAlpha(resampledPart(inks.colours, window), alpha));
  for (let at = 3; at < picture.data.length; at += 4)
    if (picture.data[at] === 0) picture.data.fill(0, at - 3, at);
  return { ...measures, png: await pngBytes(picture) };
}
