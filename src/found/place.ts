import type { Orientation } from './orientation.js';

/** Where in an artwork a region of a letter is taken from. It says nothing of pixels, so it holds for every size. */
export interface Place extends Orientation {
  /** Middle of the letter's square, in ratios of the artwork's width and height, 0..1. */
  readonly x: number;
  readonly y: number;
  /** Side of the letter's square, in ratios of the artwork's shorter side. */
  readonly sideRatio: number;
}

/** Two places that a letter may be laid from. */
export interface Places {
  readonly ink: Place;
  readonly ground: Place;
}

/** Whether both are one place, so that forms run through the outline. */
export function isThrough({ ink, ground }: Places): boolean {
  const keys = Object.keys(ink) as (keyof Place)[];
  return keys.every((key) => ink[key] === ground[key]);
}

/** What is found for a letter. */
export interface Found extends Places {
  /** Share of the letter's variance that the colours of the bare guide explain, 0..1: see `explained`. */
  readonly r2: number;
  /** How far apart its regions are held, 0..1. */
  readonly contrast: number;
}

/** Places as the search has weighed them. */
export interface Ranked extends Places, Pick<Found, 'r2'> {
  /** See `pairOf`. */
  readonly worth: number;
}

/** On which side of a luminance, 0..1, a region is to stay. */
export interface Limit {
  readonly side: 'below' | 'above';
  readonly limit: number;
  /** What is left of what a pixel is beyond it, 0..1, inside of the region and at its rim; 1 leaves all tones as they are, and none at all would flatten the drawing. */
  readonly knee: { readonly inside: number; readonly rim: number };
  /** RGB, 0..1: what moved pixels turn to. */
  readonly colour: readonly number[];
}

/** Less would flatten the drawing. */
const leastSlope = 0.05;

/** The slopes that a contrast (0..1) asks for: steeper at the rim, where the letter is read. */
export function kneeOf(contrast: number): Limit['knee'] {
  return { inside: Math.max(leastSlope, 1 - 1.5 * contrast), rim: Math.max(leastSlope, 1 - 1.9 * contrast) };
}
