import type { FoundPlace } from '../../files/index.js';

/** What the page shows; pictures are data URIs. */
export interface ReportData {
  /** Name of the font. */
  readonly font: string;
  readonly sheet: Sheet;
  readonly letters: readonly ReportLetter[];
  /** Characters of the alphabet that are not there. */
  readonly missing: readonly string[];
  /** Those that could not be made, and why. */
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  /** What made the pictures: names with values. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** Every setting by its dotted name. */
  readonly settings: readonly (readonly [name: string, value: string])[];
  readonly version: string;
}

/** A still picture, and its animation where there is one. */
export interface Shown {
  readonly still: string;
  readonly film: string | undefined;
  readonly width: number;
  readonly height: number;
}

export interface Sheet extends Shown {
  /** Places of it where no letter lies, in ratios of its sides; none where its paper is seen between letters too. */
  readonly empty: readonly Place[];
  /** Files beside the page that show all letters, relative to it. */
  readonly files: readonly string[];
}

/** A rectangle in ratios of what it lies in. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An artwork, and where in it a letter was found. */
export interface FoundPicture {
  /** The part of the artwork that was searched, reduced. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly ink: FoundPlace;
  readonly ground: FoundPlace;
  /** SVG path of the letter in its square, whose side is 1. */
  readonly outline: string | undefined;
}

export interface ReportLetter {
  readonly character: string;
  /** Unique within the page, fit for an anchor. */
  readonly anchor: string;
  readonly picture: Shown;
  /** Its picture and its films beside the page, relative to it, the picture first. */
  readonly files: readonly string[];
  /** Undefined where its file is not there any more. */
  readonly content: string | undefined;
  /** Undefined too for a letter that was found, which shows the whole artwork. */
  readonly artwork: string | undefined;
  readonly artworkName: string;
  /** Undefined for a letter that was painted from the artwork's look alone. */
  readonly found: FoundPicture | undefined;
  readonly seconds: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly sizePx: number;
  readonly tries: number;
  readonly rank: number;
  readonly r2: number;
  readonly loss: number | undefined;
  /** Side of the picture and total loss after each iteration; empty where it was not kept. */
  readonly course: readonly (readonly [sizePx: number, loss: number])[];
}
