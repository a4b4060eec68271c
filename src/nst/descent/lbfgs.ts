import type { Smoothing } from './smoothing.js';
import type { VectorSpace } from './vectors.js';

/**
 * Limited-memory BFGS (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.4): what is remembered of the last steps.
 * Vectors are float32, dot products are accumulated in float64.
 */
export interface LbfgsState {
  /** Differences of positions, oldest first, at most `history` of them. */
  readonly steps: readonly Float32Array[];
  /** Differences of gradients, in the same order. */
  readonly yields: readonly Float32Array[];
  /** 1 / (step · yield), in the same order. */
  readonly inverseCurvatures: readonly number[];
  /** yield · P · yield of the newest; see `smoothing`. */
  readonly newestSquare: number;
  /** How many steps are remembered at most. */
  readonly history: number;
  /** Where the vectors lie. */
  readonly space: VectorSpace;
  /** The inverse Hessian that is started from is a multiple of this P, of the identity where it is absent. */
  readonly smoothing: Smoothing | undefined;
}

/** A memory without steps. */
export function initLbfgs(space: VectorSpace, history: number, smoothing?: Smoothing): LbfgsState {
  return { steps: [], yields: [], inverseCurvatures: [], newestSquare: 0, history, space, smoothing };
}

/** The state without its oldest step. */
export function withoutOldest(state: LbfgsState): LbfgsState {
  const [steps, yields] = [state.steps.slice(1), state.yields.slice(1)];
  return { ...state, steps, yields, inverseCurvatures: state.inverseCurvatures.slice(1) };
}

/** A step, the change of the gradient along it, and two of their products: where the vectors are made, both come for nothing. */
interface Step {
  readonly step: Float32Array;
  readonly change: Float32Array;
  /** step · yield. */
  readonly curvature: number;
  /** step · step. */
  readonly stepSquare: number;
}

/**
 * The state after a step. A step without positive curvature (step · yield ≤ 0, or lost in rounding) is not remembered.
 * The two vectors are kept, not copied.
 */
export function updateLbfgs(state: LbfgsState, { step, change, curvature, stepSquare }: Step): LbfgsState {
  const square = state.space.dot(change, change);
  if (!(curvature > 1e-10 * Math.sqrt(stepSquare * square))) return state;
  const newestSquare = square + (state.smoothing?.excess(change) ?? 0);
  const keep = <T>(items: readonly T[], item: T): T[] => [...items, item].slice(-state.history);
  return {
    ...state,
    steps: keep(state.steps, step),
    yields: keep(state.yields, change),
    inverseCurvatures: keep(state.inverseCurvatures, 1 / curvature),
    newestSquare,
  };
}

/**
 * Writes the quasi-Newton direction −H·g for a gradient g, by the two-loop recursion, and returns its slope, direction · g. Each pass
 * over the vectors also takes the product that the next one needs. Without remembered steps the direction is −P·g.
 */
export function directionLbfgs(state: LbfgsState, gradient: Float32Array, direction: Float32Array): number {
  const { steps, yields, inverseCurvatures, newestSquare, space, smoothing } = state;
  const last = steps.length - 1;
  direction.fill(0);
  const smoothed = (product: number, probe: Float32Array): number => {
    if (smoothing === undefined) return product;
    smoothing.smooth(direction);
    return space.dot(direction, probe);
  };
  if (last < 0) {
    return smoothed(space.combine(direction, { a: direction, factor: -1, b: gradient }, gradient), gradient);
  }
  const addScaled = (factor: number, vector: Float32Array, probe: Float32Array): number =>
    space.combine(direction, { a: direction, factor, b: vector }, probe);
  // The inverse Hessian that the recursion starts from is a multiple of P. The gradient is multiplied by that factor at once, and
  // with it the shares of the first loop.
  const factor = 1 / (inverseCurvatures[last]! * newestSquare);
  const shares = new Float64Array(steps.length);
  let product = addScaled(-factor, gradient, steps[last]!);
  for (let at = last; at >= 0; at--) {
    shares[at] = inverseCurvatures[at]! * product;
    product = addScaled(-shares[at]!, yields[at]!, at > 0 ? steps[at - 1]! : yields[0]!);
  }
  product = smoothed(product, yields[0]!);
  for (let at = 0; at <= last; at++) {
    const share = shares[at]! / factor - inverseCurvatures[at]! * product;
    product = addScaled(share, steps[at]!, at < last ? yields[at + 1]! : gradient);
  }
  return product;
}
