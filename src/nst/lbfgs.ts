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
  /** How many steps are remembered at most. */
  readonly history: number;
}

/** A memory without steps. */
export function initLbfgs(history = 10): LbfgsState {
  return { steps: [], yields: [], inverseCurvatures: [], history };
}

/**
 * The state after a step. A step without positive curvature (step · yield ≤ 0, or lost in rounding) is not remembered.
 * The two vectors are kept, not copied: the caller must not change them afterwards.
 */
export function updateLbfgs(state: LbfgsState, step: Float32Array, change: Float32Array): LbfgsState {
  const curvature = dot(step, change);
  if (!(curvature > 1e-10 * Math.sqrt(dot(step, step) * dot(change, change)))) return state;
  const keep = <T>(items: readonly T[], item: T): T[] => [...items, item].slice(-state.history);
  return {
    history: state.history,
    steps: keep(state.steps, step),
    yields: keep(state.yields, change),
    inverseCurvatures: keep(state.inverseCurvatures, 1 / curvature),
  };
}

/**
 * The quasi-Newton direction −H·g for a gradient g, by the two-loop recursion. Each pass over the vectors
 * also takes the dot product that the next one needs. Without remembered steps it is −g.
 */
export function directionLbfgs(state: LbfgsState, gradient: Float32Array): Float32Array {
  const { steps, yields, inverseCurvatures } = state;
  const direction = Float32Array.from(gradient);
  const last = steps.length - 1;
  const shares = new Float64Array(steps.length);

  let product = last >= 0 ? dot(steps[last]!, direction) : 0;
  for (let at = last; at >= 0; at--) {
    shares[at] = inverseCurvatures[at]! * product;
    product = addScaled(direction, -shares[at]!, yields[at]!, at > 0 ? steps[at - 1]! : yields[last]!);
  }
  const factor = last >= 0 ? 1 / (inverseCurvatures[last]! * dot(yields[last]!, yields[last]!)) : 1;
  for (let at = 0; at < direction.length; at++) direction[at] = direction[at]! * factor;

  product = last >= 0 ? dot(yields[0]!, direction) : 0;
  for (let at = 0; at <= last; at++) {
    const share = shares[at]! - inverseCurvatures[at]! * product;
    product = addScaled(direction, share, steps[at]!, at < last ? yields[at + 1]! : steps[at]!);
  }
  for (let at = 0; at < direction.length; at++) direction[at] = -direction[at]!;
  return direction;
}

/** Sum of products, in float64. */
export function dot(a: Float32Array, b: Float32Array): number {
  let even = 0;
  let odd = 0;
  const paired = a.length & ~1;
  for (let at = 0; at < paired; at += 2) {
    even += a[at]! * b[at]!;
    odd += a[at + 1]! * b[at + 1]!;
  }
  if (paired < a.length) even += a[paired]! * b[paired]!;
  return even + odd;
}

/** target += factor · vector; returns target · probe. */
function addScaled(target: Float32Array, factor: number, vector: Float32Array, probe: Float32Array): number {
  let product = 0;
  for (let at = 0; at < target.length; at++) {
    const value = target[at]! + factor * vector[at]!;
    target[at] = value;
    product += value * probe[at]!;
  }
  return product;
}
