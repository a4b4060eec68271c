import { AbecedaryError } from '../errors.js';
import { directionLbfgs, dot, initLbfgs, type LbfgsState, updateLbfgs } from './lbfgs.js';

/** A position with the loss and the gradient there. */
export interface Point {
  readonly position: Float32Array;
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** Loss and gradient at a position. The gradient is written to `into`, or is in an array that the next call may overwrite. */
export type Evaluate = (
  position: Float32Array,
  into: Float32Array,
) => Promise<{ readonly loss: number; readonly gradient: Float32Array }>;

/** Vectors that are free to be used again (fresh ones cost about as much time as the arithmetic on them), and where more come from. */
interface Vectors {
  readonly free: Float32Array[];
  readonly allocate: (length: number) => Float32Array;
}

export interface DescentOptions {
  /** How many steps are remembered at most; each takes two vectors. */
  readonly history?: number | undefined;
  /** Where vectors lie; a start from elsewhere is copied there. */
  readonly allocate?: ((length: number) => Float32Array) | undefined;
}

/** Where a minimisation stands. To continue it uses it up: its vectors are overwritten. */
export interface Descent {
  readonly point: Point;
  readonly memory: LbfgsState;
  /** Evaluations spent so far. */
  readonly evaluations: number;
  /** No direction led further down: the rest of the budget would change nothing. */
  readonly settled: boolean;
  readonly vectors: Vectors;
}

/** Root mean square of the very first step, before any curvature is known; in units of the position. */
const firstStepRms = 0.02;
/** Least share of the promised decrease that a step must bring (Nocedal and Wright 2006, equation 3.4). */
const sufficientDecrease = 1e-4;
const smallestStep = 1e-8;

/** Evaluates the start. Throws AbecedaryError `engine` when the loss is not finite there. */
export async function beginDescent(
  start: Float32Array,
  evaluate: Evaluate,
  { history, allocate }: DescentOptions = {},
): Promise<Descent> {
  const vectors: Vectors = { free: [], allocate: allocate ?? ((length) => new Float32Array(length)) };
  const position = allocate === undefined ? start : copied(start, allocate);
  const { loss, gradient } = await evaluated(position, evaluate, vectors);
  if (!Number.isFinite(loss)) {
    throw new AbecedaryError(
      'engine',
      `Expected a finite loss at the start, got ${loss}; lower the weights in «transfer».`,
    );
  }
  const point = { position, loss, gradient };
  return { point, memory: initLbfgs(history), evaluations: 1, settled: false, vectors };
}

/**
 * Goes on downhill by L-BFGS with a backtracking line search until `budget` more evaluations are spent or nothing
 * leads further down. The loss never rises.
 */
export async function continueDescent(from: Descent, evaluate: Evaluate, budget: number): Promise<Descent> {
  const { vectors } = from;
  let { point, memory, evaluations, settled } = from;
  const limit = evaluations + budget;
  while (!settled && evaluations < limit) {
    const fresh = memory.steps.length === 0;
    const direction = directionLbfgs(memory, point.gradient, take(vectors, point.position.length));
    const slope = dot(direction, point.gradient);
    const first = fresh ? (firstStepRms * Math.sqrt(direction.length)) / Math.sqrt(-slope || 1) : 1;
    const search: LineSearch = { from: point, direction, slope, first, budget: limit - evaluations };
    const found = await searchLine(search, evaluate, vectors);
    evaluations += found.evaluations;
    if (found.next !== undefined) {
      memory = remember(memory, point, found.next, vectors);
      point = found.next;
    } else if (evaluations < limit) {
      if (fresh) settled = true;
      vectors.free.push(...memory.steps, ...memory.yields);
      memory = initLbfgs(memory.history);
    }
    vectors.free.push(direction);
  }
  return { point, memory, evaluations, settled, vectors };
}

function copied(vector: Float32Array, allocate: Vectors['allocate']): Float32Array {
  const copy = allocate(vector.length);
  copy.set(vector);
  return copy;
}

function take({ free, allocate }: Vectors, length: number): Float32Array {
  return free.pop() ?? allocate(length);
}

/** A point with a gradient of its own. */
async function evaluated(position: Float32Array, evaluate: Evaluate, vectors: Vectors): Promise<Point> {
  const kept = take(vectors, position.length);
  const { loss, gradient } = await evaluate(position, kept);
  if (gradient !== kept) kept.set(gradient);
  return { position, loss, gradient: kept };
}

/** What is remembered of a step takes the place of the point that it left. */
function remember(memory: LbfgsState, from: Point, to: Point, { free }: Vectors): LbfgsState {
  const step = difference(to.position, from.position, from.position);
  const change = difference(to.gradient, from.gradient, from.gradient);
  const next = updateLbfgs(memory, step, change);
  if (next === memory) free.push(step, change);
  else if (next.steps.length === memory.steps.length) free.push(memory.steps[0]!, memory.yields[0]!);
  return next;
}

interface LineSearch {
  readonly from: Point;
  readonly direction: Float32Array;
  /** Derivative along the direction, below zero. */
  readonly slope: number;
  /** Length of the first step to try, in units of the direction. */
  readonly first: number;
  readonly budget: number;
}

/** Tries the first length, then shorter ones chosen by a parabola through what is known. */
async function searchLine(
  { from, direction, slope, first, budget }: LineSearch,
  evaluate: Evaluate,
  vectors: Vectors,
): Promise<{ readonly next: Point | undefined; readonly evaluations: number }> {
  const position = take(vectors, direction.length);
  let length = slope < 0 ? first : 0;
  let evaluations = 0;
  while (evaluations < budget && length > smallestStep * first) {
    for (let at = 0; at < position.length; at++) position[at] = from.position[at]! + length * direction[at]!;
    const next = await evaluated(position, evaluate, vectors);
    const { loss } = next;
    evaluations++;
    if (loss <= from.loss + sufficientDecrease * length * slope) return { next, evaluations };
    vectors.free.push(next.gradient);
    const parabola = (-slope * length * length) / (2 * (loss - from.loss - slope * length));
    length = Number.isFinite(parabola)
      ? Math.min(0.5 * length, Math.max(0.1 * length, parabola))
      : 0.1 * length;
  }
  vectors.free.push(position);
  return { next: undefined, evaluations };
}

function difference(a: Float32Array, b: Float32Array, into: Float32Array): Float32Array {
  for (let at = 0; at < into.length; at++) into[at] = a[at]! - b[at]!;
  return into;
}
