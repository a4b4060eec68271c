import { throwIfAborted } from '../../base/errors.js';
import { product, withAlpha } from '../../base/masks.js';
import { type Planes, toPixels } from '../../base/pixels.js';
import { pngBytes } from '../../files/index.js';
import { coverGlyph, type Font, inkBox } from '../../glyph/index.js';
import type { LetterInks, RunLetter } from '../cut-outs/index.js';
import { resampledPart } from './resampled-part.js';
import { type Bitmap, fitsCbdt, type Strike } from './sfnt/index.js';

/** A letter with all that its pictures of any size are made from. */
export interface StyledLetter {
  /** Number of the glyph that it is the picture of. */
  readonly glyph: number;
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

/** The largest size up to `most` in which all that is measured can be said in bytes. */
export function largestForBytes(
  measured: readonly ((grid: PictureGrid) => Measures | undefined)[],
  most: number,
): number {
  for (let ppem = Math.min(255, most); ppem > 1; ppem--) {
    const fits = measured.every((at) => {
      const measures = at({ ppem, anchor: penOrigin });
      return measures === undefined || fitsCbdt(measures);
    });
    if (fits) return ppem;
  }
  return 1;
}

/** A place in em, y up, that is to lie on the corner of a pixel and that a picture's measures count from. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
}

export const penOrigin: Anchor = { x: 0, y: 0 };

export type Measures = Omit<Bitmap, 'png'>;

/** Pixels per em, and the place that lies on a pixel's corner. */
export interface PictureGrid {
  readonly ppem: number;
  readonly anchor: Anchor;
}

/** The whole pixels that ink takes, with what it is grown by; lengths in em, the box with y down. */
export function measureInk(
  {
    box,
    growEm,
    advance,
  }: {
    readonly box: NonNullable<ReturnType<typeof inkBox>>;
    readonly growEm: number;
    readonly advance: number;
  },
  { ppem, anchor }: PictureGrid,
): Measures {
  const growPx = growEm * ppem;
  const left = Math.floor((box.left - anchor.x) * ppem - growPx);
  const top = Math.ceil((-box.top - anchor.y) * ppem + growPx);
  return {
    left,
    top,
    width: Math.ceil((box.right - anchor.x) * ppem + growPx) - left,
    height: top - Math.floor((-box.bottom - anchor.y) * ppem - growPx),
    advance: Math.round(advance * ppem),
  };
}

/** What a letter's picture measures. */
export function measureLetter(
  font: Font,
  { character, font: drawnBy, place }: RunLetter,
  grid: PictureGrid,
): Measures {
  const box = inkBox(drawnBy.outline(character))!;
  const growEm = place.growPx / place.emPx;
  return measureInk({ box, growEm, advance: font.advance(character) }, grid);
}

/** All letters at every size. Throws `aborted` on the signal. */
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
    for (const letter of letters) {
      throwIfAborted(signal);
      const grid = { ppem, anchor: anchorOf(letter.glyph) };
      bitmaps.set(letter.glyph, await drawBitmap(font, letter, grid));
    }
    strikes.push({ ppem, bitmaps });
  }
  return strikes;
}

/** Pixels at a font size of `ppem`, whose corner lies `left` of the pen's origin and `top` above its baseline. */
interface DrawnGrid {
  readonly ppem: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A letter at another size: its colours brought to that, and its edge rastered there anew from the outline. */
export function drawAnew(
  { letter, inks }: StyledLetter,
  { ppem, left, top, width, height }: DrawnGrid,
): { readonly alpha: Planes; readonly colours: Planes } {
  const { character, place, font } = letter;
  const step = place.emPx / ppem;
  const window = {
    left: place.originX + left * step,
    top: place.baselineY - top * step,
    step,
    width,
    height,
  };
  const coverage = coverGlyph(font, character, {
    emPx: ppem,
    originX: -left,
    baselineY: top,
    width,
    height,
    growPx: place.growPx / step,
  });
  return {
    alpha: inks.opacity === undefined ? coverage : product(coverage, resampledPart(inks.opacity, window)),
    colours: resampledPart(inks.colours, window),
  };
}

async function drawBitmap(font: Font, styled: StyledLetter, grid: PictureGrid): Promise<Bitmap> {
  const { ppem, anchor } = grid;
  const measures = measureLetter(font, styled.letter, grid);
  const { width, height } = measures;
  const left = measures.left + anchor.x * ppem;
  const top = measures.top + anchor.y * ppem;
  const { alpha, colours } = drawAnew(styled, { ppem, left, top, width, height });
  const picture = toPixels(withAlpha(colours, alpha));
  for (let at = 3; at < picture.data.length; at += 4)
    if (picture.data[at] === 0) picture.data.fill(0, at - 3, at);
  return { ...measures, png: await pngBytes(picture) };
}
