/** One stage of the way from coarse to fine. */
export interface Scale {
  /** Side of the square picture that is optimised, in pixels; a multiple of eight. */
  readonly canvasPx: number;
  /** Side of the letter's tile within it, centred; may be fractional. The rest is a margin that is cut away at the end. */
  readonly boxPx: number;
  readonly iterations: number;
  /** Share of the evaluations allowed in an iteration that is used here. */
  readonly evaluationRatio: number;
}

/** The coarsest scale is the last whose tile is at least this large. */
const coarsestPx = 80;
/**
 * Least margin around the tile, in pixels. Near the picture's border fewer features hold on to a pixel, and the texture
 * fades over as many pixels at every scale; what is faint at a coarse scale stays faint, so those get the wide margin.
 */
const finalMarginPx = 8;
const coarseMarginPx = 24;
/** Share of the iterations that the full size gets when there are several scales: it costs most, and changes least. */
const finalShare = 0.2;
/** A coarse picture settles sooner, and is only what the next scale starts from. */
const coarseEvaluationRatio = 0.5;
/** A tile too small for a coarser scale is a preview: it is to be there soon. */
const previewEvaluationRatio = 0.25;

/**
 * Halves the size until the tile is small, and shares the iterations out: a fifth for the full size, the rest evenly
 * over the coarser scales. With fewer iterations than scales the coarsest are left out. `stride` is the encoder's deepest.
 */
export function planScales(sizePx: number, iterations: number, stride = 8): Scale[] {
  let count = 1;
  while (count < iterations && sizePx / 2 ** count >= coarsestPx) count++;
  const most = iterations - (count - 1);
  const last = count === 1 ? iterations : Math.min(most, Math.max(1, Math.round(iterations * finalShare)));
  const rest = iterations - last;
  return Array.from({ length: count }, (_, at) => {
    const shrink = 2 ** (count - 1 - at);
    const share =
      at === count - 1
        ? last
        : Math.floor((rest * (at + 1)) / (count - 1)) - Math.floor((rest * at) / (count - 1));
    const finalRatio = count === 1 ? previewEvaluationRatio : 1;
    const evaluationRatio = at === count - 1 ? finalRatio : coarseEvaluationRatio;
    const boxPx = sizePx / shrink;
    const marginPx = at === count - 1 ? finalMarginPx : coarseMarginPx;
    const canvasPx = Math.ceil((boxPx + 2 * marginPx) / stride) * stride;
    return { canvasPx, boxPx, iterations: share, evaluationRatio };
  });
}
