import { AbecedaryError } from '../../base/errors.js';
import type { EngineName } from '../../config/index.js';
import { cpuEngine, type Engine } from '../../nst/index.js';
import { findGpus, type Gpu } from './gpus.js';
import { type EngineState, tryEngine } from './try.js';
import type { EngineWord } from './words.js';

/** The engine of a run. */
interface EngineChoice {
  readonly engine: Engine;
  /** Why it is this one and nothing better, in a few words. */
  readonly reason: string;
}

/** What `auto` takes the first usable one of. Others have to be named: they are slower, round more coarsely, or have not been tried. */
const autoOrder: readonly EngineWord[] = ['cuda', 'webgpu', 'cpu'];

interface ChooseOptions {
  /** The letters are made on other machines, which this one knows nothing of. */
  readonly elsewhere?: boolean;
  /** A named engine is taken as it is, since nothing is to be made. */
  readonly untried?: boolean;
  /** How engines are tried and graphics processors found. */
  readonly find?: () => Promise<Gpu[]>;
  readonly attempt?: (word: EngineWord) => Promise<EngineState>;
}

/**
 * Which engine a run takes. A named one is tried, and refused with AbecedaryError `engine` where it cannot be used: nothing takes
 * its place. `auto` tries a GPU only where the system tells of one, and takes the CPU rather than a driver that only
 * computes as if it were a GPU.
 */
export async function chooseEngine(
  wanted: EngineName,
  { elsewhere = false, untried = elsewhere, find = findGpus, attempt = tryEngine }: ChooseOptions = {},
): Promise<EngineChoice> {
  if (elsewhere && wanted === 'auto')
    return { engine: cpuEngine, reason: 'auto is the CPU where other machines make the letters' };
  if (wanted === 'cpu') return { engine: cpuEngine, reason: 'as chosen' };
  if (wanted === 'auto') return chooseBest(await find(), attempt);
  if (untried && wanted !== 'tfjs')
    return { engine: { ...cpuEngine, provider: wanted }, reason: 'as chosen' };
  const state = await attempt(wanted);
  if (state.usable) return { engine: state.engine, reason: `as chosen${describeAdapter(state)}` };
  throw new AbecedaryError(
    'engine',
    `Expected the engine ${wanted} to be usable here, but ${withoutDot(state.lacks)}; ${state.remedy}, or choose another engine (abecedary doctor tells which are here).`,
  );
}

async function chooseBest(
  gpus: readonly Gpu[],
  attempt: (word: EngineWord) => Promise<EngineState>,
): Promise<EngineChoice> {
  if (gpus.length === 0) return { engine: cpuEngine, reason: 'auto found no GPU' };
  const against: string[] = [];
  for (const word of autoOrder) {
    if (word === 'cuda' && !gpus.some(({ isNvidia }) => isNvidia)) continue;
    const because = ['auto', ...against].join('; ');
    if (word === 'cpu') return { engine: cpuEngine, reason: because };
    const state = await attempt(word);
    if (state.usable && !state.software) {
      return { engine: state.engine, reason: `${because}${describeAdapter(state)}` };
    }
    against.push(
      state.usable
        ? `${word} would only reach ${state.adapter}, which is no GPU`
        : `no ${word}: ${withoutDot(state.lacks)}`,
    );
  }
  throw new RangeError('auto ends with the CPU');
}

function describeAdapter({ adapter, software }: Extract<EngineState, { usable: true }>): string {
  if (adapter === undefined) return '';
  return software ? `, on ${adapter}, which is no GPU and slower than the CPU` : `, on ${adapter}`;
}

const withoutDot = (text: string): string => text.replace(/\.$/, '');
