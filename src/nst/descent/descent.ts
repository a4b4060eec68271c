import { AbecedaryError } from '../../base/errors.js';
import type { Size } from '../../base/pixels.js';
import { directionLbfgs, initLbfgs, type LbfgsState, updateLbfgs, withoutOldest } from './lbfgs.js';
import { createSmoothing } from './smoothing.js';
import { createVectorSpace, type VectorSpace } from './vectors.js';

/** What is found at a position. */
interface Evaluated {
  readonly loss: number;
  readonly gradient: Float32Array;
  /** What the loss is the sum of, by name. */
  readonly parts: Readonly<Record<string, number>>;
}

interface Point extends Evaluated {
  readonly position: Float32Array;
}

/** Loss and gradient at a position. The gradient is written to `into`, or is in an array that the next call may overwrite. */
export type Evaluate = (position: Float32Array, into: Float32Array) => Promise<Evaluated>;

/** Vectors that are free to be used again, and where more come from. */
interface Vectors {
  readonly free: Float32Array[];
  readonly space: VectorSpace;
}

interface DescentOptions {
  /** How many steps are remembered at most; each takes two vectors. */
  readonly history?: number | undefined;
  /** Of the picture that the positions are, where steps are to be smoother than gradients. */
  readonly smoothed?: Size | undefined;
}

/** Where a minimisation stands. To continue it uses it up: its vectors are overwritten. */
export interface Descent {
  readonly point: Point;
  readonly memory: LbfgsState;
  /** Evaluations spent so far. */
  readonly evaluations: number;
  /** No direction led further down: the rest of the budget would change nothing. */
  readonly settled: boolean;
  /** What is to be tried next, where the budget ended a line search. */
  readonly pending?: Heading | undefined;
  readonly vectors: Vectors;
}

/** A way to go: the point plus `length` times the direction. */
interface Heading {
  readonly direction: Float32Array;
  /** Derivative along the direction, below zero. */
  readonly slope: number;
  readonly length: number;
  /** Whether nothing is remembered that says how far. */
  readonly fresh: boolean;
}

/** Root mean square of the very first step, before any curvature is known; in units of the position. */
const firstStepRms = 0.02;
/** Least share of the promised decrease that a step must bring (Nocedal and Wright 2006, equation 3.4). */
const sufficientDecrease = 1e-4;
const smallestStep = 1e-8;

/** Where steps are smoothed one is as good as five. */
const usualHistory = 1;
/** A point and a direction, and another point in the place of the oldest step: that is let go of when the direction is known. */
const workingVectors = 3;

/** Evaluates the start, of which it makes a copy. Throws AbecedaryError `engine` when the loss is not finite there. */
export async function beginDescent(
  start: Float32Array,
  evaluate: Evaluate,
  { history = usualHistory, smoothed }: DescentOptions = {},
): Promise<Descent> {
  const space = createVectorSpace(start.length, 2 * history + workingVectors);
  const vectors: Vectors = { free: [], space };
  const position = space.allocate();
  position.set(start);
  const point = await evaluated(position, evaluate, vectors);
  if (!Number.isFinite(point.loss)) {
    throw new AbecedaryError(
      'engine',
      `Expected a finite loss at the start, got ${point.loss}; lower the weights in «transfer».`,
    );
  }
  const memory = initLbfgs(space, history, smoothed && createSmoothing(smoothed));
  return { point, memory, evaluations: 1, settled: false, vectors };
}

/**
 * Goes on downhill by L-BFGS with a backtracking line search until `budget` more evaluations are spent or nothing
 * leads further down. The loss never rises.
 */
