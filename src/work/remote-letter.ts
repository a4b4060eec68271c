import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { fileSize } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import {
  type LetterJob,
  type LetterRecipe,
  letterFiles,
  type MaterialFiles,
  type MaterialRecipe,
  recipeId,
} from '../plan/job.js';
import type { Store } from './store/index.js';

/**
 * A letter to be made on another machine: the recipe with its hashes, and the names of its ingredients for sentences. The
 * ingredients themselves are in the store under their hashes.
 */
export interface RemoteLetter {
  readonly id: string;
  readonly recipe: LetterRecipe;
  readonly set: LetterJob['set'];
  readonly names: {
    /** Absent for the font that comes with the program. */
    readonly font?: string | undefined;
    readonly ink: readonly MaterialFiles[];
    readonly ground: readonly MaterialFiles[];
    readonly mask?: string | undefined;
    readonly start?: string | undefined;
  };
}

const defaultFont = 'default';

/** The queue whose workers have this engine and these weights, and so can make a letter to the same bytes. */
export function queueFor(engine: LetterRecipe['engine']): string {
  const { name, provider, version, encoder } = engine;
  const key = JSON.stringify([name, provider, version, encoder]);
  return `letters-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

export function remoteLetter({ id, recipe, set, fontFile, inputs }: LetterJob): RemoteLetter {
  const materials = (files: readonly MaterialFiles[]): MaterialFiles[] =>
    files.map(({ picture, mask }) => ({ picture: basename(picture), mask: mask && basename(mask) }));
  return {
    id,
    recipe,
    set,
    names: {
      font: fontFile === defaultFont ? undefined : basename(fontFile),
      ink: materials(inputs.ink),
      ground: materials(inputs.ground),
      mask: inputs.mask && basename(inputs.mask),
      start: inputs.start && basename(inputs.start),
    },
  };
}

/** Puts all ingredients of the jobs into the store. Throws `artwork` or `font` for one that changed since it was planned. */
export async function keepIngredients(store: Store, jobs: readonly LetterJob[]): Promise<void> {
  const files = new Map<string, string>();
  for (const { recipe, inputs, fontFile } of jobs) {
    if (fontFile !== defaultFont) files.set(recipe.font.sha256, fontFile);
    const add = (sha256: string | undefined, file: string | undefined): void => {
      if (sha256 !== undefined && file !== undefined) files.set(sha256, file);
    };
    for (const region of ['ink', 'ground'] as const) {
      for (const [at, material] of recipe.materials[region].entries()) {
        add(material.sha256, inputs[region][at]!.picture);
        add(material.mask, inputs[region][at]!.mask);
      }
    }
    add(recipe.mask, inputs.mask);
    add(recipe.start, inputs.start);
  }
  for (const [sha256, file] of files) {
    if (await store.hasBlob(sha256)) continue;
    // Copied, unlike what is our own: it goes on being the user's to change.
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw changed(file, cause);
    });
    if ((await store.keepBytes(bytes)) !== sha256) throw changed(file);
  }
}

function changed(file: string, cause?: unknown): AbecedaryError {
  return new AbecedaryError(
    'artwork',
    `Expected ${file} to stay as it was when the run was planned, but it changed; start again.`,
    { cause },
  );
}

/**
 * The job again, with its ingredients as files below `folder`, which keeps them for later jobs. What comes over the wire is
 * not trusted: the id must be the recipe's, and a name names a file of that folder only. Throws `artwork`, or `font`.
 */
export async function fetchLetter(
  { id, recipe, set, names }: RemoteLetter,
  store: Store,
  folder: string,
  encoderFile: string,
): Promise<LetterJob> {
  if (recipeId(recipe) !== id) {
    throw new AbecedaryError(
      'letter',
      `Expected the job ${id} to be that of its recipe, got another; use one version everywhere.`,
    );
  }
  const fetched = async (sha256: string, name: string): Promise<string> => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw lacking(name, store);
    const file = join(folder, sha256, basename(name) || 'ingredient');
    if ((await fileSize(file)) === undefined && !(await store.placeBlob(sha256, file))) {
      throw lacking(name, store);
    }
    return file;
  };
  const optional = async (sha256: string | undefined, name: string | undefined) =>
    sha256 === undefined ? undefined : fetched(sha256, name ?? sha256);
  const materials = (
    recipes: readonly MaterialRecipe[],
    files: readonly MaterialFiles[],
  ): Promise<MaterialFiles[]> =>
    Promise.all(
      recipes.map(async ({ sha256, mask }, at) => ({
        picture: await fetched(sha256, files[at]?.picture ?? sha256),
        mask: await optional(mask, files[at]?.mask),
      })),
    );
  return {
    id,
    recipe,
    set,
    fontFile:
      names.font === undefined ? await checkedDefault(recipe) : await fetched(recipe.font.sha256, names.font),
    encoderFile,
    inputs: {
      ink: await materials(recipe.materials.ink, names.ink),
      ground: await materials(recipe.materials.ground, names.ground),
      mask: await optional(recipe.mask, names.mask),
      start: await optional(recipe.start, names.start),
    },
    // Where it is worked on is for the worker to say.
    files: letterFiles(folder),
  };
}

let ownFont: Promise<string> | undefined;

/** The font that comes with the program, if it is the one that the recipe means. */
async function checkedDefault({ font }: LetterRecipe): Promise<string> {
  ownFont ??= loadFont({ file: defaultFont, axes: {} }).then(({ sha256 }) => sha256);
  ownFont.catch(() => {
    ownFont = undefined;
  });
  if ((await ownFont) === font.sha256) return defaultFont;
  throw new AbecedaryError(
    'font',
    'Expected the default font of the program that asks for the letter, got another one here; use one version everywhere.',
  );
}

function lacking(name: string, store: Store): AbecedaryError {
  return new AbecedaryError(
    'artwork',
    `Expected ${name} in ${store.location}, but it is not there, or damaged; run it again, and name one store everywhere.`,
    { retryable: true },
  );
}
