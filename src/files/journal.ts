import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { openRegularFile } from '../base/regular-file.js';
import { makeFolder, writeWholeFile } from './atomic-file.js';
import { errnoOf, writeError } from './file-error.js';
import { runFolder } from './run-folder.js';

/** What happened in a run folder; `at` is ISO 8601. */
type JournalEntry = { readonly at: string } & JournalEvent;

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

/** Opens the journal at its end, after a long one was made short. A last line that was cut off is ended, so that the next one stands alone. */
export async function openJournal(out: string): Promise<Journal> {
  const file = runFolder(out).journal;
  let handle: FileHandle;
  try {
    await makeFolder(dirname(file));
    await compact(out);
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

/** What a journal says, folded: it may be as long as a machine is old. */
export interface JournalView {
  /** The job that was last wanted of every picture, by its place. */
  readonly jobs: ReadonlyMap<string, string>;
  /** The last entry of every job that was asked for. */
  readonly last: ReadonlyMap<string, JournalEntry>;
  /** The numbers of the first lines that cannot be read; a last line that a killed process cut off is none. */
  readonly faults: readonly number[];
  /** How many lines there are. */
  readonly lines: number;
}

const mostFaults = 20;
/** A run of ten thousand letters is a line of a quarter of it. */
const longestLine = 4_000_000;

/**
 * Reads a run folder's journal, line by line, and remembers what became of the jobs asked for: a folder may have seen millions. No
 * journal is an empty one. Throws `output`.
 */
export async function readJournal(out: string, asked: ReadonlySet<string> = new Set()): Promise<JournalView> {
  const jobs = new Map<string, string>();
  const last = new Map<string, JournalEntry>();
  const faults: number[] = [];
  let number = 0;
  /** The line before, where it cannot be read. */
  let fault: string | undefined;
  const settleFault = (next: JournalEntry | undefined): void => {
    // A line that a kill cut off and the next run ended: it begins as an entry does, and a new run follows.
    const isTorn = fault !== undefined && '{"at":"'.startsWith(fault.slice(0, 7)) && next?.kind === 'run';
    if (fault !== undefined && !isTorn && faults.length < mostFaults) faults.push(number - 1);
    fault = undefined;
  };
  for await (const { text, isEnded } of linesOf(runFolder(out).journal)) {
    number++;
    const entry = parseEntry(text);
    settleFault(entry);
    if (entry === undefined) {
      if (isEnded && text !== '') fault = text;
    } else if (entry.kind === 'run') {
      for (const [place, job] of Object.entries(entry.jobs)) jobs.set(place, job);
    } else if (entry.kind !== 'sheet' && asked.has(entry.job)) last.set(entry.job, entry);
  }
  number++;
  settleFault(undefined);
  return { jobs, last, faults, lines: number - 1 };
}

/** The lines of a file, none where there is no file; of one that is longer than any entry, the beginning. */
async function* linesOf(file: string): AsyncGenerator<{ readonly text: string; readonly isEnded: boolean }> {
  const opened = await openRegularFile(file, Number.POSITIVE_INFINITY).catch((cause: unknown) => {
    if (errnoOf(cause) === 'ENOENT') return undefined;
    throw writeError(file, cause);
  });
  if (opened === undefined) return;
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of opened.handle.createReadStream()) {
    const lines = decoder.decode(bytes as Uint8Array, { stream: true }).split('\n');
    for (const text of lines.slice(0, -1)) {
      yield { text: rest + text, isEnded: true };
      rest = '';
    }
    if (rest.length < longestLine) rest += lines.at(-1)!;
  }
  if (rest !== '') yield { text: rest, isEnded: false };
}

/** Beyond this many lines a journal is written anew when a run begins, with what is still of use. */
const manyLines = 2000;

/** Writes a long journal anew: which jobs were wanted, and what became of each of them last. Throws `output`. */
async function compact(out: string): Promise<void> {
  const { jobs, lines } = await readJournal(out);
  if (lines <= manyLines) return;
  const { last } = await readJournal(out, new Set(jobs.values()));
  const at = new Date().toISOString();
  const kept: JournalEntry[] = [
    { at, kind: 'run', pid: process.pid, jobs: Object.fromEntries(jobs) },
    ...last.values(),
  ];
  const text = kept.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  await writeWholeFile(runFolder(out).journal, text);
}

const text = z.string();
const entrySchema: z.ZodType<JournalEntry> = z.discriminatedUnion('kind', [
  z.object({ at: text, kind: z.literal('run'), pid: z.int(), jobs: z.record(text, text) }),
  z.object({ at: text, kind: z.enum(['started', 'done']), letter: text, job: text }),
  z.object({ at: text, kind: z.literal('failed'), letter: text, job: text, message: text }),
  z.object({ at: text, kind: z.literal('sheet') }),
]);

function parseEntry(line: string): JournalEntry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
