import { relative, sep } from 'node:path';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import { packageVersion, versionsInUse } from '../base/package-facts.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  hashFile,
  lockRun,
  type Manifest,
  type ManifestLetter,
  manifestVersion,
  openJournal,
  type RunFolder,
  readJournal,
  readManifest,
  removeLeftovers,
  runFolder,
  writeManifest,
  writePairings,
} from '../files/index.js';
import { settleBatch } from '../plan/batch-size.js';
import type { LetterJob } from '../plan/job.js';
import { countWorkers } from '../plan/workers.js';
import { makeCutOuts } from '../products/cut-outs/index.js';
import { makeProducts, presentLetters, sheetFile } from '../products/index.js';
import { drawGhost } from '../products/sheet/placeholder.js';
import {
  forgetCheckpoint,
  forgetResult,
  hasCheckpoint,
  type KeptLetter,
  placeResult,
  readResult,
} from '../work/index.js';
import { type LetterScheduler, openLetterScheduler } from '../work/letter-scheduler.js';
import { createRunHandle, type RunControls, type RunHandle } from '../work/run-handle.js';
import type { Outcome } from '../work/schedule/index.js';
import { openStore, type Store } from '../work/store/index.js';
import { checkArtworks } from './artwork-check.js';
import { planRun, type RunPlan } from './run-plan.js';

export interface AlphabetOptions {
  /** Render only these characters of the configuration; the others' files stay as they are. */
  readonly only?: readonly string[] | undefined;
  /** Render again what is already there and up to date. */
  readonly force?: boolean | undefined;
  /**
   * New artworks of letters, absolute paths; later runs in this folder keep them. `undefined` gives a letter the artwork that
   * the configuration gives it.
   */
  readonly artworks?: Readonly<Record<string, string | undefined>> | undefined;
  /** Where another process works in the output folder: wait until it has ended instead of refusing. */
  readonly wait?: boolean | undefined;
  /** Stops the run; letters that are finished by then are kept. */
  readonly signal?: AbortSignal | undefined;
}

