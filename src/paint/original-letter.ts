import { type Planes, toPlanes } from '../base/pixels.js';
import { readPicture, resizePicture } from '../files/index.js';
import { type Font, rasterGlyph } from '../glyph/index.js';
import type { Objective, OriginalStyle, Scale } from '../nst/index.js';
import type { LetterJob } from '../plan/job.js';
import { checkUnchanged } from './ingredients.js';

/**
 * One letter as the first script made it: from the black glyph on white, with whole artworks squashed to its square. Of the
 * settings only size, iterations, evaluations, content weight and total variation count.
 */
export async function originalObjective(
  { recipe, inputs }: LetterJob,
  font: Font,
  { canvas, box }: Pick<Scale, 'canvas' | 'box'>,
): Promise<Objective> {
  const { transfer, character, placement } = recipe;
  const size = { canvasPx: canvas.width, boxPx: box.width };
  const styles = recipe.materials.ink.map(async ({ sha256, share }, at): Promise<OriginalStyle> => {
    const file = inputs.ink[at]!.picture;
    await checkUnchanged(file, sha256, character);
    const picture = await readPicture(file, recipe.arrangement);
    return { picture: toPlanes(await resizePicture(picture, canvas.width, canvas.height)), share };
  });
  return {
    kind: 'original',
    content: inColour(toPlanes(rasterGlyph(font, character, placement, size))),
    styles: await Promise.all(styles),
    weights: {
      content: transfer.contentWeight,
      style: 1,
      variation: transfer.totalVariation,
      evaluationsPerIteration: transfer.evaluationsPerIteration,
    },
  };
}

/** Three equal channels of one. */
function inColour(grey: Planes): Planes {
  const { width, height, data } = grey;
  const area = width * height;
  const channels = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) channels.set(data.subarray(0, area), channel * area);
  return { width, height, channels: 3, data: channels };
}
