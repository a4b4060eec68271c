import { z } from 'zod';
import type { Pixels, Planes } from '../base/pixels.js';
import type { PictureResult, PictureState } from '../paint/index.js';
import { sha256 } from '../plan/recipe-schema.js';

/* Records as they come out of a store, and results as they come from a worker. */

/** A finished picture as a store keeps it: what is known of it, and the SHA-256 of each of its files. */
export interface KeptPicture extends PictureResult {
  /** Id of the job that made it. */
  readonly job: string;
  readonly files: {
    readonly content: string;
    readonly picture: string;
    /** One for each iteration, in their order; none where no frames are kept. */
    readonly frames: readonly string[];
    /** Of the frames; absent for JPEG. */
    readonly frameFormat?: 'webp' | undefined;
  };
}

/** A part of a state whose picture has its samples in a blob. */
type Stored<Part extends { readonly picture: Pixels | Planes }> = Omit<Part, 'picture'> & {
  readonly picture: Omit<Part['picture'], 'data'> & { readonly blob: string };
};

/** A state as a store keeps it, bound to its job. */
export interface StateRecord extends Omit<PictureState, 'scale' | 'first'> {
  readonly job: string;
  readonly scale?: Stored<NonNullable<PictureState['scale']>> | undefined;
  readonly first?: Stored<NonNullable<PictureState['first']>> | undefined;
  /** Hashes of the frames of the first and of the second attempt. */
  readonly frames: readonly (readonly string[])[];
  /** Of the frames; absent for JPEG. */
  readonly frameFormat?: 'webp' | undefined;
}

const count = z.int().min(0);
/** More frames than iterations that may be asked for. */
const mostFrames = 1000;
const hashes = z.array(sha256).max(mostFrames);
const frameFormat = z.literal('webp').optional();
const losses = z.record(z.string().max(100), z.number()).refine((named) => named.total !== undefined);
const lossCurve = z.array(z.tuple([z.number(), z.number()])).max(mostFrames);

const place = z.strictObject({
  x: z.number(),
  y: z.number(),
  sideRatio: z.number(),
  quarterTurns: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  mirrored: z.boolean(),
});
const found = z.strictObject({ ink: place, ground: place, r2: z.number(), contrast: z.number() }).optional();

export const keptPictureSchema: z.ZodType<KeptPicture> = z
  .strictObject({
    job: sha256,
    sha256,
    seconds: z.number().min(0),
    evaluations: count,
    losses,
    lossCurve,
    legibility: z.strictObject({
      rank: count,
      r2: z.number(),
      rivalR2: z.number(),
      best: z.string().max(100),
    }),
    found,
    tries: z.int().min(1).max(2),
    files: z.strictObject({ content: sha256, picture: sha256, frames: hashes, frameFormat }),
  })
  .refine(({ sha256: picture, files }) => picture === files.picture, { path: ['sha256'] });

const side = z.int().min(1).max(100_000);
const size = { width: side, height: side, blob: sha256 };

export const stateRecordSchema: z.ZodType<StateRecord> = z.strictObject({
  job: sha256,
  attempt: z.union([z.literal(1), z.literal(2)]),
  seconds: z.number().min(0),
  lossCurve,
  scale: z
    .strictObject({
      scale: count,
      iteration: count,
      evaluations: count,
      picture: z.strictObject({ ...size, channels: z.literal(3) }),
    })
    .optional(),
  first: z
    .strictObject({
      evaluations: count,
      losses,
      lossCurve,
      found,
      picture: z.strictObject({
        ...size,
        channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
      }),
    })
    .optional(),
  frames: z.array(hashes).max(2),
  frameFormat,
});
