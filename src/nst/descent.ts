import { AbecedaryError } from '../errors.js';
import { directionLbfgs, dot, initLbfgs, type LbfgsState, updateLbfgs } from './lbfgs.js';

/** A position with the loss and the gradient there. */
export interface Point {
  readonly position: Float32Array;
  readonly loss: number;
  readonly gradient: Float32Array;
}

/** Loss and gradient at a position; the gradient may be overwritten by the next call. */
export type Evaluate = (
  position: Float32Array,
) => Promise<{ readonly loss: number; readonly gradient: Float32Array }>;

/** Where a minimisation stands; a plain value that can be continued. */
export interface Descent {
  readonly point: Point;
  readonly memory: LbfgsState;
  /** Evaluations spent so far. */
  readonly evaluations: number;
  /** No direction led further down: the rest of the budget would change nothing. */
  readonly settled: boolean;
}

/** Root mean square of the very first step, before any curvature is known; in units of the position. */
const firstStepRms = 0.02;
/** Least share of the promised decrease that a step must bring (Nocedal and Wright 2006, equation 3.4). */
const sufficientDecrease = 1e-4;
const smallestStep = 1e-8;

/** Evaluates the start. Throws AbecedaryError `engine` when the loss is not finite there. */
export async function beginDescent(start: Float32Array, evaluate: Evaluate): Promise<Descent> {
  const { loss, gradient } = await evaluate(start);
  if (!Number.isFinite(loss)) {
    throw new AbecedaryError(
      'engine',
      `Expected a finite loss at the start, got ${loss}; lower the weights in «transfer».`,
    );
  }
  const point = { position: start, loss, gradient: gradient.slice() };
  return { point, memory: initLbfgs(), evaluations: 1, settled: false };
}

/**
 * Goes on downhill by L-BFGS with a backtracking line search until `budget` more evaluations are spent or nothing
 * leads further down. The loss never rises.
 */
export async function continueDescent(from: Descent, evaluate: Evaluate, budget: number): Promise<Descent> {
  let { point, memory, evaluations, settled } = from;
  const limit = evaluations + budget;
  while (!settled && evaluations < limit) {
    const fresh = memory.steps.length === 0;
    const direction = directionLbfgs(memory, point.gradient);
    const slope = dot(direction, point.gradient);
    const first = fresh ? (firstStepRms * Math.sqrt(direction.length)) / Math.sqrt(-slope || 1) : 1;
    const found = await searchLine(point, direction, slope, first, evaluate, limit - evaluations);
    evaluations += found.evaluations;
    if (found.next !== undefined) {
      memory = updateLbfgs(memory, found.step, difference(found.next.gradient, point.gradient));
      point = found.next;
    } else if (evaluations < limit) {
      if (fresh) settled = true;
      memory = initLbfgs(memory.history);
    }
  }
  return { point, memory, evaluations, settled };
}

interface LineSearch {
  readonly next: Point | undefined;
  readonly step: Float32Array;
  readonly evaluations: number;
}

/** Tries `first` times the direction, then shorter steps chosen by a parabola through what is known. */
async function searchLine(
  from: Point,
  direction: Float32Array,
  slope: number,
  first: number,
  evaluate: Evaluate,
  budget: number,
): Promise<LineSearch> {
  const step = new Float32Array(direction.length);
  const position = new Float32Array(direction.length);
  let length = slope < 0 ? first : 0;
  for (let tried = 0; tried < budget && length > smallestStep * first; tried++) {
    for (let at = 0; at < step.length; at++) {
      step[at] = length * direction[at]!;
      position[at] = from.position[at]! + step[at]!;
    }
    const { loss, gradient } = await evaluate(position);
    if (loss <= from.loss + sufficientDecrease * length * slope) {
      return { next: { position, loss, gradient: gradient.slice() }, step, evaluations: tried + 1 };
    }
    const parabola = (-slope * length * length) / (2 * (loss - from.loss - slope * length));
    length = Number.isFinite(parabola)
      ? Math.min(0.5 * length, Math.max(0.1 * length, parabola))
      : 0.1 * length;
  }
  return { next: undefined, step, evaluations: length > smallestStep * first ? budget : 0 };
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  const result = new Float32Array(a.length);
  for (let at = 0; at < result.length; at++) result[at] = a[at]! - b[at]!;
  return result;
}
