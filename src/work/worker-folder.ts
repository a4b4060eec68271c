import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readRegularFile } from '../base/regular-file.js';
import { isAtWork, thisProcess, writeWholeFile } from '../files/index.js';

const start = 'abecedary-worker-';
const ownerFile = 'owner.json';
const owner = z.object({ pid: z.int().positive(), host: z.string(), started: z.string() });

/** A new folder for a worker, below `parent` (that of the system for temporary files); what workers that were killed have left there is removed. */
export async function openWorkerFolder(parent = tmpdir()): Promise<string> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(start))) {
    const folder = join(parent, name);
    // Of another user it can neither be read nor removed.
    if (await isLeft(folder)) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
  const folder = await mkdtemp(join(parent, start));
  await writeWholeFile(join(folder, ownerFile), `${JSON.stringify(thisProcess())}\n`, { durable: false });
  return folder;
}

/** Whether the process that has made it is known to be no more. */
async function isLeft(folder: string): Promise<boolean> {
  try {
    const bytes = await readRegularFile(join(folder, ownerFile), 10_000);
    return isAtWork(owner.parse(JSON.parse(new TextDecoder().decode(bytes)))) === false;
  } catch {
    return false;
  }
}
