import type { Size } from '../base/pixels.js';

/** One stage of the way from coarse to fine. */
export interface Scale {
  /** The picture that is optimised; its sides are multiples of eight. */
  readonly canvas: Size;
  /** The part of it that is kept, in its middle; may be fractional. The rest is a margin that is cut away at the end. */
  readonly box: Size;
  /** Side of a letter's tile: what is said in ratios of it. Of a picture that is one letter, the side of the box. */
  readonly letterPx: number;
  readonly iterations: number;
  /** Share of the evaluations allowed in an iteration that is used here. */
  readonly evaluationRatio: number;
  /** Whether that is their mean, so that there may be iterations without any. */
  readonly uneven?: boolean;
}

/** The coarsest scale is the last whose largest forms are at least this large. */
const coarsestPx = 80;

/** What differs between the scales of a picture. */
interface Effort {
  /**
   * Least margin around the box, in pixels. Near the picture's border fewer features hold on to a pixel, and the texture
   * fades over as many pixels at every scale; what is faint at a coarse scale stays faint, so those get the wide margin.
   */
  readonly marginPx: number;
  /** Share of the evaluations. A coarse picture settles sooner, and is only what the next scale starts from. */
  readonly evaluationRatio: number;
}

const coarse: Effort = { marginPx: 24, evaluationRatio: 0.35 };
const full: Effort = { marginPx: 16, evaluationRatio: 0.65 };
/** A full size of minutes: half of the evaluations bring all but 2 % of the loss. */
const large: Effort = { marginPx: 16, evaluationRatio: 0.5 };
/** A picture too small for a coarser scale: it is to be there soon, and takes as few evaluations as there are iterations. */
const preview: Effort = { marginPx: 12, evaluationRatio: 0.05 };
/** A picture that is found in its artwork already, and only to be made one of: a look in every other iteration, in a preview in every third. */
const found: Effort = { marginPx: 16, evaluationRatio: 0.025 };
const foundPreview: Effort = { marginPx: 12, evaluationRatio: 0.0175 };
/** From so many pixels on a picture is large. */
const largePixels = 1.5e6;
/** Share of the iterations that the full size gets when there are several scales: it costs most, and changes least. */
const finalShare = 0.2;

export interface ScaleOptions {
  /** Side of a letter's tile at the full size; default: the shorter side of the picture. */
  readonly letterPx?: number;
  /** Size of the largest forms at the full size, as an artwork has them; default: as large as a letter. */
  readonly formPx?: number;
  /** Whether the start has the artwork's forms already: coarser scales would lose them. */
  readonly found?: boolean;
  /** The encoder's deepest. */
  readonly stride?: number;
}

/**
 * Halves the size until the largest forms are small, and shares the iterations out: a fifth for the full size, the rest
 * evenly over the coarser scales. With fewer iterations than scales the coarsest are left out.
 */
export function planScales(size: Size, iterations: number, options: ScaleOptions = {}): Scale[] {
  const { letterPx = Math.min(size.width, size.height), formPx = letterPx, stride = 8 } = options;
  if (options.found) {
    const { marginPx, evaluationRatio } = formPx < 2 * coarsestPx ? foundPreview : found;
    const canvas = canvasAround(size, marginPx, stride);
    return [{ canvas, box: size, letterPx, iterations, evaluationRatio, uneven: true }];
  }
  let count = 1;
  while (count < iterations && formPx / 2 ** count >= coarsestPx) count++;
  const most = iterations - (count - 1);
  const last = count === 1 ? iterations : Math.min(most, Math.max(1, Math.round(iterations * finalShare)));
  const rest = iterations - last;
  const finest = count === 1 ? preview : size.width * size.height >= largePixels ? large : full;
  return Array.from({ length: count }, (_, at) => {
    const shrink = 2 ** (count - 1 - at);
    const share =
      at === count - 1
        ? last
        : Math.floor((rest * (at + 1)) / (count - 1)) - Math.floor((rest * at) / (count - 1));
    const box = { width: size.width / shrink, height: size.height / shrink };
    const { marginPx, evaluationRatio } = at === count - 1 ? finest : coarse;
    const canvas = canvasAround(box, marginPx, stride);
    return { canvas, box, letterPx: letterPx / shrink, iterations: share, evaluationRatio };
  });
}

function canvasAround(box: Size, marginPx: number, stride: number): Size {
  const side = (boxPx: number): number => Math.ceil((boxPx + 2 * marginPx) / stride) * stride;
  return { width: side(box.width), height: side(box.height) };
}

/** The deepest layer that the original objective looks at halves a picture four times. */
const originalStride = 16;

/** The way of a picture of the original objective: every iteration begins anew, at the full size. */
export function planOriginalScales(size: Size, iterations: number): Scale[] {
  const side = (sizePx: number): number => Math.ceil(sizePx / originalStride) * originalStride;
  const canvas = { width: side(size.width), height: side(size.height) };
  const letterPx = Math.min(size.width, size.height);
  const scale = { canvas, box: size, letterPx, iterations: 1, evaluationRatio: 1 };
  return Array.from({ length: iterations }, () => scale);
}
