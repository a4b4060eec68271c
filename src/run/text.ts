import { createHash } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import { packageVersion, versionsInUse } from '../base/package-facts.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import { workerEntry } from '../base/worker-entry.js';
import type { AlphabetConfig } from '../config/index.js';
import { hashFile, readPageRecord, readTextFile, writePageRecord } from '../files/index.js';
import { type Font, loadFont, loadFonts } from '../glyph/index.js';
import { layoutText, measurePage } from '../glyph/text/index.js';
import { describeEngine } from '../nst/index.js';
import type { PageResult } from '../paint/page.js';
import { findEncoder } from '../plan/encoders.js';
import { chooseEngine } from '../plan/engines/index.js';
import { planPage } from '../plan/page.js';
import type { PageJob } from '../plan/page-job.js';
import { tileFeatures } from '../plan/tiles.js';
import { createLocalScheduler, type Outcome } from '../work/schedule/index.js';
import type { Made, TextWork } from './text-work.js';
import { layTiles } from './tiles.js';

export interface TextOptions {
  /** The words; without them the configuration's file or its own words are set. */
  readonly content?: string | undefined;
  /** Make the page again though it is there and up to date. */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a text has become. */
export interface TextResult {
  readonly out: string;
  /** File of the page. */
  readonly page: string;
  /** File that says what the page was made from. */
  readonly record: string;
  readonly rendered: readonly string[];
  /** What was up to date and was left as it is. */
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

/** A text under way: its progress as an async iterable, for one listener, and its result as a promise. */
export interface TextRun extends AsyncIterable<Progress> {
  /** Rejects with AbecedaryError when the text cannot be set, made or written, or when the run is stopped. */
  readonly result: Promise<TextResult>;
}

/** Sets a text and styles it as the configuration says, as a whole or from tiles. */
export function makeText(config: AlphabetConfig, options: TextOptions = {}): TextRun {
  return underWay((report) => runText(config, options, report));
}

async function runText(
  config: AlphabetConfig,
  { content: given, force = false, signal }: TextOptions,
  report: (progress: Progress) => void,
): Promise<TextResult> {
  const started = performance.now();
  const { text } = config;
  const content = given ?? (text.file === 'none' ? text.content : await readTextFile(text.file));
  if (content.trim() === '') {
    throw new AbecedaryError(
      'config',
      'Expected a text to set, got none; write it behind the command, name its file with --file, or put it into text.content.',
    );
  }
  const name = text.name === 'auto' ? nameFor(content, given === undefined ? text.file : 'none') : text.name;
  const settings = [config.font, ...text.fallbackFonts.map((file) => ({ file, axes: {} }))];
  const fonts: Font[] = [];
  for (const each of settings) fonts.push(await loadFont(each));
  const font = await loadFonts(settings);
  const measures = measurePage(text);
  const features =
    text.mode === 'tiles' ? [...tileFeatures, ...measures.layout.features] : measures.layout.features;
  const layout = layoutText(content, font, { ...measures.layout, features }, measures.box);
  const encoder = await findEncoder(config.encoder);
  const { engine: chosen, reason: engineReason } = await chooseEngine(config.engine);
  const engine = await describeEngine(encoder, chosen);

  const folder = join(config.out, 'text');
  const [page, record] = [join(folder, `${name}.png`), join(folder, `${name}.json`)];
  const earlier = await readPageRecord(record);
  const isUpToDate = async (job: string): Promise<boolean> =>
    !force && earlier?.job === job && (await hashFile(page).catch(() => undefined)) === earlier.page.sha256;
  const work: TextWork = {
    ...{ config, content, name, fonts, font, layout, signal, report },
    makePage: (job) => makePage(job, signal, report),
    plan: (order = {}) => planPage({ ...config, encoder }, { text: content, name, ...order }, fonts, engine),
  };
  const made =
    text.mode === 'whole'
      ? await paintWhole(work, engineReason, isUpToDate)
      : await layTiles(work, page, isUpToDate);

  if (made.facts !== undefined) {
    const { seed, out: _, workers: __, batch: ___, text: ____, engine: _____, ...others } = config;
    await writePageRecord(record, {
      name,
      mode: text.mode,
      text: content,
      job: made.job,
      page: { file: basename(page), sha256: await hashFile(page) },
      ...made.facts,
      sizePx: Math.round(layout.sizePx * 100) / 100,
      lines: layout.lines,
      fonts: fonts.map(({ family, style, version, file, sha256 }) => ({
        family,
        style,
        version,
        file,
        sha256,
      })),
      encoder: engine.encoder,
      engine: { name: engine.name, provider: engine.provider, reason: engineReason },
      seed,
      settings: { ...others, text },
      program: packageVersion,
      versions: versionsInUse(engine.name),
    });
  }
  report({ kind: 'page', file: page });
  const seconds = (performance.now() - started) / 1000;
  return { out: config.out, page, record, rendered: made.rendered, kept: made.kept, failed: [], seconds };
}

async function paintWhole(
  work: TextWork,
  engineReason: string,
  isUpToDate: (job: string) => Promise<boolean>,
): Promise<Made> {
  const job = await work.plan();
  const { name } = work;
  const upToDate = await isUpToDate(job.id);
  work.report({
    ...{ kind: 'plan', of: 'page', workers: 1, notes: [] },
    ...{ letters: upToDate ? [] : [name], kept: upToDate ? [name] : [] },
    iterations: job.recipe.transfer.iterations,
    engine: `${job.recipe.engine.name} ${job.recipe.engine.provider}`,
    engineReason,
  });
  if (upToDate) return { job: job.id, rendered: [], kept: [name], facts: undefined };
  const { seconds, evaluations, losses } = await work.makePage(job);
  const artworks = job.inputs.looks.flatMap((look, at) =>
    look.materials.map(({ picture }, which) => ({
      file: picture,
      sha256: job.recipe.looks[at]!.materials[which]!.sha256,
    })),
  );
  const { iterations } = job.recipe.transfer;
  const facts = { artworks, iterations, evaluations, losses, seconds: Math.round(seconds * 100) / 100 };
  return { job: job.id, rendered: [name], kept: [], facts };
}

async function makePage(
  job: PageJob,
  signal: AbortSignal | undefined,
  report: (progress: Progress) => void,
): Promise<PageResult> {
  const entry = workerEntry('../work/page-worker', import.meta.url);
  const scheduler = createLocalScheduler<PageJob, Progress, PageResult>({ workers: 1, entry });
  let outcome: Outcome<PageResult> | undefined;
  try {
    [outcome] = await scheduler.run([job], { signal, onProgress: (_, progress) => report(progress) });
  } finally {
    await scheduler.close();
  }
  throwIfAborted(signal);
  if (outcome!.status === 'failed') throw outcome!.error;
  const { seconds, evaluations, losses } = outcome!.result;
  report({
    kind: 'done',
    letter: job.name,
    file: job.files.page,
    seconds,
    evaluations,
    loss: losses.total!,
  });
  return outcome!.result;
}

/** A file's own name, or the first words of a text, so that another text does not take its place. */
function nameFor(content: string, file: string): string {
  if (file !== 'none') return basename(file, extname(file));
  const words = content.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let name = '';
  for (const word of words) {
    if (name !== '' && name.length + word.length > 32) break;
    name = name === '' ? word.slice(0, 32) : `${name}-${word}`;
  }
  return name.toLowerCase() || `text-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}
