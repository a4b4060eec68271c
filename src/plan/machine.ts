import type { AlphabetConfig } from '../config/index.js';
import { describeEngine, type EngineFacts } from '../nst/index.js';
import { findEncoder } from './encoders.js';
import { chooseEngine } from './engines/index.js';
import { largestShare, type Share, settleShare } from './share.js';

/** What pictures are painted with. */
export interface Machine {
  /** The file of the encoder's weights, or the folder of a layers model. */
  readonly encoderFile: string;
  readonly engine: EngineFacts;
  /** Why it is this engine, in a few words. */
  readonly engineReason: string;
  /** Whether workers elsewhere paint. */
  readonly remote: boolean;
  /** How many processes paint so many pictures, none where workers elsewhere do, and how many each of them at once. */
  share(pictures: number): Share;
}

/**
 * Finds the encoder and the engine that a configuration asks for, and what this machine bears of it. With `untried` a named
 * engine is not tried, for what only looks. Throws AbecedaryError for whatever cannot be used.
 */
export async function openMachine(
  config: Pick<AlphabetConfig, 'encoder' | 'engine' | 'schedule' | 'batch' | 'workers' | 'transfer'>,
  { untried = false }: { readonly untried?: boolean } = {},
): Promise<Machine> {
  const remote = config.schedule.scheduler === 'redis';
  const encoderFile = await findEncoder(config.encoder);
  const { engine: chosen, reason } = await chooseEngine(
    config.engine,
    remote ? { elsewhere: true } : { untried },
  );
  const engine = await describeEngine(encoderFile, chosen);
  const most = remote ? { workers: 0, batch: 1 } : await largestShare(config, engine);
  return {
    encoderFile,
    engine,
    engineReason: reason,
    remote,
    share: (pictures) => (remote ? most : settleShare(config.batch, most, pictures)),
  };
}
