import { join, relative } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  type Journal,
  lockRun,
  openJournal,
  type RunFolder,
  type RunLock,
  readJournal,
  removeFolder,
  removeLeftovers,
  runFolder,
} from '../files/index.js';
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

interface RecordOptions {
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
export class RunRecord {
  readonly store: Store;
  /** Aborted by the user, or where something could not be written: what is still to come is in vain. */
  readonly signal: AbortSignal;
  readonly #folder: RunFolder;
  readonly #lock: RunLock;
  readonly #register: Register;
  readonly #report: (progress: Progress) => void;
  /** Whether pictures are painted with the disk that they are kept on. */
  readonly #isLocal: boolean;
  readonly #notes: readonly string[];
  readonly #broken = new AbortController();
  readonly #rendered: string[] = [];
  readonly #failed: Failure[] = [];
  #journal: Journal | undefined;
  #kept: readonly string[] = [];
  #saving = Promise.resolve();

  constructor({ folder, lock, register, store, notes, isLocal, signal, report }: RecordParts) {
    this.#notes = notes;
    this.store = store;
    this.signal = signal === undefined ? this.#broken.signal : AbortSignal.any([signal, this.#broken.signal]);
    this.#folder = folder;
    this.#lock = lock;
    this.#register = register;
    this.#report = report;
    this.#isLocal = isLocal;
  }

