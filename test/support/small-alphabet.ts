import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type AlphabetConfig,
  type AlphabetConfigInput,
  type AlphabetOptions,
  type AlphabetResult,
  createConfig,
  makeAlphabet,
  type Progress,
} from '../../src/index.js';

/**
 * Letters of 32 px, painted in one quick iteration each, from the shipped artworks into `<folder>/out`, and nothing but a sheet
 * made of them; `changes` go over it.
 */
export function smallConfig(folder: string, changes: AlphabetConfigInput = {}): AlphabetConfig {
  const { transfer, ...others } = changes;
  return createConfig(
    {
      preset: 'painted',
      characters: 'ABC',
      out: 'out',
      workers: 1,
      // So that what is tested is the same on every machine.
      engine: 'cpu',
      overview: { formats: 'none' },
      film: { formats: 'none' },
      report: { make: false },
      ...others,
      transfer: { sizePx: 32, iterations: 1, evaluationsPerIteration: 2, secondTryBelow: 0, ...transfer },
    },
    folder,
  );
}

/** Runs to the end and returns the result with all progress records. */
export async function makeAll(
  config: AlphabetConfig,
  options?: AlphabetOptions,
): Promise<AlphabetResult & { records: Progress[] }> {
  const run = makeAlphabet(config, options);
  const records: Progress[] = [];
  for await (const record of run) records.push(record);
  return { ...(await run.result), records };
}

const styles = fileURLToPath(new URL('../../styles/', import.meta.url));

/** Copies the first shipped artworks to `<folder>/art/1.jpg` and so on; returns the folder of the copies. */
export async function copyArtworks(folder: string, count: number): Promise<string> {
  const art = join(folder, 'art');
  await mkdir(art, { recursive: true });
  const names = (await readdir(styles)).filter((name) => name.endsWith('.jpg')).sort();
  for (let at = 0; at < count; at++) await copyFile(join(styles, names[at]!), join(art, `${at + 1}.jpg`));
  return art;
}

/** Every file below a folder but what the program keeps for itself: path to bytes and time of the last change. */
export async function filesIn(folder: string): Promise<Map<string, { bytes: Buffer; mtimeMs: number }>> {
  const files = new Map<string, { bytes: Buffer; mtimeMs: number }>();
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (name.split(sep).includes('.abecedary')) continue;
    const file = join(folder, name);
    const { mtimeMs, ...entry } = await stat(file);
    if ((entry.mode & 0o170000) === 0o100000) files.set(name, { bytes: await readFile(file), mtimeMs });
  }
  return files;
}

/** Everything that a run has made, as text: path to bytes; without what tells how long it took. */
export async function bytesIn(out: string): Promise<Record<string, string>> {
  const timed = ['manifest.json', 'report.html'];
  const files = [...(await filesIn(out))].filter(([name]) => !timed.includes(name));
  return Object.fromEntries(files.map(([name, { bytes }]) => [name, bytes.toString('base64')]));
}

/** The finished letters of a run: file name to bytes in hexadecimal. */
export async function lettersIn(out: string): Promise<Record<string, string>> {
  const files = await filesIn(join(out, 'letters'));
  return Object.fromEntries(Array.from(files, ([name, { bytes }]) => [name, bytes.toString('hex')]));
}
