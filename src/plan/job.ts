import { join } from 'node:path';
import type { Placement } from '../glyph/index.js';
import type { Inputs } from './inputs.js';
import { looksOf, type Recipe } from './recipe.js';

/** A picture to be painted: the recipe, and where its ingredients are read and its files written. */
export interface PictureJob<Subject extends Recipe = Recipe> {
  /** Hash of the recipe. */
  readonly id: string;
  /** What the picture is called: the letter, or the name of the page. */
  readonly name: string;
  readonly recipe: Subject;
  /** A file for every hash in the recipe. */
  readonly inputs: Inputs;
  /** A file, or the folder of a layers model. */
  readonly encoderFile: string;
  /** The letters of the set and where they stand in their pictures: what a letter is told apart from. None for a text. */
  readonly set: readonly (readonly [character: string, placement: Placement])[];
  readonly files: PictureFiles;
}

/** Where a picture's files are written. */
export interface PictureFiles {
  /** What is drawn, black on white. */
  readonly content: string;
  readonly picture: string;
  /** Folder of the frames, one picture after each iteration; absent where none are kept. */
  readonly frames?: string | undefined;
}

/** The files of a job that has a folder of its own. */
export function filesBelow(folder: string, { frames }: PictureFiles): PictureFiles {
  return {
    content: join(folder, 'content.png'),
    picture: join(folder, 'picture.png'),
    ...(frames === undefined ? {} : { frames: join(folder, 'frames') }),
  };
}

/** The first artwork of a picture: what it is known by. */
export function firstArtwork({ recipe, inputs }: PictureJob): {
  readonly file: string;
  readonly sha256: string;
} {
  const { sha256 } = looksOf(recipe).looks[0]!.materials[0]!;
  return { file: inputs[sha256]!, sha256 };
}
