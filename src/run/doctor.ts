import { availableParallelism, cpus, totalmem } from 'node:os';
import { packageVersion, versionsInUse } from '../base/package-facts.js';
import type { AlphabetConfig } from '../config/index.js';
import { loadFont } from '../glyph/index.js';
import { findOcr } from '../judge/index.js';
import { describeEngine, type Engine, includedEncoderFile } from '../nst/index.js';
import { type EncoderState, findEncoder, listEncoders } from '../plan/encoders.js';
import {
  chooseEngine,
  type EngineState,
  type EngineWord,
  engineWords,
  findGpus,
  type Gpu,
  gpuMemory,
  slowEngine,
  tryEngine,
} from '../plan/engines/index.js';
import { largestShare } from '../plan/share.js';
import { freeBytes, memoryOfWorker } from '../plan/workers.js';

/** Something that is as it should be, in words, or what is wrong with it. */
export type Finding =
  | { readonly ok: true; readonly is: string }
  | { readonly ok: false; readonly is: string };

/** What this machine has of what the program works with. */
export interface Health {
  readonly version: string;
  readonly system: string;
  /** Of Node and the packages that decide pictures, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly cpu: { readonly model: string; readonly cores: number };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  readonly gpus: readonly Gpu[];
  /** Each engine, usable or not, with one measured evaluation where it is. */
  readonly engines: readonly EngineState[];
  /** What `auto` takes, and why. */
  readonly auto: { readonly engine: Engine; readonly reason: string };
  /** What a run with this configuration would take; `engine` is absent where it would be refused. */
  readonly run: {
    readonly wanted: AlphabetConfig['engine'];
    readonly engine: Engine | undefined;
    readonly reason: string;
    readonly workers: number;
    /** How many letters each makes together at most. */
    readonly batch: number;
    /** Of arithmetic, in each worker. */
    readonly threads: number;
    /** What each may take at most, at the configuration's size. */
    readonly bytesPerWorker: number;
  };
  readonly font: Finding;
  readonly encoders: readonly EncoderState[];
  readonly tesseract: Finding;
  /** Absent where the configuration asks for none. */
  readonly redis: Finding | undefined;
  /** Whether anything can be made at all. */
  readonly canRun: boolean;
}

export interface DoctorOptions {
  /** Hears which engine is tried next; that takes a while. */
  readonly onTry?: ((word: EngineWord) => void) | undefined;
}

/** Engines are measured at a letter of this side, or of the configuration's where that is smaller. */
const measuredPx = 128;

/** Looks at everything that a run with this configuration would need. Writes nothing; throws only for a bug. */
export async function examine(config: AlphabetConfig, { onTry }: DoctorOptions = {}): Promise<Health> {
  const gpus = await findGpus();
  const sizePx = Math.min(measuredPx, config.transfer.sizePx);
  const engines: EngineState[] = [];
  for (const word of engineWords) {
    const slow = config.engine === word ? undefined : slowEngine(word);
    if (slow !== undefined) {
      engines.push(slow);
      continue;
    }
    onTry?.(word);
    engines.push(await tryEngine(word, { weights: includedEncoderFile('compact'), sizePx, count: 5 }));
  }
  const known = {
    find: async () => gpus,
    attempt: async (wanted: EngineWord) => engines.find(({ word }) => word === wanted)!,
  };
  const elsewhere = config.schedule.scheduler === 'redis';
  const auto = await chooseEngine('auto', known);
  const choice = await chooseEngine(config.engine, { ...known, elsewhere }).catch((error: Error) => ({
    engine: undefined,
    reason: error.message,
  }));
  const facts = await findEncoder(config.encoder)
    .then((file) => describeEngine(file, choice.engine))
    .catch(() => describeEngine(includedEncoderFile('compact'), choice.engine));
  return {
    version: packageVersion,
    system: `${process.platform} ${process.arch}`,
    versions: versionsInUse(choice.engine?.name ?? ''),
    cpu: { model: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism() },
    memory: { totalBytes: totalmem(), freeBytes: freeBytes() },
    gpus,
    engines,
    auto,
    run: {
      wanted: config.engine,
      ...choice,
      ...(await largestShare(config, facts, (engine) => gpuMemory(engine, known.find))),
      threads: 1,
      bytesPerWorker: memoryOfWorker(facts, config.transfer.sizePx),
    },
    font: await finding(async () => {
      const { family, style, version, file } = await loadFont(config.font);
      return `${file}: ${family} ${style}, ${version}`;
    }),
    encoders: await listEncoders(),
    tesseract: await finding(async () => {
      const ocr = await findOcr();
      if ('lacks' in ocr) throw new Error(ocr.lacks);
      return ocr.version;
    }),
    redis: elsewhere ? await finding(() => greetRedis(config.schedule.redis)) : undefined,
    canRun: engines.some(({ usable }) => usable),
  };
}

async function finding(look: () => Promise<string>): Promise<Finding> {
  try {
    return { ok: true, is: await look() };
  } catch (error) {
    return { ok: false, is: error instanceof Error ? error.message : String(error) };
  }
}

async function greetRedis(url: string): Promise<string> {
  const { connect, withoutSecret } = await import('../work/schedule/redis/index.js');
  const client = await connect(url);
  client.disconnect();
  return `${withoutSecret(url)} answers`;
}
