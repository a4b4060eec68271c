import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AlphabetConfigInput, createConfig, makeAlphabet } from '../src/index.js';
import { artworkControls } from './controls/artworks.js';
import { drawMasks } from './controls/drawings.js';
import { foundControls } from './controls/found.js';
import { writePage } from './controls/page.js';
import { presetControls } from './controls/presets.js';
import { included, type Shown, shownPreset } from './controls/shown.js';
import { drawStrip, type Tile, tilePx } from './controls/strip.js';
import { transferControls } from './controls/transfer.js';

const docs = fileURLToPath(new URL('../docs/', import.meta.url));

/**
 * Writes docs/controls.md and the strips that are not there yet; those named on the command line, or with `all`
 * every one, are made again. With `none` it writes the page alone.
 */
async function showControls(names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-controls-'));
  try {
    const shown = [
      ...presetControls,
      ...foundControls,
      ...transferControls,
      ...artworkControls(await drawMasks(folder)),
    ];
    const known = shown.map(({ name }) => name);
    const unknown = names.filter((name) => !['all', 'none', ...known].includes(name));
    if (unknown.length > 0) {
      throw new RangeError(
        `expected names of controls, got ${unknown.join(', ')}; choose from ${known.join(', ')}, all, none`,
      );
    }
    await mkdir(join(docs, 'controls'), { recursive: true });
    for (const control of shown) {
      const file = stripFile(control);
      const asked = names.includes(control.name) || names.includes('all');
      if (control.pictures.length === 0) continue;
      if (!asked && (names.length > 0 || existsSync(file))) continue;
      const started = performance.now();
      const tiles = (
        await mapInParallel(control.pictures, (picture, at) =>
          makeTiles(control, picture, join(folder, control.name, String(at))),
        )
      ).flat();
      await writeFile(file, await drawStrip(control.artworks.map(included), tiles));
      console.log(`${file}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
    const drawn = shown.map((control) => ({ ...control, isDrawn: existsSync(stripFile(control)) }));
    await writeFile(join(docs, 'controls.md'), writePage(drawn));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const stripFile = ({ name }: Shown): string => join(docs, 'controls', `${name}.jpg`);

/** Runs the product once, and gives the tiles of all letters. */
async function makeTiles(
  { name, letters, artworks, always = {} }: Shown,
  { caption, input, corner }: Shown['pictures'][number],
  out: string,
): Promise<Tile[]> {
  const characters = [...letters];
  const own = input.letters as Record<string, object> | undefined;
  const dealt = Object.fromEntries(
    characters.map((letter, at) => [letter, { artwork: included(artworks[at]!), ...own?.[letter] }]),
  );
  const config = createConfig({
    preset: shownPreset,
    ...always,
    ...input,
    characters,
    artworks: { ...always.artworks, ...input.artworks },
    letters: dealt,
    transfer: { ...calm(name, input), sizePx: tilePx, ...always.transfer, ...input.transfer },
    workers: characters.length > 1 ? 'auto' : 1,
    out,
  });
  const { failed } = await makeAlphabet(config).result;
  if (failed.length > 0) throw new Error(failed.map(({ message }) => message).join('\n'));
  return characters.map((letter) => ({ file: join(out, 'letters', `${letter}.png`), caption, corner }));
}

/** A second try would hide what a value does; presets are shown as they are. */
function calm(name: string, { preset }: AlphabetConfigInput): AlphabetConfigInput['transfer'] {
  return preset !== undefined || name === 'second-try' ? {} : { secondTryBelow: 0 };
}

/** As many at a time as there are cores: one letter is the work of one. The results are in the order of the items. */
async function mapInParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const line = async (): Promise<void> => {
    for (const [at, item] of waiting) results[at] = await work(item, at);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, line));
  return results;
}

await showControls(process.argv.slice(2));
