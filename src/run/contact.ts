import { basename, join } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import { fileStem, isWholePicture, removeFolder, removeLeftovers, runFolder } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import { describeEngine, type EngineFacts } from '../nst/index.js';
import type { LetterResult } from '../paint/letter.js';
import { limitBatch, settleBatch } from '../plan/batch-size.js';
import { findEncoder } from '../plan/encoders.js';
import { chooseEngine } from '../plan/engines/index.js';
import type { LetterJob } from '../plan/job.js';
import { planJobs } from '../plan/letters.js';
import { countWorkers } from '../plan/workers.js';
import { artworkPicture, type Cell, writePageFiles } from '../products/index.js';
import type { LetterTask } from '../work/letter-scheduler.js';
import { createLocalScheduler, workerEntry } from '../work/schedule/index.js';

export interface ContactOptions {
  /** The letters that are tried, of the configuration's characters; default: all. */
  readonly only?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was tried: each a letter with an artwork, as `A × agate.jpg`. */
export interface ContactResult {
  readonly files: readonly string[];
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

export interface ContactRun extends AsyncIterable<Progress> {
  readonly result: Promise<ContactResult>;
}

/** Letters are tried no larger than this: large enough to choose by, and quick. */
const previewPx = 128;

/**
 * Renders letters with every artwork of the configuration, small, and lays them on one page, so that pairs can be chosen
 * for `artworks.map`. What was tried before with the same settings is kept. Lies in `contact` below the output folder.
 */
export function makeContactSheet(config: AlphabetConfig, options: ContactOptions = {}): ContactRun {
  return underWay((report) => tryPairs(config, options, report));
}

async function tryPairs(
  config: AlphabetConfig,
  { only, signal }: ContactOptions,
  report: (progress: Progress) => void,
): Promise<ContactResult> {
  const started = performance.now();
  const letters = only ?? config.characters;
  const artworks = await listArtworks(config.artworks.from);
  const sizePx = Math.min(previewPx, config.transfer.sizePx);
  const preview = { ...config, transfer: { ...config.transfer, sizePx }, out: join(config.out, 'contact') };
  const { pairs, engine, engineReason } = await planPairs(preview, letters, artworks);
  await removeLeftovers(preview.out);

  // Two copies of one artwork make one job.
  const todo = new Map<string, LetterJob>();
  const [names, kept] = [new Map<string, string>(), [] as string[]];
  for (const { name, job } of pairs) {
    if (names.has(job.id)) continue;
    names.set(job.id, name);
    if (await isWholePicture(job.files.letter)) kept.push(name);
    else todo.set(job.id, job);
  }
  const limit = await limitBatch(config.batch, engine, sizePx);
  const batch = settleBatch(config.batch, limit, todo.size);
  const workers = Math.max(
    1,
    Math.min(Math.ceil(todo.size / batch), countWorkers(config.workers, engine, sizePx)),
  );
  const { iterations } = config.transfer;
  const planned = [...todo.keys()].map((id) => names.get(id)!);
  report({
    ...{ kind: 'plan', letters: planned, kept, workers, iterations, notes: [] },
    ...(batch > 1 ? { batch } : {}),
    engine: `${engine.name} ${engine.provider}`,
    engineReason,
  });
  const { rendered, failed } = await renderPairs([...todo.values()], {
    names,
    workers,
    batch,
    signal,
    report,
  });

  throwIfAborted(signal);
  const { files, notes } = await layPairs(preview, config.out, pairs, artworks);
  report({ kind: 'product', product: 'contact', files, notes });
  return { files, rendered, kept, failed, seconds: (performance.now() - started) / 1000 };
}

interface Pair {
  readonly name: string;
  readonly artwork: string;
  readonly job: LetterJob;
}

async function planPairs(
  config: AlphabetConfig,
  letters: readonly string[],
  artworks: readonly string[],
): Promise<{ pairs: Pair[]; engine: EngineFacts; engineReason: string }> {
  const font = await loadFont(config.font);
  const encoder = await findEncoder(config.encoder);
  const { engine: chosen, reason: engineReason } = await chooseEngine(config.engine);
  const engine = await describeEngine(encoder, chosen);
  const folder = runFolder(config.out);
  const pairs: Pair[] = [];
  for (const artwork of artworks) {
    const map = Object.fromEntries(
      config.characters.map((character) => [character, [{ file: artwork, weight: 1, mask: undefined }]]),
    );
    const planned = { ...config, encoder, artworks: { ...config.artworks, map } };
    const { jobs } = await planJobs(planned, font, engine, folder);
    for (const letter of letters) {
      const job = jobs.get(letter)!;
      const files = {
        content: folder.content(letter),
        // By its id, so that a picture is there exactly when it is what would be made.
        letter: join(config.out, 'letters', `${fileStem(letter)}-${job.id.slice(0, 16)}.png`),
        frames: join(config.out, 'frames', job.id.slice(0, 16)),
      };
      pairs.push({ name: `${letter} × ${basename(artwork)}`, artwork, job: { ...job, files } });
    }
  }
  return { pairs, engine, engineReason };
}

async function renderPairs(
  jobs: readonly LetterJob[],
  {
    names,
    workers,
    batch,
    signal,
    report,
  }: {
    readonly names: ReadonlyMap<string, string>;
    readonly workers: number;
    readonly batch: number;
    readonly signal: AbortSignal | undefined;
    readonly report: (progress: Progress) => void;
  },
): Promise<Pick<ContactResult, 'rendered' | 'failed'>> {
  const filesOf = new Map(jobs.map(({ id, files }) => [id, files]));
  const rendered: string[] = [];
  const failed: { letter: string; message: string }[] = [];
  const removals: Promise<void>[] = [];
  const entry = workerEntry('../work/letter-worker', import.meta.url);
  const scheduler = createLocalScheduler<LetterTask, Progress, LetterResult>({
    workers,
    jobsPerWorker: batch,
    entry,
  });
  try {
    const tasks = jobs.map((job) => ({ id: job.id, job }));
    await scheduler.run(tasks, {
      signal,
      onProgress: (id, progress) =>
        report('letter' in progress ? { ...progress, letter: names.get(id)! } : progress),
      onOutcome: (outcome) => {
        const letter = names.get(outcome.id)!;
        if (outcome.status === 'failed') {
          const { error } = outcome;
          if (!(error instanceof AbecedaryError) || error.code === 'output') throw error;
          failed.push({ letter, message: error.message });
          report({ kind: 'failed', letter, message: error.message });
          return;
        }
        rendered.push(letter);
        const files = filesOf.get(outcome.id)!;
        removals.push(removeFolder(files.frames));
        const { seconds, evaluations, losses } = outcome.result;
        report({ kind: 'done', letter, file: files.letter, seconds, evaluations, loss: losses.total! });
      },
    });
  } finally {
    await scheduler.close();
    await Promise.all(removals);
  }
  return { rendered, failed };
}

/** A cell for every artwork: itself, and the letters that were made of it. */
async function layPairs(
  config: AlphabetConfig,
  folder: string,
  pairs: readonly Pair[],
  artworks: readonly string[],
): ReturnType<typeof writePageFiles> {
  const cells: Cell[] = [];
  for (const artwork of artworks) {
    const own = pairs.filter((pair) => pair.artwork === artwork);
    const pictures: Cell['pictures'][number][] = [await artworkPicture(artwork, { config })];
    for (const { name, job } of own) {
      const there = await isWholePicture(job.files.letter);
      pictures.push(there ? { name: `${artwork} ${name}`, source: job.files.letter } : undefined);
    }
    cells.push({ pictures, caption: { strong: basename(artwork), quiet: '' } });
  }
  const { sheet, overview, font } = config;
  return writePageFiles({
    folder,
    stem: 'contact',
    title: 'Letters with every artwork',
    formats: overview.formats.length > 0 ? overview.formats : ['jpeg'],
    settings: { ...sheet, columns: 'auto', gapRatio: 0.2, marginRatio: 0.35 },
    font,
    cells,
    tilePx: previewPx,
    betweenRatio: 0.04,
    captionScale: 1.4,
  });
}
