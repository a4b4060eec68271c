import type { Values } from '../backend/index.js';
import type { Planes, Size } from '../base/pixels.js';
import type { Evaluate } from './descent/descent.js';
import { port } from './objectives/ports.js';
import type { ScaleInput } from './objectives/regions/scale-input.js';
import type { Scale } from './scales.js';

/** An objective with everything bound but the picture. */
export interface BoundObjective {
  readonly evaluate: Evaluate;
  /** How many steps a descent on it remembers, where that is another number than usual. */
  readonly history?: number | undefined;
  /** Of the picture, where steps are to be smoother than gradients. */
  readonly smoothed?: Size | undefined;
}

/** The objective of one picture, from scale to scale. */
export interface ScaledObjective {
  /** Of which a scale may take its share. */
  readonly evaluationsPerIteration: number;
  /** An iteration that takes a smaller share of its loss away is the last that a scale evaluates. */
  readonly enough: number;
  /**
   * The objective at a scale; that of the scale before may not be used any more. `start` is what it starts from where that is
   * not the picture of the scale before; the first one always has it.
   */
  at(
    scale: Scale,
    place: { readonly first: boolean; readonly last: boolean },
  ): Promise<BoundObjective & { readonly start?: Planes | undefined }>;
}

/** Evaluates the objective of regions: for a picture whole, or in tiles. */
export interface Evaluator {
  /**
   * The objective at a scale; its first evaluation fixes the unit of the loss, which is 1 there. `targets` is called once, when
   * there is memory for it.
   */
  bind(scale: ScaleInput, targets: () => Promise<Values>): Promise<BoundObjective>;
  /** Frees its programs; what it bound may not be used any more. */
  release(): Promise<void>;
}

/** Measures pictures, to find out what is to be reached. */
export interface Measurer {
  /** The features of the content tap, `[1, C, H, W]`. */
  contentOf(picture: Planes): Promise<Float32Array>;
  /** Mean and covariance of each tap under its row of weights, by their names; `weights` by theirs. The next call may write over them. */
  statisticsOf(picture: Planes, weights: Values): Promise<Values>;
}

/** What makes the loss smaller by `unit`. */
export function dividedFactors(feeds: Values, unit: number): Values {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, value]) => [
      name,
      name.startsWith('factor.') ? value.map((each) => each / unit) : value,
    ]),
  );
}

/** Parts of a loss in another unit. */
export function divided(parts: Readonly<Record<string, number>>, unit: number): Record<string, number> {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part / unit]));
}

/** The parts of the loss among a program's results, by name. */
export function partsOf(results: Values): Record<string, number> {
  const named = Object.entries(results).filter(([name]) => name.startsWith(port.part('')));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(port.part('').length), value[0]!]));
}
