import type { Identified, RunOptions } from './contract.js';

/** Throws RangeError when two jobs share an id. */
export function refuseTwins(jobs: readonly Identified[]): void {
  const seen = new Set<string>();
  for (const { id } of jobs) {
    if (seen.has(id)) throw new RangeError(`two jobs have the id ${id}`);
    seen.add(id);
  }
}

type Listeners<Progress, Result> = Pick<RunOptions<Progress, Result>, 'onProgress' | 'onOutcome' | 'onNote'>;

/** The listeners of a run, which is stopped with what one of them throws. */
export function guardListeners<Progress, Result>(
  { onProgress, onOutcome, onNote }: Listeners<Progress, Result>,
  stop: AbortController,
): Required<Listeners<Progress, Result>> {
  const guard =
    <Args extends unknown[]>(listener: ((...args: Args) => void) | undefined) =>
    (...args: Args): void => {
      try {
        listener?.(...args);
      } catch (error) {
        stop.abort(error);
      }
    };
  return { onProgress: guard(onProgress), onOutcome: guard(onOutcome), onNote: guard(onNote) };
}
