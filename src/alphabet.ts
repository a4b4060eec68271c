import { availableParallelism, freemem } from 'node:os';
import { relative, sep } from 'node:path';
import { checkArtworks } from './artwork-check.js';
import { createChannel } from './channel.js';
import type { AlphabetConfig } from './config/index.js';
import { makeCutOuts } from './cut-outs/index.js';
import { findEncoder } from './encoders.js';
import { AbecedaryError, throwIfAborted } from './errors.js';
import { type Font, loadFont } from './glyph/index.js';
import type { LetterJob } from './job.js';
import type { LetterResult } from './letter.js';
import { describeEngine, type EngineFacts } from './nst/index.js';
import {
  hashFile,
  type Manifest,
  type ManifestLetter,
  manifestVersion,
  type RunFolder,
  readManifest,
  removeLeftovers,
  runFolder,
  writeManifest,
} from './output/index.js';
import { packageVersion, versionsInUse } from './package-facts.js';
import { planJobs } from './plan.js';
import { makeProducts, presentLetters, sheetFile } from './products/index.js';
import type { Progress } from './progress.js';
import { createLocalScheduler, type Outcome, workerEntry } from './schedule/index.js';

export interface AlphabetOptions {
  /** Render only these characters of the configuration; the others' files stay as they are. */
  readonly only?: readonly string[] | undefined;
  /** Render again what is already there and up to date. */
  readonly force?: boolean | undefined;
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
export interface AlphabetRun extends AsyncIterable<Progress> {
  /** Rejects with AbecedaryError when the run cannot start, cannot write, or is stopped. A failed letter does not reject. */
  readonly result: Promise<AlphabetResult>;
}

/** Makes an alphabet as the configuration says: renders every letter that is not up to date, then lays the sheet. */
export function makeAlphabet(config: AlphabetConfig, options: AlphabetOptions = {}): AlphabetRun {
  const events = createChannel<Progress>();
  const result = runAlphabet(config, options, events.push).finally(events.end);
  // Who only iterates must not be ended by a rejection that nobody has looked at yet.
  result.catch(() => {});
  return { result, [Symbol.asyncIterator]: events.iterate };
}

async function runAlphabet(
  config: AlphabetConfig,
  { only, force = false, signal }: AlphabetOptions,
  report: (progress: Progress) => void,
): Promise<AlphabetResult> {
  const started = performance.now();
  const folder = runFolder(config.out);
  const wanted = checkWanted(config.characters, only);

  const font = await loadFont(config.font);
  const encoderFile = await findEncoder(config.encoder);
  const engine = await describeEngine(encoderFile);
  const { jobs, notes: pairingNotes } = await planJobs(
    { ...config, encoder: encoderFile },
    font,
    engine,
    folder,
  );
  const earlier = await readManifest(config.out);
  await removeLeftovers(config.out);
  const letters = new Map(earlier?.letters.map((letter) => [letter.character, letter]));
  for (const character of letters.keys()) if (!jobs.has(character)) letters.delete(character);

  const todo: LetterJob[] = [];
  const kept: string[] = [];
  for (const character of wanted) {
    const job = jobs.get(character)!;
    if (!force && (await isUpToDate(letters.get(character), job, folder))) kept.push(character);
    else todo.push(job);
  }
  const workers = Math.max(1, Math.min(todo.length, workerCount(config, engine)));
  const engineName = `${engine.name} ${engine.provider}`;
  const { iterations } = config.transfer;
  const planned = todo.map((job) => job.recipe.character);
  const notes = [...pairingNotes, ...(await checkArtworks(todo))];
  report({ kind: 'plan', letters: planned, kept, workers, iterations, engine: engineName, notes });

  const manifestOf = describeRun(config, font, engine, folder);
  const failed: { letter: string; message: string }[] = [];
  const rendered: string[] = [];
  let saving = Promise.resolve();
  const settle = (job: LetterJob, outcome: Outcome<LetterResult>): void => {
    const letter = job.recipe.character;
    if (outcome.status === 'failed') {
      // A bug is not one letter's misfortune: it ends the run with its stack.
      if (!(outcome.error instanceof AbecedaryError)) throw outcome.error;
      // Where one letter cannot be written the next cannot either.
      if (outcome.error.code === 'output') throw outcome.error;
      failed.push({ letter, message: outcome.error.message });
      report({ kind: 'failed', letter, message: outcome.error.message });
      return;
    }
    rendered.push(letter);
    letters.set(letter, letterEntry(job, outcome.result, folder));
    const entry = manifestOf(letters);
    saving = saving.then(() => writeManifest(config.out, entry));
    // Looked at once all letters have ended; until then nobody waits for it.
    saving.catch(() => {});
    const { seconds, evaluations, losses } = outcome.result;
    report({ kind: 'done', letter, file: job.files.letter, seconds, evaluations, loss: losses.total! });
  };
  try {
    await renderAll(todo, workers, signal, report, settle);
  } finally {
    await saving;
    // A thread that was stopped in the middle of a write could not clean up; by now none of this run is at work.
    await removeLeftovers(config.out, { ownToo: true });
  }

  throwIfAborted(signal);
  const present = await presentLetters(letters, folder);
  await writeManifest(config.out, manifestOf(present));
  await makeProducts({ folder, config, letters: present }, { signal, report });
  if (config.cutouts.make) await makeCutOuts(config.out, { ...config.cutouts, signal });
  const seconds = (performance.now() - started) / 1000;
  const { out } = config;
  const { manifest } = folder;
  return { out, sheet: sheetFile(config), manifest, rendered, kept, failed, seconds };
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

/** One thread works on a letter, so as many letters as there are cores; each may take this much memory at 400 px. */
const memoryPerLetter = 0.6e9;
/** Encoders that make more values of a pixel than this (compact: 42) take more memory in proportion. */
const frugalValuesPerPixel = 84;
/** A large letter is painted in tiles, and takes no more than these: for the tiles, and for the optimiser for each pixel. */
const memoryInTiles = 0.5e9;
const memoryPerPixelInTiles = 400;

function workerCount({ workers, transfer }: AlphabetConfig, { valuesPerPixel }: EngineFacts): number {
  if (workers !== 'auto') return workers;
  const whole =
    memoryPerLetter *
    Math.max(0.3, (transfer.sizePx / 400) ** 2) *
    Math.max(1, valuesPerPixel / frugalValuesPerPixel);
  const each = Math.min(whole, memoryInTiles + memoryPerPixelInTiles * transfer.sizePx ** 2);
  return Math.max(1, Math.min(availableParallelism(), Math.floor(freemem() / each)));
}

async function renderAll(
  jobs: readonly LetterJob[],
  workers: number,
  signal: AbortSignal | undefined,
  report: (progress: Progress) => void,
  settle: (job: LetterJob, outcome: Outcome<LetterResult>) => void,
): Promise<void> {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const entry = workerEntry('letter-worker', import.meta.url);
  const scheduler = createLocalScheduler<LetterJob, Progress, LetterResult>({ workers, entry });
  try {
    await scheduler.run(jobs, {
      signal,
      onProgress: (_, progress) => report(progress),
      onOutcome: (outcome) => settle(byId.get(outcome.id)!, outcome),
    });
  } finally {
    await scheduler.close();
  }
}

function letterEntry(job: LetterJob, result: LetterResult, folder: RunFolder): ManifestLetter {
  return {
    character: result.letter,
    artwork: { file: job.inputs.ink[0]!.picture, sha256: job.recipe.materials.ink[0]!.sha256 },
    job: job.id,
    content: withinRun(folder, job.files.content),
    letter: { file: withinRun(folder, job.files.letter), sha256: result.sha256 },
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
  config: AlphabetConfig,
  font: Font,
  engine: EngineFacts,
  folder: RunFolder,
): (letters: ReadonlyMap<string, ManifestLetter>) => Manifest {
  const { seed, out: _, workers: __, text: ___, ...settings } = config;
  const { family, style, version, file, sha256 } = font;
  const run = {
    version: manifestVersion,
    createdBy: { name: 'abecedary', version: packageVersion },
    seed,
    engine: { name: engine.name, provider: engine.provider },
    versions: versionsInUse(),
    font: { family, style, version, file, sha256, axes: config.font.axes },
    encoder: engine.encoder,
    settings,
  } as const;
  return (letters) => ({
    ...run,
    letters: config.characters.flatMap((character) => letters.get(character) ?? []),
    sheet: withinRun(folder, sheetFile(config)),
  });
}