export async function continueDescent(from: Descent, evaluate: Evaluate, budget: number): Promise<Descent> {
  const { vectors } = from;
  let { point, memory, evaluations, settled, pending } = from;
  const limit = evaluations + budget;
  while (!settled && evaluations < limit) {
    if (pending === undefined) {
      pending = headingFrom(point, memory, vectors);
      memory = withRoom(memory, vectors);
    }
    const { direction, fresh } = pending;
    const search: LineSearch = { ...pending, from: point, budget: limit - evaluations };
    const found = await searchLine(search, evaluate, vectors);
    evaluations += found.evaluations;
    if (found.next === undefined && evaluations >= limit) {
      pending = { ...pending, length: found.length };
      break;
    }
    pending = undefined;
    vectors.free.push(direction);
    if (found.next !== undefined) {
      memory = remember(memory, { from: point, to: found.next }, vectors);
      point = found.next;
    } else {
      if (fresh) settled = true;
      vectors.free.push(...memory.steps, ...memory.yields);
      memory = initLbfgs(vectors.space, memory.history, memory.smoothing);
    }
  }
  return { point, memory, evaluations, settled, pending, vectors };
}

function headingFrom({ gradient }: Point, memory: LbfgsState, vectors: Vectors): Heading {
  const fresh = memory.steps.length === 0;
  const direction = take(vectors);
  const slope = directionLbfgs(memory, gradient, direction);
  if (!fresh) return { direction, slope, length: 1, fresh };
  const norm = Math.sqrt(vectors.space.dot(direction, direction) || 1);
  return { direction, slope, length: (firstStepRms * Math.sqrt(direction.length)) / norm, fresh };
}

/** Forgets the oldest step where there is none to be remembered beside it: its vectors are those of the next point. */
function withRoom(memory: LbfgsState, { free }: Vectors): LbfgsState {
  if (memory.steps.length < memory.history) return memory;
  free.push(memory.steps[0]!, memory.yields[0]!);
  return withoutOldest(memory);
}

function take({ free, space }: Vectors): Float32Array {
  return free.pop() ?? space.allocate();
}

/** A point with a gradient of its own. */
async function evaluated(position: Float32Array, evaluate: Evaluate, vectors: Vectors): Promise<Point> {
  const kept = take(vectors);
  const { loss, gradient, parts } = await evaluate(position, kept);
  if (gradient !== kept) kept.set(gradient);
  return { position, loss, gradient: kept, parts };
}

/** What is remembered of a step takes the place of the point that it left. */
function remember(
  memory: LbfgsState,
  { from, to }: { readonly from: Point; readonly to: Point },
  { free, space }: Vectors,
): LbfgsState {
  const [step, change] = [from.position, from.gradient];
  // The product that comes along is taken with what was just written.
  const stepSquare = space.combine(step, { a: to.position, factor: -1, b: step }, step);
  const curvature = space.combine(change, { a: to.gradient, factor: -1, b: change }, step);
  const next = updateLbfgs(memory, { step, change, curvature, stepSquare });
  if (next === memory) free.push(step, change);
  return next;
}

/** Along a heading, whose length is the first to try. */
interface LineSearch extends Heading {
  readonly from: Point;
  readonly budget: number;
}

/** Tries the first length, then shorter ones chosen by a parabola through what is known; says which one would be the next. */
async function searchLine(
  { from, direction, slope, length: first, budget }: LineSearch,
  evaluate: Evaluate,
  vectors: Vectors,
): Promise<{ readonly next: Point | undefined; readonly evaluations: number; readonly length: number }> {
  const position = take(vectors);
  let length = slope < 0 ? first : 0;
  let evaluations = 0;
  while (evaluations < budget && length > smallestStep * first) {
    vectors.space.combine(position, { a: from.position, factor: length, b: direction }, direction);
    const next = await evaluated(position, evaluate, vectors);
    const { loss } = next;
    evaluations++;
    if (loss <= from.loss + sufficientDecrease * length * slope) return { next, evaluations, length };
    vectors.free.push(next.gradient);
    const parabola = (-slope * length * length) / (2 * (loss - from.loss - slope * length));
    length = Number.isFinite(parabola)
      ? Math.min(0.5 * length, Math.max(0.1 * length, parabola))
      : 0.1 * length;
  }
  vectors.free.push(position);
  return { next: undefined, evaluations, length };
}
