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
 * The two vectors are kept, not copied.
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
 * also takes the dot product that the next one needs. Without remembered steps it is −g. Written to `direction`.
 */
export function directionLbfgs(
  state: LbfgsState,
  gradient: Float32Array,
  direction: Float32Array = new Float32Array(gradient.length),
): Float32Array {
  const { steps, yields, inverseCurvatures } = state;
  const last = steps.length - 1;
  direction.fill(0);
  if (last < 0) {
    addScaled(direction, -1, gradient, gradient);
    return direction;
  }
  const shares = new Float64Array(steps.length);
  let product = addScaled(direction, -1, gradient, steps[last]!);
  for (let at = last; at >= 0; at--) {
    shares[at] = inverseCurvatures[at]! * product;
    product = addScaled(direction, -shares[at]!, yields[at]!, at > 0 ? steps[at - 1]! : yields[0]!);
  }
  // The inverse Hessian that the recursion starts from is a multiple of the identity. Instead of every element of the
  // direction, what is added to it is divided by that factor, and the whole is scaled once at the end.
  const newest = yields[last]!;
  const factor = 1 / (inverseCurvatures[last]! * dot(newest, newest));
  for (let at = 0; at <= last; at++) {
    const share = shares[at]! - inverseCurvatures[at]! * factor * product;
    product = addScaled(direction, share / factor, steps[at]!, at < last ? yields[at + 1]! : newest);
  }
  for (let at = 0; at < direction.length; at++) direction[at] = factor * direction[at]!;
  return direction;
}

/** Sum of products, in float64. */
export function dot(a: Float32Array, b: Float32Array): number {
  const even = a.length & ~1;
  let first = 0;
  let second = 0;
  for (let at = 0; at < even; at += 2) {
    first += a[at]! * b[at]!;
    second += a[at + 1]! * b[at + 1]!;
  }
  if (even < a.length) first += a[even]! * b[even]!;
  return first + second;
}

/** target += factor · vector; returns target · probe. Four sums side by side, as one would wait for itself. */
function addScaled(target: Float32Array, factor: number, vector: Float32Array, probe: Float32Array): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = target.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    const a = target[at]! + factor * vector[at]!;
    const b = target[at + 1]! + factor * vector[at + 1]!;
    const c = target[at + 2]! + factor * vector[at + 2]!;
    const d = target[at + 3]! + factor * vector[at + 3]!;
    target[at] = a;
    target[at + 1] = b;
    target[at + 2] = c;
    target[at + 3] = d;
    first += a * probe[at]!;
    second += b * probe[at + 1]!;
    third += c * probe[at + 2]!;
    fourth += d * probe[at + 3]!;
  }
  for (let at = whole; at < target.length; at++) {
    target[at] = target[at]! + factor * vector[at]!;
    first += target[at]! * probe[at]!;
  }
  return first + second + third + fourth;
}
