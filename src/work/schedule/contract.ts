/** One piece of work: plain JSON that says everything, so that it can be sent to another process or machine. */
export interface Identified {
  /** Unique within a run. */
  readonly id: string;
}

/** What became of one job. The error is an `AbecedaryError`, or, where the job met a bug, an error with its stack. */
export type Outcome<Result> =
  | { readonly id: string; readonly status: 'done'; readonly result: Result }
  | { readonly id: string; readonly status: 'failed'; readonly error: Error };

/**
 * Does one job. `Progress` and `Result` are plain data like the job itself. An error with `retryable` set asks for
 * one more attempt.
 */
export type JobFunction<Job extends Identified, Progress, Result> = (
  job: Job,
  context: { report(progress: Progress): void },
) => Promise<Result>;

/** Who listens to a run. A listener that throws stops the run, which then rejects with what it threw. */
export interface RunOptions<Progress, Result> {
  /** Stops the run, jobs at work too. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each report, in the order in which a job makes them; an attempt that is repeated reports again. */
  readonly onProgress?: (id: string, progress: Progress) => void;
  /** Called once for each job, when it ends. */
  readonly onOutcome?: (outcome: Outcome<Result>) => void;
  /** Called with a sentence that the user should read: that nobody does the jobs, say. */
  readonly onNote?: (sentence: string) => void;
}

/** Does many jobs side by side. Knows nothing of what they are about. */
export interface Scheduler<Job extends Identified, Progress, Result> {
  /**
   * Starts the jobs in their order and resolves with one outcome for each, in the same order. A job that fails never
   * stops the others; one whose error is retryable, or whose worker died, gets exactly one more attempt, after a pause.
   *
   * Rejects with an `aborted` AbecedaryError once the signal or `close` has stopped it, when none of its jobs is at
   * work any more; jobs that ended before were told to `onOutcome`. Rejects with RangeError when two jobs share an id.
   */
  run(jobs: readonly Job[], options?: RunOptions<Progress, Result>): Promise<Outcome<Result>[]>;
  /** Starts a job before all others that have not started yet. One that has started, or is not known, is left as it is. */
  prefer(id: string): void;
  /** Starts no more jobs until `resume`; those at work go on to their end. */
  pause(): void;
  resume(): void;
  /** Stops what is running and lets go of all workers; the scheduler cannot be used afterwards. */
  close(): Promise<void>;
}
