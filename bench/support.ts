/** Milliseconds of each of `count` calls, after two that warm up; ascending. */
export async function timeCalls(count: number, call: () => Promise<unknown>): Promise<number[]> {
  for (let warm = 0; warm < 2; warm++) await call();
  const times: number[] = [];
  for (let at = 0; at < count; at++) {
    const from = performance.now();
    await call();
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b);
}

export function median(ascending: readonly number[]): number {
  return ascending[ascending.length >> 1]!;
}

/** Peak resident memory of this process so far, in megabytes. */
export function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
