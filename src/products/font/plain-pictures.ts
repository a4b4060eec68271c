import { throwIfAborted } from '../../base/errors.js';
import { cover, inkBox, type Outline } from '../../glyph/index.js';
import { oneColourPng } from './one-colour-png.js';
import type { Bitmap, Strike } from './sfnt/index.js';
import { type Anchor, type Measures, measureInk, type PictureGrid } from './strikes.js';

/** A glyph that is no letter of the run. */
export interface PlainGlyph {
  readonly glyph: number;
  readonly outline: Outline;
  /** Em. */
  readonly advance: number;
}

/** What a plain glyph's picture measures; undefined for one without ink. */
export function measurePlain({ outline, advance }: PlainGlyph, grid: PictureGrid): Measures | undefined {
  const box = inkBox(outline);
  return box === undefined ? undefined : measureInk({ box, growEm: 0, advance }, grid);
}

/**
 * The strikes with pictures of the plain glyphs as well, all of one colour (samples of 8 bits): programs that draw by FreeType
 * show nothing of a glyph that has no picture in a font of pictures. Throws `aborted` on the signal.
 */
export function withPlainPictures(
  strikes: readonly Strike[],
  glyphs: readonly PlainGlyph[],
  {
    colour,
    anchorOf,
    signal,
  }: {
    readonly colour: readonly number[];
    anchorOf(glyph: number): Anchor;
    readonly signal: AbortSignal | undefined;
  },
): Strike[] {
  return strikes.map(({ ppem, bitmaps }) => {
    throwIfAborted(signal);
    const all = new Map<number, Bitmap>(bitmaps);
    for (const each of glyphs) {
      const grid = { ppem, anchor: anchorOf(each.glyph) };
      const measures = measurePlain(each, grid);
      if (measures === undefined) continue;
      const { left, top, width, height } = measures;
      const x = -(left + grid.anchor.x * ppem);
      const y = top + grid.anchor.y * ppem;
      const opacity = cover([{ outline: each.outline, scale: ppem, x, y }], { width, height });
      all.set(each.glyph, { ...measures, png: oneColourPng(opacity, colour) });
    }
    return { ppem, bitmaps: all };
  });
}
