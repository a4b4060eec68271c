import { createRandom } from '../base/random.js';

/** Mean and covariance of features, gathered picture by picture. */
interface Moments {
  readonly count: number;
  /** `[channel]`. */
  readonly sums: Float64Array;
  /** Sums of products, `[channel, channel]`. */
  readonly products: Float64Array;
}

/** Moments of nothing. */
export function noMoments(channels: number): Moments {
  return { count: 0, sums: new Float64Array(channels), products: new Float64Array(channels * channels) };
}

/** With the features `[channel, place]` of one more picture, whose sums of products are `[channel, channel]`. */
export function withMoments(
  { count, sums, products }: Moments,
  features: Float32Array,
  added: Float32Array,
): Moments {
  const places = features.length / sums.length;
  return {
    count: count + places,
    sums: sums.map((sum, channel) => {
      let total = sum;
      for (let at = channel * places; at < (channel + 1) * places; at++) total += features[at]!;
      return total;
    }),
    products: products.map((sum, at) => sum + added[at]!),
  };
}

/** The axes along which features differ most from their mean. */
export interface Components {
  /** `[channel]`. */
  readonly mean: Float64Array;
  /** `[component, channel]`, each of unit length and square to the others, the strongest first. */
  readonly axes: Float32Array;
}

/** Rounds of the iteration; an axis that is a tenth stronger than the first one left out is exact to 1e-8 by then. */
const rounds = 200;

/**
 * The first `count` principal components of features: eigenvectors of their covariance, by orthogonal iteration (Golub and
 * Van Loan, Matrix Computations, section 8.2.4) from seeded random axes.
 */
export function principalComponents({ count: places, sums, products }: Moments, count: number): Components {
  const channels = sums.length;
  const mean = sums.map((sum) => sum / places);
  const covariance = products.map(
    (sum, at) => sum / places - mean[Math.floor(at / channels)]! * mean[at % channels]!,
  );
  const random = createRandom('principal components');
  let axes: Float64Array[] = Array.from({ length: Math.min(count, channels) }, () =>
    Float64Array.from({ length: channels }, () => random.between(-1, 1)),
  );
  for (let round = 0; round < rounds; round++)
    axes = orthonormal(axes.map((axis) => product(covariance, axis)));
  const flat = new Float32Array(axes.length * channels);
  for (const [at, axis] of axes.entries()) flat.set(axis, at * channels);
  return { mean, axes: flat };
}

/** Values along the components of features whose products with the axes, `[component, place]`, are given; in place. */
export function centre(values: Float32Array, { mean, axes }: Components): Float32Array {
  const channels = mean.length;
  const components = axes.length / channels;
  const places = values.length / components;
  for (let component = 0; component < components; component++) {
    const offset = dot(axes.subarray(component * channels, (component + 1) * channels), mean);
    for (let at = component * places; at < (component + 1) * places; at++) values[at] = values[at]! - offset;
  }
  return values;
}

/** Gram and Schmidt's way, each axis twice, for what rounding leaves. Axes of nothing stay nothing. */
function orthonormal(axes: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const axis of axes) {
    for (const earlier of [...done, ...done]) {
      const share = dot(axis, earlier);
      for (let at = 0; at < axis.length; at++) axis[at] = axis[at]! - share * earlier[at]!;
    }
    const length = Math.sqrt(dot(axis, axis));
    done.push(length > 1e-12 ? axis.map((value) => value / length) : axis.fill(0));
  }
  return done;
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length;
  return vector.map((_, row) => dot(matrix.subarray(row * size, (row + 1) * size), vector));
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
