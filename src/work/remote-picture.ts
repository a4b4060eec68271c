import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import { printable } from '../base/printable.js';
import { readRegularFile } from '../base/regular-file.js';
import { loadFont } from '../glyph/index.js';
import {
  filesBelow,
  type Inputs,
  isLetter,
  looksOf,
  type PictureJob,
  type Recipe,
  recipeId,
} from '../plan/index.js';
import { character, placementSchema, recipeSchema, sha256 } from '../plan/recipe-schema.js';
import type { InputCache } from './input-cache.js';
import type { Store } from './store/index.js';

/**
 * A picture to be painted on another machine: the recipe with its hashes, and the names of its inputs for sentences. The
 * inputs themselves are in the store under their hashes.
 */
export interface RemotePicture extends Pick<PictureJob, 'id' | 'name' | 'recipe' | 'set'> {
  /** Names by hash; `default` for the font that comes with the program. */
  readonly names: Inputs;
  /** Whether its frames are kept. */
  readonly frames: boolean;
}

const defaultFont = 'default';

/** An ingredient may be so large; a photograph is a hundredth of it. */
const mostInputBytes = 1_000_000_000;

const longestName = 60;

/** What a file is called in sentences and below the folder of its job: never a path, and nothing that a file system takes amiss. */
const plainName = z
  .string()
  .min(1)
  .max(longestName)
  .refine((name) => name === nameOf(name));

/** A job as it comes from another machine. */
export const remotePictureSchema: z.ZodType<RemotePicture> = z
  .strictObject({
    id: sha256,
    name: z.string().min(1).max(100),
    recipe: recipeSchema,
    set: z.array(z.tuple([character, placementSchema])).max(5000),
    names: z.record(sha256, plainName),
    frames: z.boolean(),
  })
  .refine(({ id, recipe }) => recipeId(recipe) === id, { path: ['id'] });

function nameOf(file: string): string {
  const name = printable(basename(file)).replace(/[\\/:*?"<>|]/g, '_');
  // The end tells more than the start, and says what kind of file it is.
  return /^\.*$/.test(name) ? 'file' : name.slice(-longestName);
}

/** The queue whose workers have this engine and these weights, and so can paint a picture to the same bytes. */
export function queueFor(engine: Recipe['engine']): string {
  const { name, provider, version, encoder } = engine;
  const key = JSON.stringify([name, provider, version, encoder]);
  return `pictures-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

export function remotePicture({ id, name, recipe, set, inputs, files }: PictureJob): RemotePicture {
  const names = Object.entries(inputs).map(([sha256, file]) => [
    sha256,
    file === defaultFont ? file : nameOf(file),
  ]);
  return { id, name, recipe, set, names: Object.fromEntries(names), frames: files.frames !== undefined };
}

/** Puts all inputs of the jobs into the store. Throws `artwork` for one that changed since it was planned. */
export async function keepInputs(store: Store, jobs: readonly PictureJob[]): Promise<void> {
  const files = new Map(jobs.flatMap(({ inputs }) => Object.entries(inputs)));
  for (const [sha256, file] of files) {
    if (file === defaultFont || (await store.hasBlob(sha256))) continue;
    // Copied, unlike what is our own: it goes on being the user's to change.
    const bytes = await readRegularFile(file, mostInputBytes).catch((cause: unknown) => {
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
 * The job again, with its inputs as files below `folder`, which nobody else uses: a job that was checked by its schema, so that its
 * hashes and names may become names of files. Throws `artwork`, or `font`.
 */
export async function fetchPicture(
  { id, name, recipe, set, names, frames }: RemotePicture,
  { store, cache }: { readonly store: Store; readonly cache: InputCache },
  { folder, encoderFile }: { readonly folder: string; readonly encoderFile: string },
): Promise<PictureJob> {
  const inputs: Record<string, string> = {};
  for (const [sha256, file] of Object.entries(names)) {
    if (file === defaultFont) {
      inputs[sha256] = await checkedDefault(sha256);
      continue;
    }
    const place = join(folder, sha256, file);
    if (!(await cache.place(sha256, place))) throw lacking(file, store);
    inputs[sha256] = place;
  }
  const lost = hashesOf(recipe).find((sha256) => inputs[sha256] === undefined);
  if (lost !== undefined) throw lacking(lost, store);
  // Where it is worked on is for the worker to say.
  const files = filesBelow(folder, { content: '', picture: '', ...(frames ? { frames: '' } : {}) });
  return { id, name, recipe, set, inputs, encoderFile, files };
}

/** What a recipe is made from. */
function hashesOf(recipe: Recipe): string[] {
  const { looks, ground } = looksOf(recipe);
  const materials = [...looks.flatMap((look) => look.materials), ...ground];
  const fonts = isLetter(recipe) ? [recipe.font] : recipe.fonts;
  return [
    ...fonts.map((font) => font.sha256),
    ...materials.flatMap(({ sha256, mask }) => [sha256, mask]),
    ...looks.map(({ where }) => where),
    recipe.mask,
    recipe.start,
  ].filter((sha256) => sha256 !== undefined);
}

let ownFont: Promise<string> | undefined;

/** The font that comes with the program, if it is the one that the recipe means. */
async function checkedDefault(sha256: string): Promise<string> {
  ownFont ??= loadFont({ file: defaultFont, axes: {} }).then((font) => font.sha256);
  ownFont.catch(() => {
    ownFont = undefined;
  });
  if ((await ownFont) === sha256) return defaultFont;
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
