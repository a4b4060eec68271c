import { createHash, randomUUID } from 'node:crypto';
import { constants, copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AbecedaryError, type ErrorCode } from '../base/errors.js';
import { openRegularFile } from '../base/regular-file.js';
import { errnoOf, fileReason, writeError } from './file-error.js';
import { isAlive } from './process.js';

/** Names of temporary files carry the process that writes them, so that another can tell a dead one's. */
const temporaryName = /^\.abecedary-(\d+)-[0-9a-f]+\.tmp(?:\.v)?$/;

/** A write takes seconds, so an hour says that nobody is writing, whoever has the process number by now. */
const abandonedAfterMs = 3_600_000;

/**
 * Writes a whole file or nothing: to a temporary name in the same folder, to the disk, then renamed. Missing folders
 * are made. On failure the file that was there stays as it was and the temporary one is removed. With `first`, a file that
 * is already there wins. `mode` says who may use it, less what the process withholds. Returns whether this content was put there. Throws `output`.
 */
export async function writeWholeFile(
  file: string,
  content: string | Uint8Array,
  { durable = true, first = false, mode = 0o666 }: { durable?: boolean; first?: boolean; mode?: number } = {},
): Promise<boolean> {
  return withTemporaryFile(file, async (temporary) => {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(content);
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    if (first) return linkFirst(temporary, file);
    await rename(temporary, file);
    return true;
  });
}

/**
 * Puts a copy of a file at another place, whole or not at all. `linked` lets both names share one file where the disk can:
 * for files that nobody changes in their place. Throws `output`.
 */
export async function copyWholeFile(
  from: string,
  to: string,
  { linked = false }: { linked?: boolean } = {},
): Promise<void> {
  await withTemporaryFile(to, async (temporary) => {
    const shared = linked && (await link(from, temporary).then(...asBoolean));
    if (!shared) await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await rename(temporary, to);
  });
}

/** Gives a file another name on the same disk, in the place of what had that name; one that is not there is fine. Throws `output`. */
export async function moveFile(from: string, to: string): Promise<void> {
  try {
    await makeFolder(dirname(to));
    await rename(from, to);
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') throw writeError(from, cause);
  }
}

const asBoolean = [() => true, () => false] as const;

/** Like `writeWholeFile` for what is too large to be held in memory: `write` writes it to the file whose name it is given. */
export async function replaceWholeFile(
  file: string,
  write: (temporary: string) => Promise<void>,
): Promise<void> {
  await withTemporaryFile(file, async (temporary) => {
    await write(temporary);
    const handle = await open(temporary, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  });
}

/**
 * Gives `use` the name of a file beside `file` that it may write, read and rename; what is left of it is removed. Its ending may be
 * what makes the picture library write samples as they are.
 * Throws `output` where the system refuses something, and what else `use` throws.
 */
export async function withTemporaryFile<Made>(
  file: string,
  use: (temporary: string) => Promise<Made>,
  ending: '.tmp' | '.tmp.v' = '.tmp',
): Promise<Made> {
  const folder = dirname(file);
  const random = randomUUID().slice(0, 8);
  const temporary = join(folder, `.abecedary-${process.pid}-${random}${ending}`);
  try {
    await makeFolder(folder);
    return await use(temporary);
  } catch (cause) {
    throw errnoOf(cause) === '' ? cause : writeError(file, cause);
  } finally {
    // Also after a rename: where both names are links to one file, POSIX lets it do nothing and keep both.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Unlike `rename`, a link never takes the place of another file. */
async function linkFirst(temporary: string, file: string): Promise<boolean> {
  try {
    await link(temporary, file);
    return true;
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') return false;
    // A disk without links: the last one wins.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errnoOf(cause))) throw cause;
    await rename(temporary, file);
    return true;
  }
}

/** A recursive `mkdir` of Node never returns where the file system refuses new folders with ENOENT, as /proc does. */
export async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch(async (cause: unknown) => {
    const madeByAnother = errnoOf(cause) === 'EEXIST' && (await isFolder(folder));
    if (!madeByAnother) throw cause;
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}

/** Writes UTF-8 text, whole or not at all. Throws `output`. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  await writeWholeFile(file, text);
}

/** Size of a file in bytes; undefined where there is none. */
export async function fileSize(file: string): Promise<number | undefined> {
  return stat(file).then(
    (entry) => (entry.isFile() ? entry.size : undefined),
    () => undefined,
  );
}

/**
 * SHA-256 of a file's bytes, as 64 hexadecimal digits. A file that cannot be read, or is no file of at most so many bytes, throws the given
 * code.
 */
export async function hashFile(
  file: string,
  code: ErrorCode = 'output',
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<string> {
  const hash = createHash('sha256');
  try {
    const { handle } = await openRegularFile(file, mostBytes);
    await pipeline(handle.createReadStream(), hash);
  } catch (cause) {
    const message = `Expected to read ${file}, but ${fileReason(cause)}; check the path and its permissions.`;
    throw new AbecedaryError(code, message, { cause });
  }
  return hash.digest('hex');
}

/**
 * Removes the temporary files that a killed run left in the folder and the folders inside it; those of a process that
 * is still writing stay, and those of this process too unless `ownToo` says that nothing is being written. A missing
 * folder is fine. Returns how many were removed; throws `output`.
 */
export async function removeLeftovers(folder: string, { ownToo = false } = {}): Promise<number> {
  let removed = 0;
  try {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const writer = entry.isFile() ? temporaryName.exec(entry.name)?.[1] : undefined;
      if (writer === undefined) continue;
      const file = join(entry.parentPath, entry.name);
      const own = ownToo && Number(writer) === process.pid;
      if (!own && !(await isLeftover(file, Number(writer)))) continue;
      await rm(file, { force: true });
      removed++;
    }
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT') throw writeError(folder, cause);
  }
  return removed;
}

async function isLeftover(file: string, writer: number): Promise<boolean> {
  if (!isAlive(writer)) return true;
  const written = (await stat(file)).mtimeMs;
  // In a container every run may have the same process number: older than this process is not of this process.
  const started = Date.now() - process.uptime() * 1000;
  return written < Date.now() - abandonedAfterMs || (writer === process.pid && written < started - 1000);
}