/** What a run has made. */
export interface AlphabetResult {
  readonly out: string;
  /** File of the sheet. */
  readonly sheet: string;
  readonly manifest: string;
  readonly rendered: readonly string[];
  /** Letters that were up to date and were left as they are. */
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

/** A run under way: its progress as an async iterable, for one listener, and its result as a promise. */
export interface AlphabetRun extends AsyncIterable<Progress>, RunControls {
  /** Rejects with AbecedaryError when the run cannot start, cannot write, or is stopped. A failed letter does not reject. */
  readonly result: Promise<AlphabetResult>;
}

/** Makes an alphabet as the configuration says: renders every letter that is not up to date, then lays the sheet. */
export function makeAlphabet(config: AlphabetConfig, options: AlphabetOptions = {}): AlphabetRun {
  const handle = createRunHandle();
  const run = underWay<Progress, AlphabetResult>((report) => runAlphabet(config, options, report, handle));
  const { prefer, pause, resume } = handle;
  return { ...run, prefer, pause, resume };
}

async function runAlphabet(
  config: AlphabetConfig,
  { only, force = false, artworks, wait = false, signal }: AlphabetOptions,
  report: (progress: Progress) => void,
  handle: RunHandle,
): Promise<AlphabetResult> {
  const started = performance.now();
  throwIfAborted(signal);
  const wanted = checkWanted(config.characters, only);
  const plan = await planRun(config, artworks);
  const { out } = config;
  // A folder that cannot be used is to be left as it is.
  await readManifest(out);
  const lock = await lockRun(out, {
    wait,
    signal,
    onWait: ({ pid, host, since }) => report({ kind: 'waiting', pid, host, since }),
  });
  try {
    if (artworks !== undefined) await writePairings(out, plan.pairings);
    const made = await makeLetters(plan, { wanted, force, signal }, report, handle);
    return { ...made, seconds: (performance.now() - started) / 1000 };
  } finally {
    await lock.release();
  }
}

interface Wish {
  readonly wanted: readonly string[];
  readonly force: boolean;
  readonly signal: AbortSignal | undefined;
}

async function makeLetters(
  plan: RunPlan,
  { wanted, force, signal }: Wish,
  report: (progress: Progress) => void,
  handle: RunHandle,
): Promise<Omit<AlphabetResult, 'seconds'>> {
  const { config, font, engine, jobs } = plan;
  const folder = runFolder(config.out);
  const store = openRunStore(config, folder);
  await removeLeftovers(config.out);
  const earlier = await readManifest(config.out);
  const letters = new Map(earlier?.letters.map((letter) => [letter.character, letter]));
  for (const character of letters.keys()) if (!jobs.has(character)) letters.delete(character);

  const wantedJobs = wanted.map((character) => jobs.get(character)!);
  const { todo, kept, notes: keptNotes } = await sortOut(wantedJobs, letters, { store, folder, force });
  const remote = config.schedule.scheduler === 'redis';
  const batch = remote ? 1 : settleBatch(config.batch, plan.batchLimit, todo.length);
  const workers = remote
    ? 0
    : Math.max(
        1,
        Math.min(
          Math.ceil(todo.length / batch),
          countWorkers(config.workers, engine, config.transfer.sizePx),
        ),
      );
  const { iterations } = config.transfer;
  const notes = [
    ...plan.notes,
    ...(await journalNotes(config.out)),
    ...keptNotes,
    ...(await checkArtworks(todo)),
  ];
  report({
    kind: 'plan',
    letters: todo.map((job) => job.recipe.character),
    kept,
    workers,
    ...(batch > 1 ? { batch } : {}),
    iterations,
    engine: `${engine.name} ${engine.provider}`,
    engineReason: plan.engineReason,
    notes,
  });

  const journal = await openJournal(config.out);
  const manifestOf = describeRun(plan, folder, remote ? undefined : batch);
  const failed: { letter: string; message: string }[] = [];
  const rendered: string[] = [];
  // What cannot be written stops the letters that are still to come.
  const broken = new AbortController();
  const until = signal === undefined ? broken.signal : AbortSignal.any([signal, broken.signal]);
  let saving = Promise.resolve();
  const save = (work: () => Promise<void>): void => {
    saving = saving.then(work);
    saving.catch((error: unknown) => broken.abort(error));
  };
  const settle = (job: LetterJob, outcome: Outcome<KeptLetter>): void => {
    const letter = job.recipe.character;
    if (outcome.status === 'failed') {
      // A bug is not one letter's misfortune: it ends the run with its stack.
      if (!(outcome.error instanceof AbecedaryError)) throw outcome.error;
      // Where one letter cannot be written the next cannot either; another machine may have a disk of its own.
      if (outcome.error.code === 'output' && !remote) throw outcome.error;
      const { message } = outcome.error;
      failed.push({ letter, message });
      save(() => journal.add({ kind: 'failed', letter, job: job.id, message }));
      report({ kind: 'failed', letter, message });
      return;
    }
    save(async () => {
      await place(store, outcome.result, folder);
      rendered.push(letter);
      letters.set(letter, letterEntry(job, outcome.result, folder));
      await journal.add({ kind: 'done', letter, job: job.id });
      await writeManifest(config.out, manifestOf(letters));
      const { seconds, evaluations, losses } = outcome.result;
      report({
        kind: 'done',
        letter,
        file: folder.letter(letter),
        seconds,
        evaluations,
        loss: losses.total!,
      });
    });
  };
  const hear = (job: LetterJob, progress: Progress): void => {
    report(progress);
    const { character: letter } = job.recipe;
    if (progress.kind === 'started') save(() => journal.add({ kind: 'started', letter, job: job.id }));
  };
  try {
    const planned = Object.fromEntries(wantedJobs.map((job) => [job.recipe.character, job.id]));
    await journal.add({ kind: 'run', pid: process.pid, jobs: planned });
    if (kept.length > 0) await writeManifest(config.out, manifestOf(letters));
    const scheduler = await openLetterScheduler(config, store, folder, { workers, batch });
    await renderAll(todo, scheduler, handle, until, hear, settle);
    await saving;
    throwIfAborted(signal);
    // In the order of the alphabet, whichever was ready first: what is made of them is told apart by it.
    const inOrder = config.characters.flatMap((character) => {
      const letter = letters.get(character);
      return letter === undefined ? [] : [[character, letter] as const];
    });
    const present = await presentLetters(new Map(inOrder), folder);
    await writeManifest(config.out, manifestOf(present));
    const ghosts = new Map(
      failed.map(({ letter }) => {
        const { placement } = jobs.get(letter)!.recipe;
        const look = { placement, sizePx: config.transfer.sizePx, paper: config.sheet.paper };
        return [letter, drawGhost(font, letter, look)];
      }),
    );
    await makeProducts({ folder, config, letters: present, ghosts }, { signal, report });
    if (config.cutouts.make) await makeCutOuts(config.out, { ...config.cutouts, signal });
    await journal.add({ kind: 'sheet' });
  } finally {
    try {
      await saving;
    } finally {
      await journal.close();
      // A process that was stopped in the middle of a write could not clean up; by now none of this run is at work.
      await removeLeftovers(config.out, { ownToo: true });
    }
  }
  const { out } = config;
  return { out, sheet: sheetFile(config), manifest: folder.manifest, rendered, kept, failed };
}

/** Where finished letters of a run are kept. Throws `config` for one that the workers of other machines could not reach. */
function openRunStore({ schedule }: AlphabetConfig, folder: RunFolder): Store {
  if (schedule.store !== 'own') return openStore(schedule.store);
  if (schedule.scheduler === 'local') return openStore(folder.store);
  throw new AbecedaryError(
    'config',
    'Expected a store that the workers reach too when the scheduler is redis, got «own»; name a shared folder or a bucket with --store.',
  );
}

/** Which letters are there, or kept from an earlier run and put in their places again, and which are to be made. */
async function sortOut(
  jobs: readonly LetterJob[],
  letters: Map<string, ManifestLetter>,
  { store, folder, force }: { store: Store; folder: RunFolder; force: boolean },
): Promise<{ todo: LetterJob[]; kept: string[]; notes: string[] }> {
  const todo: LetterJob[] = [];
  const kept: string[] = [];
  const notes: string[] = [];
  for (const job of jobs) {
    const { character } = job.recipe;
    if (force) {
      await forgetResult(store, job.id);
      await forgetCheckpoint(store, job.id);
    } else if (await isUpToDate(letters.get(character), job, folder)) {
      kept.push(character);
      continue;
    } else {
      const damaged = `What was kept of «${character}» is damaged; it is made again.`;
      const found = await readResult(store, job.id, () => notes.push(damaged));
      if (found !== undefined && (await placeResult(store, found, folder))) {
        kept.push(character);
        letters.set(character, letterEntry(job, found, folder));
        continue;
      }
      if (found !== undefined) notes.push(damaged);
      if (await hasCheckpoint(store, job.id)) notes.push(`«${character}» goes on where it was stopped.`);
    }
    todo.push(job);
  }
  return { todo, kept, notes };
}

/** Lines of the journal that say nothing any more; the letters themselves do not depend on them. */
async function journalNotes(out: string): Promise<string[]> {
  const { faults } = await readJournal(out);
  if (faults.length === 0) return [];
  const lines = faults.length === 1 ? `line ${faults[0]}` : `lines ${faults.join(', ')}`;
  return [`The journal of ${out} is damaged in ${lines}, which is passed over; no letter is lost by that.`];
}

async function place(store: Store, kept: KeptLetter, folder: RunFolder): Promise<void> {
  if (await placeResult(store, kept, folder)) return;
  throw new AbecedaryError(
    'output',
    `Expected the files of «${kept.letter}» in ${store.location}, but some are gone or damaged; check the disk and run it again.`,
  );
}

function checkWanted(characters: readonly string[], only: readonly string[] | undefined): readonly string[] {
  const foreign = (only ?? []).filter((character) => !characters.includes(character));
  if (foreign.length > 0) {
    throw new AbecedaryError(
      'config',
      `Expected letters of this alphabet (${characters.join('')}), got ${foreign.join(', ')}; add them to «characters» or choose others.`,
    );
  }
  return only === undefined ? characters : characters.filter((character) => only.includes(character));
}

async function isUpToDate(
  entry: ManifestLetter | undefined,
  job: LetterJob,
  folder: RunFolder,
): Promise<boolean> {
  if (entry?.job !== job.id) return false;
  const present = await hashFile(folder.letter(entry.character)).catch(() => undefined);
  return present === entry.letter.sha256;
}

async function renderAll(
  jobs: readonly LetterJob[],
  scheduler: LetterScheduler,
  handle: RunHandle,
  signal: AbortSignal,
  hear: (job: LetterJob, progress: Progress) => void,
  settle: (job: LetterJob, outcome: Outcome<KeptLetter>) => void,
): Promise<void> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const byLetter = new Map(jobs.map((job) => [job.recipe.character, job.id]));
  try {
    const running = scheduler.run(jobs, {
      signal,
      onProgress: (id, progress) => hear(byId.get(id)!, progress),
      onOutcome: (outcome) => settle(byId.get(outcome.id)!, outcome),
    });
    handle.attach(scheduler, (letter) => byLetter.get(letter));
    await running;
  } finally {
    await scheduler.close();
  }
}

