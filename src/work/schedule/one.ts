import type { Identified, Scheduler } from './contract.js';

/** Has one job done by a scheduler: its result, or its error thrown. */
export async function runOne<Job extends Identified, Progress, Result>(
  scheduler: Scheduler<Job, Progress, Result>,
  job: Job,
  { report, signal }: { report(progress: Progress): void; signal?: AbortSignal },
): Promise<Result> {
  const [outcome] = await scheduler.run([job], { signal, onProgress: (_, progress) => report(progress) });
  if (outcome!.status === 'failed') throw outcome!.error;
  return outcome!.result;
}
