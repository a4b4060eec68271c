/* What trial jobs and their results are read by: they come from the test itself. */

export function jobAsIs<Job>(value: unknown): Job {
  return value as Job;
}

export const repliesAsTheyAre = {
  result: (_: unknown, value: unknown) => value as never,
  progress: (_: unknown, value: unknown) => value as never,
};
