import { AbecedaryError } from '../../../base/errors.js';
import type { StoredTensor } from '../safetensors.js';

/** One convolution and the ReLU after it, if one follows: filters `[out, in, k, k]` for an odd k, bias `[out]`. */
export interface Convolution {
  /** Name of the activation, such as `relu3_1`; unique within a network. */
  readonly name: string;
  readonly filters: StoredTensor;
  readonly bias: StoredTensor;
  /** No ReLU follows. */
  readonly linear?: boolean | undefined;
  /** Where the activation's statistics are compared; without it, as they are. */
  readonly metric?: Metric | undefined;
}

/**
 * An affine map of `out` channels to K, in which statistics are compared: mean to `W·μ + b`, covariance to `W·Σ·Wᵀ`. It gives the channels of
 * a small network the say that those of its teacher have.
 */
export interface Metric {
  /** `[K, out]`. */
  readonly weight: StoredTensor;
  /** `[K]`. */
  readonly bias: StoredTensor;
}

/** What stands beyond a picture's edge for a convolution; the size stays in any case. */
export const paddings = ['zeros', 'reflect'] as const;
export type Padding = (typeof paddings)[number];

/** How 2×2 places become one. */
export const poolings = ['average', 'max'] as const;
export type Pooling = (typeof poolings)[number];

/** What a weights file holds, whatever its format. */
export interface Network {
  readonly name: string;
  /** Per channel, subtracted from RGB in 0..1 before anything else; the first filters take what is left. */
  readonly mean: readonly number[];
  readonly padding: Padding;
  readonly pooling: Pooling;
  /** Convolutions in their order, with a 2×2 pooling between stages. */
  readonly stages: readonly (readonly Convolution[])[];
  /** Activations whose statistics make a style, finest first. */
  readonly taps: readonly string[];
  /** The one of the taps that carries the content. */
  readonly content: string;
}

/** Makes the error for a file that is not what its reader expects: `found` goes on from the file's name. */
export type Fail = (found: string, cause?: unknown) => AbecedaryError;

/** A `Fail` for one file: the sentence says what was expected, and what to do. */
export function failing(expected: string, file: string, advice: string): Fail {
  return (found, cause) =>
    new AbecedaryError('encoder', `Expected ${expected}, but ${file} ${found}; ${advice}.`, { cause });
}

/** The tensors of a file, and the error for what it lacks. */
export interface Tensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly fail: Fail;
}

/** Finds a tensor of the shape that its place in the network asks for. Throws what `fail` makes when there is none. */
export function tensorOf({ tensors, fail }: Tensors, name: string, shape: readonly number[]): StoredTensor {
  const found = tensors.get(name);
  if (found === undefined) throw fail(`has no tensor «${name}»`);
  if (found.shape.join() !== shape.join())
    throw fail(`has «${name}» of shape [${found.shape.join(', ')}] where [${shape.join(', ')}] is needed`);
  return found;
}