  /** Which pictures are there, or kept from an earlier run and put in their places again, and which are to be painted. */
  async sort(jobs: readonly PictureJob[], { force }: { readonly force: boolean }): Promise<Sorted> {
    const todo: PictureJob[] = [];
    const kept: string[] = [];
    const notes = [...this.#notes, ...(await journalNotes(this.#folder.out))];
    for (const job of jobs) {
      const again = force && !this.#register.isLocked(job);
      if (!again && (await this.#isThere(job, notes))) {
        kept.push(job.name);
        continue;
      }
      todo.push(job);
      if (again) {
        await forgetResult(this.store, job.id);
        await forgetCheckpoint(this.store, job.id);
      } else if (await hasCheckpoint(this.store, job.id))
        notes.push(`«${job.name}» goes on where it was stopped.`);
    }
    this.#kept = kept;
    return { todo, kept, notes };
  }

  /** Writes down which pictures are wanted, by their places: a page may be called like a letter. */
  async begin(jobs: readonly PictureJob[]): Promise<void> {
    this.#journal = await openJournal(this.#folder.out);
    const planned = Object.fromEntries(
      jobs.map(({ files, id }) => [relative(this.#folder.out, files.picture), id]),
    );
    await this.#journal.add({ kind: 'run', pid: process.pid, jobs: planned });
    if (this.#kept.length > 0) await this.#register.write();
  }

  note(text: string): void {
    this.#report({ kind: 'note', text });
  }

  progress(job: PictureJob, progress: Progress): void {
    this.#report(progress);
    const entry = { kind: 'started', letter: job.name, job: job.id } as const;
    if (progress.kind === 'started') this.#save(() => this.#journal!.add(entry));
  }

  settle(job: PictureJob, outcome: Outcome<KeptPicture>): void {
    if (outcome.status === 'failed') {
      this.#fail(job, outcome.error);
      return;
    }
    const kept = outcome.result;
    this.#save(async () => {
      if (!(await this.#place(job, kept))) {
        // Where it was painted here, the disk has a fault.
        if (this.#isLocal) throw incomplete(job, this.store);
        await this.#writeFailure(job, incomplete(job, this.store));
        return;
      }
      this.#rendered.push(job.name);
      await this.#journal!.add({ kind: 'done', letter: job.name, job: job.id });
      await this.#register.write();
      this.#report(doneReport(job, kept));
    });
  }

  /** Waits until everything is written, and has one end for each picture that was to be painted. Throws what could not be written. */
  async settled(todo: readonly PictureJob[]): Promise<Settled> {
    await this.#saving;
    const ended = new Set([...this.#rendered, ...this.#failed.map(({ letter }) => letter)]);
    for (const job of todo) if (!ended.has(job.name)) await this.#writeFailure(job, withoutEnd(job));
    return { rendered: this.#rendered, kept: this.#kept, failed: this.#failed };
  }

  /** Writes down that what is made of the pictures is there. */
  async end(): Promise<void> {
    await this.#journal!.add({ kind: 'sheet' });
  }

  async close(): Promise<void> {
    try {
      await this.#saving;
    } finally {
      await this.#journal?.close();
      // A process that was stopped in the middle of a write could not clean up; by now none of this run is at work.
      await removeLeftovers(this.#folder.out, { ownToo: true }).finally(() => this.#lock.release());
    }
  }

  /** Whether a picture need not be painted; one that is kept is put in its place. */
  async #isThere(job: PictureJob, notes: string[]): Promise<boolean> {
    if (await this.#register.isCurrent(job)) return true;
    const damaged = `What was kept of «${job.name}» is damaged; it is made again.`;
    const found = await readResult(this.store, job, () => notes.push(damaged));
    if (found === undefined) return false;
    const isPlaced = await this.#place(job, found);
    if (!isPlaced) notes.push(damaged);
    return isPlaced;
  }

  /** Puts a kept picture in its place and writes it down; false where some of it is gone or damaged. */
  async #place(job: PictureJob, kept: KeptPicture): Promise<boolean> {
    const staging = `${this.#folder.work(job.id)}.frames`;
    const isPlaced = await placeResult(this.store, kept, { files: job.files, staging });
    if (isPlaced) this.#register.enter(job, kept);
    return isPlaced;
  }

  #fail(job: PictureJob, error: Error): void {
    // A bug is not one picture's misfortune: it ends the run with its stack. One of another machine is for those who look after it.
    const known = error instanceof AbecedaryError || this.#isLocal ? error : bugElsewhere(job, error);
    if (!(known instanceof AbecedaryError)) throw known;
    // Where one picture cannot be written the next cannot either; another machine may have a disk of its own.
    if (known.code === 'output' && this.#isLocal) throw known;
    this.#save(() => this.#writeFailure(job, known));
  }

  async #writeFailure({ name: letter, id: job }: PictureJob, error: AbecedaryError): Promise<void> {
    const { message } = error;
    this.#failed.push({ letter, error });
    await this.#journal!.add({ kind: 'failed', letter, job, message });
    this.#report({ kind: 'failed', letter, message });
  }

  /** What cannot be written stops what is still to come. */
  #save(work: () => Promise<void>): void {
    this.#saving = this.#saving.then(work);
    this.#saving.catch((error: unknown) => this.#broken.abort(error));
  }
}

interface RecordParts extends Pick<RecordOptions, 'signal' | 'report'> {
  readonly folder: RunFolder;
  readonly lock: RunLock;
  readonly register: Register;
  readonly store: Store;
  /** What the user should know of the store. */
  readonly notes: readonly string[];
  readonly isLocal: boolean;
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
  try {
    const { store, notes } = await openRunStore(schedule, folder);
    await removeLeftovers(out);
    // Of jobs that were stopped: nobody else works here.
    await removeFolder(join(folder.own, 'work'));
    await register.read();
    const isLocal = schedule.scheduler === 'local';
    return new RunRecord({ folder, lock, register, store, notes, isLocal, signal, report });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function doneReport(job: PictureJob, { seconds, evaluations, losses }: KeptPicture): Progress {
  const { name: letter, files } = job;
  return { kind: 'done', letter, file: files.picture, seconds, evaluations, loss: losses.total! };
}

function incomplete({ name }: PictureJob, { location }: Store): AbecedaryError {
  return new AbecedaryError(
    'output',
    `Expected the files of «${name}» in ${location}, but some are gone or damaged; check the disk and run it again.`,
  );
}

function bugElsewhere({ name }: PictureJob, error: Error): AbecedaryError {
  return new AbecedaryError(
    'letter',
    `Expected «${name}», but the program of a worker has a fault (${error.name}: ${error.message}); please report what that worker's log says.`,
    { cause: error },
  );
}

function withoutEnd({ name }: PictureJob): AbecedaryError {
  return new AbecedaryError(
    'letter',
    `Expected «${name}» to be made or to fail, but nothing was heard of it; run it again.`,
    { retryable: true },
  );
}

/** Lines of the journal that say nothing any more; the pictures themselves do not depend on them. */
async function journalNotes(out: string): Promise<string[]> {
  const { faults } = await readJournal(out);
  if (faults.length === 0) return [];
  const lines = faults.length === 1 ? `line ${faults[0]}` : `lines ${faults.join(', ')}`;
  return [`The journal of ${out} is damaged in ${lines}, which is passed over; no letter is lost by that.`];
}
