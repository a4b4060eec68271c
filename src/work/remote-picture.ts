import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { fileSize } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import { filesBelow, type Inputs, type PictureJob, type Recipe, recipeId } from '../plan/index.js';
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

/** The queue whose workers have this engine and these weights, and so can paint a picture to the same bytes. */
export function queueFor(engine: Recipe['engine']): string {
  const { name, provider, version, encoder } = engine;
  const key = JSON.stringify([name, provider, version, encoder]);
  return `pictures-${createHash('sha256').update(key).digest('hex').slice(0, 16)}`;
}

export function remotePicture({ id, name, recipe, set, inputs, files }: PictureJob): RemotePicture {
  const names = Object.entries(inputs).map(([sha256, file]) => [sha256, basename(file)]);
  return { id, name, recipe, set, names: Object.fromEntries(names), frames: files.frames !== undefined };
}

/** Puts all inputs of the jobs into the store. Throws `artwork` for one that changed since it was planned. */
export async function keepInputs(store: Store, jobs: readonly PictureJob[]): Promise<void> {
  const files = new Map(jobs.flatMap(({ inputs }) => Object.entries(inputs)));
  for (const [sha256, file] of files) {
    if (file === defaultFont || (await store.hasBlob(sha256))) continue;
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
 * The job again, with its inputs as files below `folder`, which keeps them for later jobs. What comes over the wire is
 * not trusted: the id must be the recipe's, and a name names a file of that folder only. Throws `artwork`, or `font`.
 */
export async function fetchPicture(
  { id, name, recipe, set, names, frames }: RemotePicture,
  store: Store,
  { folder, encoderFile }: { readonly folder: string; readonly encoderFile: string },
): Promise<PictureJob> {
  if (recipeId(recipe) !== id) {
    throw new AbecedaryError(
      'letter',
      `Expected the job ${id} to be that of its recipe, got another; use one version everywhere.`,
    );
  }
  const inputs: Record<string, string> = {};
  for (const [sha256, file] of Object.entries(names)) {
    inputs[sha256] =
      file === defaultFont ? await checkedDefault(sha256) : await fetchInput(store, { sha256, file, folder });
  }
  // Where it is worked on is for the worker to say.
  const files = filesBelow(folder, { content: '', picture: '', ...(frames ? { frames: '' } : {}) });
  return { id, name, recipe, set, inputs, encoderFile, files };
}

async function fetchInput(
  store: Store,
  { sha256, file, folder }: { readonly sha256: string; readonly file: string; readonly folder: string },
): Promise<string> {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw lacking(file, store);
  const place = join(folder, sha256, basename(file) || 'input');
  if ((await fileSize(place)) === undefined && !(await store.placeBlob(sha256, place))) {
    throw lacking(file, store);
  }
  return place;
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
