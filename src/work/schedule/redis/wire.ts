import type { WireError } from '../wire.js';

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

/** The id of a job of a run. */
export function queuedId(run: string, id: string): string {
  return `${run}.${id}`;
}
