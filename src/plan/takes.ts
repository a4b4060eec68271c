import { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import type { LetterSettings } from '../config/index.js';
import { letterSettingsSchema } from '../config/parts.js';
import { readFolderJson, runFolder, writeFolderJson } from '../files/index.js';

/** What each number of a letter's last contact sheet stands for, the first of them 1. */
export type Takes = Readonly<Record<string, readonly LetterSettings[]>>;

const schema = z.record(z.string(), z.array(letterSettingsSchema).max(10_000));

/** None in a folder without contact sheets. Throws `output` for a damaged file. */
async function readTakes(out: string): Promise<Takes> {
  const file = runFolder(out).takes;
  const damaged = `Expected the tries of contact sheets in ${file}, got a damaged file; lay the contact sheet again.`;
  return (await readFolderJson(file, schema, damaged)) ?? {};
}

/** Writes them, whole or not at all; letters that are not among them keep theirs. Throws `output`. */
export async function writeTakes(out: string, takes: Takes): Promise<void> {
  const all = { ...(await readTakes(out).catch(() => ({}))), ...takes };
  await writeFolderJson(runFolder(out).takes, all);
}

/** The settings of one number of a letter's last contact sheet. Throws `config` where there is none. */
export async function readTake(out: string, letter: string, number: number): Promise<LetterSettings> {
  const takes = (await readTakes(out))[letter] ?? [];
  const found = takes[number - 1];
  if (found !== undefined) return found;
  const got =
    takes.length === 0 ? `no contact sheet of «${letter}» in ${out}` : `the numbers 1 to ${takes.length}`;
  throw new AbecedaryError(
    'config',
    `Expected try ${number} of «${letter}», got ${got}; lay one first, like «abecedary sheet --contact seeds --only ${letter}».`,
  );
}
