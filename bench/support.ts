import { elementCount, inOrder, type Program } from '../src/graph/index.js';
import { createRandom } from '../src/random.js';

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

/** Plausible values for every input of a program: positive, region weights that sum to one. */
export function plausibleFeeds(program: Program): Record<string, Float32Array> {
  const random = createRandom('bench');
  const feeds: Record<string, Float32Array> = {};
  for (const { name, shape } of inOrder(Object.values(program.outputs))) {
    if (name === undefined) continue;
    const value = Float32Array.from({ length: elementCount(shape) }, () => random.next());
    const total = name.startsWith('weights.') ? value.reduce((sum, each) => sum + each, 0) : 1;
    feeds[name] = value.map((each) => each / total);
  }
  return feeds;
}

/** Peak resident memory of this process so far, in megabytes. */
export function peakMegabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
