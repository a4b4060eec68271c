import { stat } from 'node:fs/promises';

/** A file that was changed a moment ago may change again with its times the same. */
const settledMs = 2000;
/** Of how many files is known at the most what they are. */
const mostFiles = 4096;

/**
 * `read`, but asked once only of a file that stays as it is: one of the same inode, size and times of change has the same bytes.
 * What fails is asked again. For what is looked at again and again; what decides bytes reads them.
 */
export function oncePerFile<Result>(
  read: (file: string) => Promise<Result>,
): (file: string) => Promise<Result> {
  const known = new Map<string, { readonly version: string; readonly result: Promise<Result> }>();
  return async (file) => {
    const entry = await stat(file).catch(() => undefined);
    if (entry === undefined || Date.now() - entry.ctimeMs < settledMs) return read(file);
    const version = [entry.dev, entry.ino, entry.size, entry.mtimeMs, entry.ctimeMs].join(' ');
    const before = known.get(file);
    if (before?.version === version) return before.result;
    const result = read(file);
    known.set(file, { version, result });
    if (known.size > mostFiles) known.delete(known.keys().next().value!);
    result.catch(() => known.delete(file));
    return result;
  };
}
