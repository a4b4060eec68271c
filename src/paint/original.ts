import { type Planes, toPlanes } from '../base/pixels.js';
import { readPicture, resizePicture } from '../files/index.js';
import type { OriginalObjective, OriginalStyle, Scale } from '../nst/index.js';
import { looksOf, type PictureJob } from '../plan/index.js';
import { checkUnchanged } from './materials.js';
import { drawn, type Subject } from './subject.js';

/**
 * What is drawn as the first script made it: from black on white, with whole artworks squashed to the canvas. Of the settings
 * only size, iterations, evaluations, content weight and total variation count.
 */
export async function originalObjective(
  { recipe, inputs }: PictureJob,
  subject: Subject,
  { canvas, box }: Scale,
): Promise<OriginalObjective> {
  const { contentWeight, totalVariation, evaluationsPerIteration } = subject.transfer;
  const styles = await Promise.all(
    looksOf(recipe).looks[0]!.materials.map(async ({ sha256, share }): Promise<OriginalStyle> => {
      const file = inputs[sha256]!;
      await checkUnchanged(file, sha256, subject.name);
      const picture = await readPicture(file, recipe.arrangement);
      return { picture: toPlanes(await resizePicture(picture, canvas.width, canvas.height)), share };
    }),
  );
  return {
    kind: 'original',
    content: inColour(toPlanes(drawn(subject, { canvas, box }))),
    styles,
    weights: { content: contentWeight, style: 1, variation: totalVariation, evaluationsPerIteration },
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
