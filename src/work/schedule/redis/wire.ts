import { z } from 'zod';
import { type WireError, wireErrorSchema } from '../wire.js';

/** What Redis holds of a job. */
export interface QueuedJob<Job> {
  /** The run that it belongs to. */
  readonly run: string;
  readonly job: Job;
}

/** What became of a job. To Redis a job that failed is one that came to its end too: all of its attempts are made. */
export type QueuedEnd<Result> =
  | { readonly status: 'done'; readonly result: Result }
  | { readonly status: 'failed'; readonly error: WireError }
  | { readonly status: 'cancelled' };

/** The same as it comes out of a Redis; what it holds of job and result is checked by those who know them. */
export const queuedJobSchema = z.strictObject({ run: z.uuid(), job: z.unknown() });
export const queuedEndSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('done'), result: z.unknown() }),
  z.strictObject({ status: z.literal('failed'), error: wireErrorSchema }),
  z.strictObject({ status: z.literal('cancelled') }),
]);

/** The id of a job of a run; `round` counts how often it was given out again, from 0. */
export function queuedId(run: string, id: string, round = 0): string {
  return `${run}.${id}${round === 0 ? '' : `#${round}`}`;
}

/** Reads what workers say: whoever can write to the Redis may have said it. */
export interface ReplyReader<Job, Progress, Result> {
  /** Throws ReplyFault, or the mistakes of a schema, for what is no result of this job: it is given out again. */
  result(job: Job, value: unknown): Result | Promise<Result>;
  /** Undefined for what is no progress of this job: nobody hears of it. */
  progress(job: Job, value: unknown): Progress | undefined;
}