function letterEntry(job: LetterJob, result: KeptLetter, folder: RunFolder): ManifestLetter {
  return {
    character: result.letter,
    artwork: { file: job.inputs.ink[0]!.picture, sha256: job.recipe.materials.ink[0]!.sha256 },
    job: job.id,
    content: withinRun(folder, folder.content(result.letter)),
    letter: { file: withinRun(folder, folder.letter(result.letter)), sha256: result.sha256 },
    seconds: Math.round(result.seconds * 100) / 100,
    evaluations: result.evaluations,
    iterations: job.recipe.transfer.iterations,
    seed: job.recipe.seed,
    sizePx: job.recipe.transfer.sizePx,
    losses: result.losses,
    course: result.course,
    legibility: { rank: result.legibility.rank, r2: Math.round(result.legibility.r2 * 1000) / 1000 },
    tries: result.tries,
  };
}

function withinRun(folder: RunFolder, file: string): string {
  return relative(folder.out, file).split(sep).join('/');
}

/** Writes up the letters that are there. What is the same for the whole run is looked up once. */
function describeRun(
  { config, pairings, font, engine, engineReason }: RunPlan,
  folder: RunFolder,
  batch: number | undefined,
): (letters: ReadonlyMap<string, ManifestLetter>) => Manifest {
  const { seed, out: _, workers: __, batch: ___, text: ____, ...rest } = config;
  const { schedule: _____, engine: ______, ...settings } = rest;
  const { family, style, version, file, sha256 } = font;
  const run = {
    version: manifestVersion,
    createdBy: { name: 'abecedary', version: packageVersion },
    seed,
    engine: { name: engine.name, provider: engine.provider, reason: engineReason, batch },
    versions: versionsInUse(engine.name),
    font: { family, style, version, file, sha256, axes: config.font.axes },
    encoder: engine.encoder,
    settings: Object.keys(pairings).length === 0 ? settings : { ...settings, pairings },
  } as const;
  return (letters) => ({
    ...run,
    letters: config.characters.flatMap((character) => letters.get(character) ?? []),
    sheet: withinRun(folder, sheetFile(config)),
  });
}
