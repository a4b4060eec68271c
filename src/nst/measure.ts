import type { Backend } from '../backend/index.js';
import { square } from '../base/pixels.js';
import { createRandom } from '../base/random.js';
import { elementCount, inOrder, type Program } from '../graph/index.js';
import { type Encoder, loadEncoder } from './encoder/encoder.js';
import { toneHalvings } from './objectives/regions/places.js';
import { regionsProgram } from './objectives/regions/regions-program.js';
import { planScales } from './scales.js';

/** How long the arithmetic takes. */
export interface EvaluationTimes {
  /** Side of the letter. */
  readonly sizePx: number;
  /** Making the program ready, and its first run. */
  readonly firstMs: number;
  /** Of one evaluation of loss and gradient after that; the middle one of several. */
  readonly medianMs: number;
}

/** Of all runs together; one is measured in any case. */
const longestMs = 10_000;

/** Measures evaluations of loss and gradient at the full size of a letter. Throws `encoder`, and `engine` when it cannot compute. Of slow engines fewer than `count`. */
export async function measureEvaluation(
  backend: Backend,
  weights: string,
  { sizePx, count }: { readonly sizePx: number; readonly count: number },
): Promise<EvaluationTimes> {
  const { program, feeds } = plausibleObjective(await loadEncoder(weights), sizePx);
  const started = performance.now();
  const executable = await backend.compile(program);
  await executable.run(feeds);
  const firstMs = performance.now() - started;
  const times: number[] = [];
  while (times.length < count && (times.length === 0 || performance.now() - started < longestMs)) {
    const from = performance.now();
    await executable.run(feeds);
    times.push(performance.now() - from);
  }
  await executable.release();
  times.sort((a, b) => a - b);
  return { sizePx, firstMs, medianMs: times[times.length >> 1]! };
}

function plausibleObjective(encoder: Encoder, sizePx: number) {
  const scale = planScales(square(sizePx), 1).at(-1)!;
  const program = regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) });
  return { program, feeds: plausibleFeeds(program) };
}

/** Values for every input of an objective that could be a letter's own: positive, weights of places that sum to one. */
export function plausibleFeeds(program: Program): Record<string, Float32Array> {
  const random = createRandom('measure');
  const feeds: Record<string, Float32Array> = {};
  for (const { name, shape } of inOrder(Object.values(program.outputs))) {
    if (name === undefined) continue;
    const value = Float32Array.from({ length: elementCount(shape) }, () => random.next());
    const total = name.startsWith('weights.') ? value.reduce((sum, each) => sum + each, 0) : 1;
    feeds[name] = value.map((each) => each / total);
  }
  return feeds;
}
