import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from './atomic-file.js';
import { errnoOf, writeError } from './file-error.js';
import { runFolder } from './run-folder.js';

/** What happened in a run folder; `at` is ISO 8601. */
export type JournalEntry = { readonly at: string } & JournalEvent;

export type JournalEvent =
  /** A run begins that wants these jobs, by the places of their pictures. */
  | { readonly kind: 'run'; readonly pid: number; readonly jobs: Readonly<Record<string, string>> }
  | { readonly kind: 'started' | 'done'; readonly letter: string; readonly job: string }
  | { readonly kind: 'failed'; readonly letter: string; readonly job: string; readonly message: string }
  | { readonly kind: 'sheet' };

/** The journal of a run folder, open for writing. */
export interface Journal {
  /** Adds an entry. What says that something is done is on the disk when this resolves. Throws `output`. */
  add(event: JournalEvent): Promise<void>;
  close(): Promise<void>;
}

/** Opens the journal at its end. A last line that was cut off is ended, so that the next one stands alone. */
export async function openJournal(out: string): Promise<Journal> {
  const file = runFolder(out).journal;
  let handle: FileHandle;
  try {
    await makeFolder(dirname(file));
    handle = await open(file, 'a+');
    const { size } = await handle.stat();
    if (size > 0) {
      const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
      if (buffer[0] !== newline) await handle.appendFile('\n');
    }
  } catch (cause) {
    throw writeError(file, cause);
  }
  let last: Promise<void> = Promise.resolve();
  const write = async (event: JournalEvent): Promise<void> => {
    const entry = { at: new Date().toISOString(), ...event };
    try {
      await handle.appendFile(`${JSON.stringify(entry)}\n`);
      if (event.kind !== 'started') await handle.datasync();
    } catch (cause) {
      throw writeError(file, cause);
    }
  };
  return {
    add: (event) => {
      last = last.then(() => write(event));
      return last;
    },
    close: async () => {
      await last.catch(() => undefined);
      await handle.close();
    },
  };
}

const newline = 0x0a;

/**
 * The entries of a run folder's journal, oldest first, and the numbers of the lines that cannot be read. A last line that a
 * killed process cut off is no fault. No journal is an empty one. Throws `output`.
 */
export async function readJournal(out: string): Promise<{ entries: JournalEntry[]; faults: number[] }> {
  const file = runFolder(out).journal;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') return { entries: [], faults: [] };
    throw writeError(file, cause);
  }
  const lines = text.split('\n');
  const entries: JournalEntry[] = [];
  const faults: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const entry = parseEntry(line);
    if (entry !== undefined) entries.push(entry);
    else if (at < lines.length - 1 && !isTorn(line, lines[at + 1]!)) faults.push(at + 1);
  }
  return { entries, faults };
}

/** A line that a kill cut off and the next run ended: it begins as an entry does, and a new run follows. */
function isTorn(line: string, next: string): boolean {
  return '{"at":"'.startsWith(line.slice(0, 7)) && parseEntry(next)?.kind === 'run';
}

const kinds = ['run', 'started', 'done', 'failed', 'sheet'];

function parseEntry(line: string): JournalEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<Record<string, unknown>> | null;
    const known =
      typeof entry === 'object' &&
      entry !== null &&
      typeof entry.at === 'string' &&
      kinds.includes(String(entry.kind)) &&
      (entry.kind === 'sheet' ||
        (entry.kind === 'run' ? typeof entry.jobs === 'object' : typeof entry.job === 'string'));
    return known ? (entry as unknown as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
