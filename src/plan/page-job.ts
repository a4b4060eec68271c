import type { ArrangementSettings, FontSettings, TextSettings, TransferSettings } from '../config/index.js';
import type { PageMeasures } from '../glyph/text/index.js';
import type { LetterRecipe, MaterialFiles, MaterialRecipe } from './job.js';

/** An artwork, or a blend of some, and where on the page it is used. */
export interface LookRecipe {
  readonly materials: readonly MaterialRecipe[];
  /** SHA-256 of the picture whose white places are made of it; absent where it is used all over. */
  readonly where?: string | undefined;
}

/** All that decides the picture of a page. Plain JSON; equal recipes make equal bytes. */
export interface PageRecipe {
  readonly text: string;
  readonly seed: number;
  /** The font and those that stand in for it. */
  readonly fonts: readonly { readonly sha256: string; readonly axes: FontSettings['axes'] }[];
  readonly measures: PageMeasures;
  /** What gets a look of its own; looks take turns. */
  readonly each: TextSettings['each'];
  readonly looks: readonly LookRecipe[];
  /** For the ground its own, or none where it shares the first look's. */
  readonly ground: readonly MaterialRecipe[];
  /** Whether the letters are left out, to be laid on the page later. */
  readonly bare: boolean;
  readonly arrangement: ArrangementSettings;
  readonly mask?: string | undefined;
  readonly start?: string | undefined;
  readonly transfer: TransferSettings;
  readonly engine: LetterRecipe['engine'];
}

/** Where the pictures of a look lie. */
export interface LookFiles {
  readonly materials: readonly MaterialFiles[];
  readonly where?: string | undefined;
}

/** A page to be made: the recipe, and where its ingredients are read and its results written. */
export interface PageJob {
  /** Hash of the recipe. */
  readonly id: string;
  readonly recipe: PageRecipe;
  /** What the page is called. */
  readonly name: string;
  /** In the order of the recipe, as are the looks. */
  readonly fontFiles: readonly string[];
  readonly encoderFile: string;
  readonly inputs: {
    readonly looks: readonly LookFiles[];
    readonly ground: readonly MaterialFiles[];
    readonly mask?: string | undefined;
    readonly start?: string | undefined;
  };
  readonly files: {
    /** The set text, black on white. */
    readonly content: string;
    readonly page: string;
    /** Folder of the frames, one picture after each iteration. */
    readonly frames: string;
  };
}
