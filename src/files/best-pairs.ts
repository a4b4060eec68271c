import { z } from 'zod';
import { readRegularText } from '../base/regular-file.js';
import { writeFolderJson } from './folder-json.js';
import { runFolder } from './run-folder.js';

/** Letter to the artwork that it was given, an absolute path. */
export type Pairings = Readonly<Record<string, string>>;

/** Artworks that letters of a run were given because they suit them best. */
export interface BestPairs {
  /** What the letters were drawn by; others are paired anew. */
  readonly font: string;
  readonly pairs: Pairings;
}

const schema = z.object({ font: z.string(), pairs: z.record(z.string(), z.string()) });

/** Undefined in a new folder, and where the file is damaged or none: what it held can be found again. */
export async function readBestPairs(out: string): Promise<BestPairs | undefined> {
  try {
    return schema.parse(JSON.parse(await readRegularText(runFolder(out).bestPairs)));
  } catch {
    return undefined;
  }
}

/** Writes them, whole or not at all. Throws `output`. */
export async function writeBestPairs(out: string, pairs: BestPairs): Promise<void> {
  await writeFolderJson(runFolder(out).bestPairs, pairs);
}
