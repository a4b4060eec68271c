import { z } from 'zod';
import { readFolderJson, runFolder, writeFolderJson } from '../files/index.js';

/** What the letters of a run's folder were asked for with. */
export interface MadeWith {
  /** The configuration's file, an absolute path; none where the defaults alone were meant. */
  readonly config?: string | undefined;
  /** Flags laid over it, the earlier first: each by its name without dashes, with the folder that its paths start from. */
  readonly flags: readonly {
    readonly folder: string;
    readonly values: Readonly<Record<string, string | readonly string[]>>;
  }[];
}

const text = z.string();
const schema = z.strictObject({
  config: text.optional(),
  flags: z
    .array(z.strictObject({ folder: text, values: z.record(text, z.union([text, z.array(text)])) }))
    .max(100),
});

/** Undefined in a folder that no command has made letters in. Throws `output` for a damaged file. */
export async function readMadeWith(out: string): Promise<MadeWith | undefined> {
  const file = runFolder(out).madeWith;
  const damaged = `Expected what the run was made with in ${file}, got a damaged file; remove it and say again what you want.`;
  return readFolderJson(file, schema, damaged);
}

/** Writes it, whole or not at all. Throws `output`. */
export async function writeMadeWith(out: string, madeWith: MadeWith): Promise<void> {
  await writeFolderJson(runFolder(out).madeWith, madeWith);
}
