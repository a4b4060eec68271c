import type { Orientation } from './orientation.js';

/** Where in an artwork a region of a letter is taken from. It says nothing of pixels, so it holds for every size. */
export interface Place extends Orientation {
  /** Middle of the letter's square, in ratios of the artwork's width and height, 0..1. */
  readonly x: number;
  readonly y: number;
  /** Side of the letter's square, in ratios of the artwork's shorter side. */
  readonly sideRatio: number;
}

/** What is found for a letter. */
export interface Found {
  readonly ink: Place;
  readonly ground: Place;
  /** Share of the letter's variance that the colours of the bare guide explain, 0..1: see `legibility` of a pair. */
  readonly r2: number;
}

/** On which side of a luminance, 0..1, a region is to stay. */
export interface Limit {
  readonly side: 'below' | 'above';
  readonly limit: number;
  /** What is left of what a pixel is beyond it, 0..1; 1 leaves all tones as they are, and none at all would flatten the drawing. */
  readonly kneeSlope: number;
}

/** The slope that a contrast (0..1) asks for. */
export function kneeSlopeOf(contrast: number): number {
  return Math.max(0.05, 1 - 1.2 * contrast);
}
