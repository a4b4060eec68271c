import type { AlphabetConfig } from '../config/index.js';
import { type Pairings, readPairings, runFolder } from '../files/index.js';
import { type Font, loadFont } from '../glyph/index.js';
import { describeEngine, type EngineFacts } from '../nst/index.js';
import { limitBatch } from '../plan/batch-size.js';
import { findEncoder } from '../plan/encoders.js';
import { chooseEngine } from '../plan/engines/index.js';
import type { LetterJob } from '../plan/job.js';
import { planJobs } from '../plan/letters.js';

/** All that a run knows before it does anything. */
export interface RunPlan {
  readonly config: AlphabetConfig;
  /** The artworks that letters of this run were given one by one. */
  readonly pairings: Pairings;
  readonly font: Font;
  readonly engine: EngineFacts;
  /** Why it is this engine, in a few words. */
  readonly engineReason: string;
  /** How many letters may be made together. */
  readonly batchLimit: number;
  /** One job for every character, in the order of the configuration. */
  readonly jobs: ReadonlyMap<string, LetterJob>;
  /** Sentences the user should read. */
  readonly notes: readonly string[];
}

/**
 * Plans a run; writes nothing. `changed` are new artworks of letters, and letters that are to have their usual one again
 * (undefined). With `untried` a named engine is not tried, for what only looks. Throws AbecedaryError for whatever cannot be used.
 */
export async function planRun(
  config: AlphabetConfig,
  changed: Readonly<Record<string, string | undefined>> = {},
  { untried = false }: { readonly untried?: boolean } = {},
): Promise<RunPlan> {
  const known = Object.entries({ ...(await readPairings(config.out)), ...changed });
  const pairings = Object.fromEntries(
    known.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const font = await loadFont(config.font);
  const encoder = await findEncoder(config.encoder);
  const { engine: chosen, reason: engineReason } = await chooseEngine(config.engine, {
    ...(config.schedule.scheduler === 'redis' ? { elsewhere: true } : { untried }),
  });
  const engine = await describeEngine(encoder, chosen);
  const batchLimit = await limitBatch(config.batch, engine, config.transfer.sizePx);
  const folder = runFolder(config.out);
  const { jobs, notes } = await planJobs({ ...config, encoder }, font, engine, folder, pairings);
  return { config, pairings, font, engine, engineReason, batchLimit, jobs, notes };
}
