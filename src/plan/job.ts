import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ArrangementSettings, FontSettings, TransferSettings } from '../config/index.js';
import type { Placement } from '../glyph/index.js';

/** An artwork that a region of a letter is made of. */
export interface MaterialRecipe {
  readonly sha256: string;
  /** SHA-256 of the picture whose light places may be used; absent where all may. */
  readonly mask?: string | undefined;
  readonly share: number;
}

/** All that decides a letter's picture. Plain JSON; equal recipes make equal bytes. */
export interface LetterRecipe {
  readonly character: string;
  readonly seed: number;
  readonly font: { readonly sha256: string; readonly axes: FontSettings['axes'] };
  readonly placement: Placement;
  /** For the ground its own, or none where it shares the ink's. */
  readonly materials: Readonly<Record<'ink' | 'ground', readonly MaterialRecipe[]>>;
  readonly arrangement: ArrangementSettings;
  /** SHA-256 of the pictures that say which places are styled, and what is started from. */
  readonly mask?: string | undefined;
  readonly start?: string | undefined;
  readonly transfer: TransferSettings;
  readonly engine: {
    readonly name: string;
    readonly provider: string;
    readonly version: number;
    readonly encoder: string;
  };
}

/** Where a material's pictures lie. */
export interface MaterialFiles {
  readonly picture: string;
  readonly mask?: string | undefined;
}

/** One letter to be made: the recipe, and where its ingredients are read and its results written. */
export interface LetterJob {
  /** Hash of the recipe. */
  readonly id: string;
  readonly recipe: LetterRecipe;
  readonly fontFile: string;
  /** A file, or the folder of a layers model. */
  readonly encoderFile: string;
  /** In the order of the recipe. */
  readonly inputs: Readonly<Record<'ink' | 'ground', readonly MaterialFiles[]>> & {
    readonly mask?: string | undefined;
    readonly start?: string | undefined;
  };
  /** The letters of the set and where they stand in their pictures: what the letter is told apart from. */
  readonly set: readonly (readonly [character: string, placement: Placement])[];
  readonly files: {
    readonly content: string;
    readonly letter: string;
    /** Folder of the frames, one picture after each iteration. */
    readonly frames: string;
  };
}

/** The files of a job that has a folder of its own. */
export function letterFiles(folder: string): LetterJob['files'] {
  return {
    content: join(folder, 'content.png'),
    letter: join(folder, 'letter.png'),
    frames: join(folder, 'frames'),
  };
}

/** The id of the job that follows a recipe: its SHA-256, hexadecimal. */
export function recipeId(recipe: object): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
}
