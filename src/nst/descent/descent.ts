import { AbecedaryError } from '../../base/errors.js';
import { directionLbfgs, initLbfgs, type LbfgsState, updateLbfgs } from './lbfgs.js';
import { createVectorSpace, type VectorSpace } from './vectors.js';

/** A position with the loss and the gradient there. */
interface Point {
  readonly position: Float32Array;
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** Loss and gradient at a position. The gradient is written to `into`, or is in an array that the next call may overwrite. */
export type Evaluate = (
  position: Float32Array,
  into: Float32Array,
) => Promise<{ readonly loss: number; readonly gradient: Float32Array }>;

/** Vectors that are free to be used again, and where more come from. */
interface Vectors {
  readonly free: Float32Array[];
  readonly space: VectorSpace;
}

interface DescentOptions {
  /** How many steps are remembered at most; each takes two vectors. */
  readonly history?: number | undefined;
}

/** Where a minimisation stands. To continue it uses it up: its vectors are overwritten. */
export interface Descent {
  readonly point: Point;
  readonly memory: LbfgsState;
  /** Evaluations spent so far. */
  readonly evaluations: number;
  /** No direction led further down: the rest of the budget would change nothing. */
  readonly settled: boolean;
  /** The length to try next along the direction, where the budget ended a line search. */
  readonly pending?: number | undefined;
  readonly vectors: Vectors;
}

/** Root mean square of the very first step, before any curvature is known; in units of the position. */
const firstStepRms = 0.02;
/** Least share of the promised decrease that a step must bring (Nocedal and Wright 2006, equation 3.4). */
const sufficientDecrease = 1e-4;
const smallestStep = 1e-8;

/** Steps that are remembered unless memory is short. */
export const usualHistory = 5;
/** Two points, a direction and one to spare. */
const workingVectors = 6;

/** Evaluates the start, of which it makes a copy. Throws AbecedaryError `engine` when the loss is not finite there. */
export async function beginDescent(
  start: Float32Array,
  evaluate: Evaluate,
  { history = usualHistory }: DescentOptions = {},
): Promise<Descent> {
  const space = createVectorSpace(start.length, 2 * history + workingVectors);
  const vectors: Vectors = { free: [], space };
  const position = space.allocate();
  position.set(start);
  const { loss, gradient } = await evaluated(position, evaluate, vectors);
  if (!Number.isFinite(loss)) {
    throw new AbecedaryError(
      'engine',
      `Expected a finite loss at the start, got ${loss}; lower the weights in «transfer».`,
    );
  }
  const point = { position, loss, gradient };
  return { point, memory: initLbfgs(space, history), evaluations: 1, settled: false, vectors };
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
    const fresh = memory.steps.length === 0;
    const direction = take(vectors);
    const slope = directionLbfgs(memory, point.gradient, direction);
    const usual = fresh ? (firstStepRms * Math.sqrt(direction.length)) / Math.sqrt(-slope || 1) : 1;
    const first = pending ?? usual;
    const search: LineSearch = { from: point, direction, slope, first, budget: limit - evaluations };
    const found = await searchLine(search, evaluate, vectors);
    evaluations += found.evaluations;
    pending = undefined;
    if (found.next !== undefined) {
      memory = remember(memory, { from: point, to: found.next }, vectors);
      point = found.next;
    } else if (evaluations < limit) {
      if (fresh) settled = true;
      vectors.free.push(...memory.steps, ...memory.yields);
      memory = initLbfgs(vectors.space, memory.history);
    } else pending = found.length;
    vectors.free.push(direction);
  }
  return { point, memory, evaluations, settled, pending, vectors };
}

function take({ free, space }: Vectors): Float32Array {
  return free.pop() ?? space.allocate();
}

/** A point with a gradient of its own. */
async function evaluated(position: Float32Array, evaluate: Evaluate, vectors: Vectors): Promise<Point> {
  const kept = take(vectors);
  const { loss, gradient } = await evaluate(position, kept);
  if (gradient !== kept) kept.set(gradient);
  return { position, loss, gradient: kept };
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

/** Tries the first length, then shorter ones chosen by a parabola through what is known; says which one would be the next. */
async function searchLine(
  { from, direction, slope, first, budget }: LineSearch,
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
