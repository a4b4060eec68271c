import { readFile } from 'node:fs/promises';
import { AbecedaryError } from '../base/errors.js';
import {
  createProgressCount,
  type LetterChange,
  makeAlphabet,
  makeContactSheet,
  makeText,
  type Progress,
  type ProgressCount,
  type TryKind,
} from '../index.js';
import type { ActivityState, Events } from './events.js';
import type { RunConfig } from './run-config.js';

/** What is done at once, before the letters that wait. */
type Task =
  | { readonly kind: 'letter'; readonly letter: string; readonly change: LetterChange | undefined }
  /** Writes down what the letter is to have of its own; it is made with the others. */
  | { readonly kind: 'note'; readonly letter: string; readonly change: LetterChange }
  | { readonly kind: 'tries'; readonly letter: string; readonly tryKind: TryKind }
  | { readonly kind: 'page'; readonly content: string };

/** The last tries of a letter. */
interface Tries {
  readonly kind: TryKind;
  readonly tries: readonly { readonly label: string; readonly file: string }[];
}

/** Does one thing after the other for one run, whether somebody looks or not. */
export interface Activity {
  state(): ActivityState;
  /** Makes these letters, when nothing else is to be done. */
  render(letters: readonly string[]): void;
  /** Does this first; letters in work go on afterwards. Rejects with what went wrong. */
  perform(task: Task): Promise<void>;
  /** Ends what is being done and forgets what waits; what is finished is kept. */
  stop(): void;
  /** The picture so far of a letter in work. */
  frame(letter: string): Uint8Array | undefined;
  tries(letter: string): Tries | undefined;
  /** What the last run of letters said of its artworks, as sentences. */
  notes(): readonly string[];
  /** The last page of text, a file. */
  page(): string | undefined;
  /** Stops, and resolves when nothing is being done any more. */
  close(): Promise<void>;
}

interface Queued {
  readonly task: Task;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const idle: ActivityState = {
  ...{ kind: 'idle', working: [], waiting: [], total: 0, ended: 0 },
  secondsLeft: undefined,
};

/** `read` gives the run's configuration as it is by then. */
export function createActivity(read: () => Promise<RunConfig>, events: Events): Activity {
  return new RunActivity(read, events);
}

const newCount = (): ProgressCount => createProgressCount(() => performance.now());

class RunActivity implements Activity {
  readonly #read: () => Promise<RunConfig>;
  readonly #events: Events;
  readonly #wanted = new Set<string>();
  readonly #queue: Queued[] = [];
  readonly #frames = new Map<string, Uint8Array>();
  readonly #tries = new Map<string, Tries>();
  #page: string | undefined;
  #notes: readonly string[] = [];
  #count = newCount();
  #kind: ActivityState['kind'] = 'idle';
  #current: AbortController | undefined;
  #loop: Promise<void> | undefined;
  /** Begins with the time, so that a browser takes no picture of an earlier studio for a new one. */
  #version = Date.now();

  constructor(read: () => Promise<RunConfig>, events: Events) {
    this.#read = read;
    this.#events = events;
  }

  state(): ActivityState {
    if (this.#kind === 'idle') return idle;
    const working = this.#count.inWork().map(({ letter }) => letter);
    return {
      kind: this.#kind,
      working,
      waiting: [...this.#wanted].filter((letter) => !working.includes(letter)),
      total: this.#count.total(),
      ended: this.#count.ended(),
      secondsLeft: this.#count.secondsLeft(),
    };
  }

  render(letters: readonly string[]): void {
    for (const letter of letters) this.#wanted.add(letter);
    this.#start();
  }

  perform(task: Task): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#start();
    });
  }

