import type { Planes } from '../../../base/pixels.js';
import type { Scale } from '../../scales.js';
import type { ByRegion, Region } from '../ports.js';
import type { ToneLimit } from './tones.js';

/** How the parts of the objective are weighed; see docs/method.md. */
export interface Weights {
  /** Content against style. */
  readonly content: number;
  /** One per tap, finest first; only their proportions matter. */
  readonly layers: readonly number[];
  /** Smoothness, at the full size only. */
  readonly totalVariation: number;
  /** Steps between neighbours above this count in proportion, below it by their square; 0..1. */
  readonly variationKnee: number;
  /** Against places of the letter that are too light, and of the ground that are too dark, or the other way round. */
  readonly tone: number;
  /** Distance from the outline, as a ratio of a letter's side, from which on content, statistics and tone count in full. */
  readonly fitRatio: number;
  /** Largest value of the noise that the start gets, in units of the full range. */
  readonly startNoise: number;
  readonly evaluationsPerIteration: number;
  /** An iteration that takes a smaller share of its loss away is the last that a scale evaluates; 0 for never. */
  readonly enough: number;
}

/** What one scale starts from. All pictures have the size of its canvas unless said otherwise. */
export interface ScaleInput extends Scale {
  /** One channel each, 0..1: the letters, and what they stand on. They are known by their names and used in this order. */
  readonly regions: ByRegion<Planes>;
  /** How much each region counts; they sum to 1. Absent where all count the same. */
  readonly shares?: Readonly<Record<Region, number>> | undefined;
  /** RGB: the letters painted in the artwork's colours; content target, and start unless another is given. */
  readonly guide: Planes;
  /** RGB: what the scale starts from, where that is neither the guide nor the picture of the scale before. */
  readonly start?: Planes | undefined;
  /** What the statistics of each region are taken from; a region without any is left to the content. */
  readonly sources: ByRegion<readonly StyleSource[]>;
  readonly tones: Readonly<Partial<Record<Region, ToneLimit | undefined>>>;
}

/** An artwork that a region takes its look from, at the scale of the canvas. */
export interface StyleSource {
  /** RGB, a square whose side the stride divides. */
  readonly picture: Planes;
  /** One channel of the same size, 0..1: where the statistics are taken. */
  readonly mask: Planes;
  /** Weight among the region's sources; only their proportions matter. */
  readonly share: number;
}
