import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import { type Journal, lockRun, openJournal, readJournal, removeLeftovers, runFolder } from '../files/index.js';
import type { PictureJob } from '../plan/index.js';
import {
  forgetCheckpoint,
  forgetResult,
  hasCheckpoint,
  type KeptPicture,
  type Outcome,
  openRunStore,
  placeResult,
  readResult,
  type Store,
} from '../work/index.js';
import type { Failure, Register, Settled } from './order.js';

export interface RecordOptions {
  /** Where another process works in the folder: wait until it has ended instead of refusing. */
  readonly wait: boolean;
  readonly signal: AbortSignal | undefined;
  readonly report: (progress: Progress) => void;
}

/** What is known of pictures before they are painted. */
export interface Sorted {
  readonly todo: readonly PictureJob[];
  /** Names of those that are there. */
  readonly kept: readonly string[];
  readonly notes: readonly string[];
}

/** The record of a run in its folder: holds the lock, writes the journal, keeps pictures in the store and puts them in their places. */
export interface RunRecord {
  readonly store: Store;
  /** Aborted by the user, or where something could not be written: what is still to come is in vain. */
  readonly signal: AbortSignal;
  /** Which pictures are there, or kept from an earlier run and put in their places again, and which are to be painted. */
  sort(jobs: readonly PictureJob[], options: { readonly force: boolean }): Promise<Sorted>;
  begin(jobs: readonly PictureJob[]): Promise<void>;
  progress(job: PictureJob, progress: Progress): void;
  settle(job: PictureJob, outcome: Outcome<KeptPicture>): void;
  /** Waits until everything is written. Throws what could not be. */
  settled(): Promise<Settled>;
  /** Writes down that what is made of the pictures is there. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the record of a run, when nobody else works in the folder. Throws `output`, and `config` for a store out of reach. */
export async function openRecord(
  { out, schedule }: Pick<AlphabetConfig, 'out' | 'schedule'>,
  register: Register,
  { wait, signal, report }: RecordOptions,
): Promise<RunRecord> {
  // A folder that cannot be used is to be left as it is.
  await register.read();
  const folder = runFolder(out);
  const lock = await lockRun(out, {
    ...{ wait, signal },
    onWait: ({ pid, host, since }) => report({ kind: 'waiting', pid, host, since }),
  });
  let journal: Journal | undefined;
  let sorted: Sorted = { todo: [], kept: [], notes: [] };
  const rendered: string[] = [];
  const failed: Failure[] = [];
  const broken = new AbortController();
  let saving = Promise.resolve();
  const save = (work: () => Promise<void>): void => {
    saving = saving.then(work);
    saving.catch((error: unknown) => broken.abort(error));
  };
  const close = async (): Promise<void> => {
    try {
      await saving;
    } finally {
      await journal?.close();
      // A process that was stopped in the middle of a write could not clean up; by now none of this run is at work.
      await removeLeftovers(out, { ownToo: true }).finally(() => lock.release());
    }
  };
  try {
    const store = openRunStore(schedule, folder);
    await removeLeftovers(out);
    await register.read();
    const placing = { store, register, stagingOf: (id: string) => `${folder.work(id)}.frames` };
    return {
      store,
      signal: signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]),
      sort: async (jobs, options) => {
        sorted = await sortJobs(jobs, options, placing);
        return { ...sorted, notes: [...(await journalNotes(out)), ...sorted.notes] };
      },
      begin: async (jobs) => {
        journal = await openJournal(out);
        const planned = Object.fromEntries(jobs.map(({ name, id }) => [name, id]));
        await journal.add({ kind: 'run', pid: process.pid, jobs: planned });
        if (sorted.kept.length > 0) await register.write();
      },
      progress: (job, progress) => {
        report(progress);
        const entry = { kind: 'started', letter: job.name, job: job.id } as const;
        if (progress.kind === 'started') save(() => journal!.add(entry));
      },
      settle: (job, outcome) => {
        const entry = { letter: job.name, job: job.id };
        if (outcome.status === 'failed') {
          const { error } = outcome;
          // A bug is not one picture's misfortune: it ends the run with its stack.
          if (!(error instanceof AbecedaryError)) throw error;
          // Where one picture cannot be written the next cannot either; another machine may have a disk of its own.
          if (error.code === 'output' && schedule.scheduler === 'local') throw error;
          failed.push({ letter: job.name, error });
          save(() => journal!.add({ ...entry, kind: 'failed', message: error.message }));
          report({ kind: 'failed', letter: job.name, message: error.message });
          return;
        }
        save(async () => {
          await place(job, outcome.result, placing);
          rendered.push(job.name);
          await journal!.add({ ...entry, kind: 'done' });
          await register.write();
          report(doneReport(job, outcome.result));
        });
      },
      settled: async () => {
        await saving;
        return { rendered, kept: sorted.kept, failed };
      },
      end: () => journal!.add({ kind: 'sheet' }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function doneReport(job: PictureJob, { seconds, evaluations, losses }: KeptPicture): Progress {
  const { name: letter, files } = job;
  return { kind: 'done', letter, file: files.picture, seconds, evaluations, loss: losses.total! };
}

interface Placing {
  readonly store: Store;
  readonly register: Register;
  readonly stagingOf: (job: string) => string;
}

async function sortJobs(
  jobs: readonly PictureJob[],
  { force }: { readonly force: boolean },
  { store, register, stagingOf }: Placing,
): Promise<Sorted> {
  const todo: PictureJob[] = [];
  const kept: string[] = [];
  const notes: string[] = [];
  for (const job of jobs) {
    if (force) {
      await forgetResult(store, job.id);
      await forgetCheckpoint(store, job.id);
    } else if (await register.isCurrent(job)) {
      kept.push(job.name);
      continue;
    } else {
      const damaged = `What was kept of «${job.name}» is damaged; it is made again.`;
      const found = await readResult(store, job.id, () => notes.push(damaged));
      const place = { files: job.files, staging: stagingOf(job.id) };
      if (found !== undefined && (await placeResult(store, found, place))) {
        kept.push(job.name);
        register.enter(job, found);
        continue;
      }
      if (found !== undefined) notes.push(damaged);
      if (await hasCheckpoint(store, job.id)) notes.push(`«${job.name}» goes on where it was stopped.`);
    }
    todo.push(job);
  }
  return { todo, kept, notes };
}

async function place(job: PictureJob, kept: KeptPicture, { store, register, stagingOf }: Placing): Promise<void> {
  if (await placeResult(store, kept, { files: job.files, staging: stagingOf(job.id) })) {
    register.enter(job, kept);
    return;
  }
  throw new AbecedaryError(
    'output',
    `Expected the files of «${job.name}» in ${store.location}, but some are gone or damaged; check the disk and run it again.`,
  );
}

/** Lines of the journal that say nothing any more; the pictures themselves do not depend on them. */
async function journalNotes(out: string): Promise<string[]> {
  const { faults } = await readJournal(out);
  if (faults.length === 0) return [];
  const lines = faults.length === 1 ? `line ${faults[0]}` : `lines ${faults.join(', ')}`;
  return [`The journal of ${out} is damaged in ${lines}, which is passed over; no letter is lost by that.`];
}