  stop(): void {
    this.#wanted.clear();
    const stopped = new AbecedaryError('aborted', 'Stopped on request; every finished letter is kept.');
    for (const { reject } of this.#queue.splice(0)) reject(stopped);
    this.#current?.abort();
  }

  frame(letter: string): Uint8Array | undefined {
    return this.#frames.get(letter);
  }

  tries(letter: string): Tries | undefined {
    return this.#tries.get(letter);
  }

  notes(): readonly string[] {
    return this.#notes;
  }

  page(): string | undefined {
    return this.#page;
  }

  async close(): Promise<void> {
    this.stop();
    await this.#loop;
  }

  /** Letters that are being made make way, and go on with the others from where they are kept. */
  #start(): void {
    if (this.#kind === 'letters') this.#current?.abort();
    this.#loop ??= this.#work();
  }

  async #work(): Promise<void> {
    while (this.#queue.length > 0 || this.#wanted.size > 0) {
      const stop = new AbortController();
      this.#current = stop;
      this.#count = newCount();
      this.#frames.clear();
      await this.#step(stop.signal).catch((error: unknown) => {
        if (error instanceof AbecedaryError && error.code === 'aborted') return;
        this.#wanted.clear();
        this.#events.send({ kind: 'note', text: error instanceof Error ? error.message : String(error) });
      });
      this.#events.send({ kind: 'changed' });
    }
    this.#kind = 'idle';
    this.#current = undefined;
    this.#loop = undefined;
    this.#frames.clear();
    this.#tell();
  }

  async #step(signal: AbortSignal): Promise<void> {
    const next = this.#queue.shift();
    this.#kind = next?.task.kind ?? 'letters';
    this.#tell();
    if (next !== undefined) {
      await this.#perform(next.task, signal).then(next.resolve, next.reject);
      return;
    }
    const { config, madeWith } = await this.#read();
    const only = config.characters.filter((each) => this.#wanted.has(each));
    if (only.length > 0) await this.#follow(makeAlphabet(config, { only, madeWith, signal, wait: true }));
    for (const letter of only) this.#wanted.delete(letter);
  }

  async #perform(task: Task, signal: AbortSignal): Promise<void> {
    const { config, madeWith } = await this.#read();
    if (task.kind === 'letter') {
      const { letter, change } = task;
      const letters = change && { [letter]: change };
      const options = { only: [letter], letters, madeWith, signal, wait: true };
      // Without a change it is asked for again: somebody doubts what is there.
      await this.#follow(makeAlphabet(config, { ...options, force: change === undefined }));
    } else if (task.kind === 'note') {
      const letters = { [task.letter]: task.change };
      await this.#follow(
        makeAlphabet(config, { only: [], letters, madeWith, signal, wait: true, products: false }),
      );
    } else if (task.kind === 'tries') {
      const { letter, tryKind } = task;
      const made = await this.#follow(makeContactSheet(config, { kind: tryKind, only: [letter], signal }));
      const tries = made.tries.map(({ label, pictures }) => ({ label, file: pictures[0]!.file }));
      this.#tries.set(letter, { kind: tryKind, tries });
    } else {
      const { content } = task;
      this.#page = (await this.#follow(makeText(config, { content, signal, wait: true }))).page;
    }
  }

  async #follow<Result>(
    run: AsyncIterable<Progress> & { readonly result: Promise<Result> },
  ): Promise<Result> {
    run.result.catch(() => {});
    for await (const progress of run) await this.#hear(progress);
    return run.result;
  }

  async #hear(progress: Progress): Promise<void> {
    const events = this.#events;
    this.#count.add(progress);
    if (progress.kind === 'iteration') {
      const { letter, iteration, iterations, workRatio, frame } = progress;
      const bytes = frame === undefined ? undefined : await readFile(frame).catch(() => undefined);
      if (bytes !== undefined) this.#frames.set(letter, bytes);
      const [version, secondsLeft] = [this.#nextVersion(), this.#count.secondsLeft()];
      events.send({ kind: 'iteration', letter, iteration, iterations, workRatio, version, secondsLeft });
    } else if (progress.kind === 'done' || progress.kind === 'failed') {
      const { letter } = progress;
      this.#wanted.delete(letter);
      if (progress.kind === 'failed') events.send({ kind: 'failed', letter, message: progress.message });
      else events.send({ kind: 'done', letter, version: this.#nextVersion() });
      this.#frames.delete(letter);
    } else if (progress.kind === 'plan') {
      for (const letter of progress.kept) this.#wanted.delete(letter);
      if (this.#kind === 'letters') this.#notes = progress.notes;
      this.#events.send({ kind: 'changed' });
    } else if (progress.kind === 'note' && this.#kind === 'letters') {
      this.#notes = [...this.#notes, progress.text];
      this.#events.send({ kind: 'changed' });
    } else if (progress.kind === 'waiting') {
      const text = 'Another program works in this folder; the studio goes on when that has ended.';
      events.send({ kind: 'note', text });
    }
    if (['plan', 'started', 'done', 'failed'].includes(progress.kind)) this.#tell();
  }

  #nextVersion(): string {
    this.#version++;
    return String(this.#version);
  }

  #tell(): void {
    this.#events.send({ kind: 'activity', activity: this.state() });
  }
}
