import { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import { writeTextFile } from './atomic-file.js';
import type { HashedFile } from './manifest.js';
import { creator, readOwnJson } from './own-json.js';

/** The form of the record that this version writes and reads. */
const recordVersion = 1;

/** What a page of text was made from and with; lies beside it as `NAME.json`. */
export interface PageRecord {
  readonly name: string;
  readonly mode: string;
  readonly text: string;
  /** Hash of everything that decides the picture. */
  readonly job: string;
  /** Relative to the folder of the record, with forward slashes, as are all files that the run has made. */
  readonly page: HashedFile;
  readonly [fact: string]: unknown;
}

const recordSchema: z.ZodType<PageRecord> = z.looseObject({
  name: z.string(),
  mode: z.string(),
  text: z.string(),
  job: z.string(),
  page: z.looseObject({ file: z.string(), sha256: z.string() }),
});

/** Writes a record, whole or not at all. Throws `output`. */
export async function writePageRecord(file: string, record: PageRecord): Promise<void> {
  const whole = { version: recordVersion, createdBy: { name: creator }, ...record };
  await writeTextFile(file, `${JSON.stringify(whole, null, 2)}\n`);
}

/**
 * The record of an earlier page, or undefined where there is none or one of another form: such a page is made anew. Throws
 * `output` for a file of another program, so that nothing of somebody else's is overwritten.
 */
export async function readPageRecord(file: string): Promise<PageRecord | undefined> {
  const value = await readOwnJson(file, (got, cause) => refusal(file, got, cause));
  if (value?.version !== recordVersion) return undefined;
  const { data, error } = recordSchema.safeParse(value);
  if (data === undefined) throw refusal(file, `a damaged entry "${error.issues[0]!.path.join('.')}"`);
  return data;
}

function refusal(file: string, got: string, cause?: unknown): AbecedaryError {
  const message = `Expected the record of an earlier page at ${file}, got ${got}; move it away or choose another name.`;
  return new AbecedaryError('output', message, { cause });
}
