import { cropPlanes, type Planes, toPlanes } from '../base/pixels.js';
import { readPicture, resizePicture } from '../files/index.js';
import { type Font, rasterGlyph } from '../glyph/index.js';
import type { Frame, OriginalStyle, OriginalStyliser, ScaleState, Stylised } from '../nst/index.js';
import type { LetterJob } from '../plan/job.js';
import { checkUnchanged } from './ingredients.js';

/** The encoder's deepest layer halves a picture four times. */
const stride = 16;

interface OriginalListeners {
  readonly onFrame: (frame: Frame) => Promise<void>;
  /** Here every iteration begins anew, as a scale does elsewhere. */
  readonly resume?: ScaleState | undefined;
  readonly onScale: (state: ScaleState) => Promise<void>;
}

/**
 * One letter as the first script made it: from the black glyph on white, with whole artworks squashed to its square. Of the
 * settings only size, iterations, evaluations, content weight and total variation count.
 */
export async function paintOriginal(
  { recipe, inputs }: LetterJob,
  font: Font,
  styliser: OriginalStyliser,
  { onFrame, resume, onScale }: OriginalListeners,
): Promise<Stylised> {
  const { transfer, character, placement } = recipe;
  const boxPx = transfer.sizePx;
  const canvasPx = Math.ceil(boxPx / stride) * stride;
  const content = toPlanes(rasterGlyph(font, character, { placement, canvasPx, boxPx }));
  const tile = (picture: Planes): Planes => {
    const inset = Math.floor((canvasPx - boxPx) / 2);
    return cropPlanes(picture, inset, inset, boxPx, boxPx);
  };
  const styles = await Promise.all(
    recipe.materials.ink.map(async ({ sha256, share }, at): Promise<OriginalStyle> => {
      const file = inputs.ink[at]!.picture;
      await checkUnchanged(file, sha256, character);
      const picture = await readPicture(file, recipe.arrangement);
      return { picture: toPlanes(await resizePicture(picture, canvasPx, canvasPx)), share };
    }),
  );
  const { iterations } = transfer;
  const result = await styliser.stylise(inColour(content), styles, {
    iterations,
    weights: {
      content: transfer.contentWeight,
      style: 1,
      variation: transfer.totalVariation,
      evaluationsPerIteration: transfer.evaluationsPerIteration,
    },
    resume,
    onFrame: async ({ iteration, evaluations, loss, picture }) => {
      await onFrame({
        iteration,
        evaluations,
        loss,
        sizePx: boxPx,
        workRatio: iteration / iterations,
        picture: tile(picture),
      });
      if (iteration < iterations) await onScale({ scale: 0, iteration, evaluations, picture });
    },
  });
  return { ...result, picture: tile(result.picture) };
}

/** Three equal channels of one. */
function inColour(grey: Planes): Planes {
  const { width, height, data } = grey;
  const area = width * height;
  const channels = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) channels.set(data.subarray(0, area), channel * area);
  return { width, height, channels: 3, data: channels };
}
