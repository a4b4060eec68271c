import { basename } from 'node:path';
import { z } from 'zod';
import type { Size } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import { pngSize } from '../files/index.js';
import { isLetter, type Recipe } from '../plan/index.js';
import { type KeptPicture, keptPictureSchema } from './records.js';
import type { RemotePicture } from './remote-picture.js';
import { ReplyFault } from './schedule/index.js';
import type { Store } from './store/index.js';

const count = z.int().min(0);

/** What a painter says while it paints. */
const progressSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started'), letter: z.string(), artwork: z.string().max(4096) }),
  z.strictObject({
    kind: z.literal('iteration'),
    letter: z.string(),
    iteration: count,
    iterations: count,
    evaluations: count,
    loss: z.number(),
    sizePx: count,
    workRatio: z.number().min(0).max(1),
    frame: z.string().optional(),
  }),
]);

/** The progress of a picture as its worker tells it, without names of the worker's files; undefined for anything else. */
export function progressOf({ name }: RemotePicture, value: unknown): Progress | undefined {
  const { data } = progressSchema.safeParse(value);
  if (data?.letter !== name) return undefined;
  if (data.kind === 'started') return { ...data, artwork: basename(data.artwork) };
  const { frame: _, ...progress } = data;
  return progress;
}

/**
 * The picture that a worker says it has made: of this job, with what the job wants of it, in the store and as large as it should be. Throws
 * ReplyFault or the mistakes of the schema.
 */
export async function resultOf(
  { id, recipe, frames }: RemotePicture,
  value: unknown,
  store: Store,
): Promise<KeptPicture> {
  const kept = keptPictureSchema.parse(value);
  if (kept.job !== id) throw new ReplyFault('it is of another job');
  const { iterations } = recipe.transfer;
  if (frames && kept.files.frames.length !== iterations) throw new ReplyFault('frames are missing');
  for (const [part, sha256] of [
    ['content', kept.files.content],
    ['picture', kept.files.picture],
  ] as const) {
    const bytes = await store.readBlob(sha256);
    if (bytes === undefined) throw new ReplyFault(`its ${part} is not in the store`);
    const size = await pngSize(bytes);
    const { width, height } = sizeOf(recipe);
    if (size?.width !== width || size.height !== height)
      throw new ReplyFault(`its ${part} is no picture of ${width} x ${height} pixels`);
  }
  return kept;
}

function sizeOf(recipe: Recipe): Size {
  const { sizePx } = recipe.transfer;
  return isLetter(recipe) ? { width: sizePx, height: sizePx } : recipe.measures;
}
