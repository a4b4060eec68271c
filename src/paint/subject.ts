import { inverted } from '../base/masks.js';
import { type Pixels, type Planes, type Size, toPixels } from '../base/pixels.js';
import type { TransferSettings } from '../config/index.js';
import type { PlacedGlyph } from '../glyph/text/index.js';
import type { Legibility } from '../judge/index.js';
import type { Scale, ScaleOptions } from '../nst/index.js';

/** A canvas, and the box in its middle that the picture fills; may be fractional. */
export type CanvasView = Pick<Scale, 'canvas' | 'box'>;

/** What is drawn: a letter, or a set text. */
export interface Subject {
  /** What it is called in sentences. */
  readonly name: string;
  /** Of the finished picture, in pixels. */
  readonly size: Size;
  /** The job's settings, as they suit what is drawn. */
  readonly transfer: TransferSettings;
  /** What the way from coarse to fine is planned by. */
  readonly forms: ScaleOptions;
  /** What tells its randomness from that of others of the same seed. */
  readonly branch: string;
  /** How much of each pixel of a canvas the ink covers, 0..1, one channel. */
  draw(view: CanvasView): Planes;
  /** Glyphs that may be drawn by themselves, as pictures of several looks are; none of a letter. */
  readonly glyphs: readonly PlacedGlyph[];
  drawSome(view: CanvasView, glyphs: readonly PlacedGlyph[]): Planes;
  /** Side of the artwork that a region is made of at a scale, a multiple of eight. */
  artworkSidePx(scale: Scale, region: Region): number;
  /** How well a finished picture shows it. */
  judge(picture: Pixels): Legibility;
}

export type Region = 'ink' | 'ground';

/** Side of the artwork that a picture is made from where it is to be as large as `canvasPx`, at the detail that is asked for. */
export function artworkSidePx(canvasPx: number, { detail }: Pick<TransferSettings, 'detail'>): number {
  return Math.max(64, Math.round((canvasPx * detail) / 8) * 8);
}

/** A subject black on white; in its full size where no other view is given. */
export function drawn(
  subject: Subject,
  view: CanvasView = { canvas: subject.size, box: subject.size },
): Pixels {
  return toPixels(inverted(subject.draw(view)));
}
