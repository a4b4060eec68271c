import { resolve } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { AlphabetConfig, LetterChange, LetterSettings } from '../index.js';
import type { Product } from './action.js';
import type { RunFlags } from './alphabet.js';
import { type Flags, withDashes } from './read-config.js';

/** What `letter` takes beside the flags of the configuration and of a run. */
export interface LetterFlags {
  readonly style?: string;
  readonly scale?: number;
  readonly shiftX?: number;
  readonly shiftY?: number;
  readonly next?: number;
  readonly lock?: boolean;
  readonly take?: number;
  readonly auto?: boolean;
  readonly undo?: boolean;
  readonly redo?: boolean;
}

/**
 * What is to become of the letter's own settings, nothing where none was mentioned; and the flags that are left, which are the run's.
 * Throws `config` where two changes are asked for that exclude each other.
 */
export async function readChange(
  product: Product,
  options: LetterFlags & RunFlags & Flags,
): Promise<{ readonly change: LetterChange | undefined; readonly flags: Flags }> {
  const { style, scale, shiftX, shiftY, next, lock, take, auto, undo, redo, ...more } = options;
  const { only: _, wait: __, quiet: ___, json: ____, open: _____, fresh: ______, ...flags } = more;
  const given = Object.entries(flags as Flags);
  const own = given.filter(([name]) => name in ownFlags);
  const others = given.filter(([name]) => !(name in ownFlags));
  const set: LetterSettings = {
    ...(await ownSettings(product, Object.fromEntries(own))),
    ...artworkOf(style),
    ...(next === undefined ? {} : { place: { next } }),
    ...definedOf({ scale, shiftX, shiftY, lock }),
  };
  refuseSeveral({ auto, take, undo, redo }, set);
  return { change: changeOf({ take, auto, undo, redo }, set), flags: Object.fromEntries(others) };
}

/** Which of the ways that exclude each other was asked for. */
interface Ways {
  readonly auto: boolean | undefined;
  readonly take: number | undefined;
  readonly undo: boolean | undefined;
  readonly redo: boolean | undefined;
}

function changeOf({ take, auto, undo, redo }: Ways, set: LetterSettings): LetterChange | undefined {
  if (take !== undefined) return { take };
  if (undo || redo) return { step: undo ? 'undo' : 'redo' };
  return auto || !isEmpty(set) ? { set, auto } : undefined;
}

/** Settings go together with `auto`, which is what they are laid on, and with no other way. */
function refuseSeveral(ways: Ways, set: LetterSettings): void {
  const asked = Object.entries(ways).flatMap(([name, value]) => (value ? [`--${name}`] : []));
  if (!isEmpty(set) && !ways.auto) asked.push('settings');
  if (asked.length < 2) return;
  throw new AbecedaryError(
    'config',
    `Expected one of --auto, --take, --undo, --redo, got ${asked.join(' and ')}; choose one.`,
  );
}

/** Flags of the configuration as the letter's own settings. */
async function ownSettings({ loadConfig }: Product, own: Flags): Promise<LetterSettings> {
  const asked = await loadConfig(undefined, { flags: withDashes(own) });
  return Object.assign({}, ...Object.keys(own).map((name) => ownFlags[name]!(asked)));
}

const isEmpty = (set: LetterSettings): boolean => Object.keys(set).length === 0;

/** Flags of the configuration that are the letter's own here, by what they make of it. */
const ownFlags: Readonly<Record<string, (config: AlphabetConfig) => LetterSettings>> = {
  seed: ({ seed }) => ({ seed }),
  preset: ({ preset }) => ({ preset }),
  contrast: ({ transfer: { contrast } }) => ({ contrast }),
  fit: ({ transfer: { fitRatio } }) => ({ fit: fitRatio }),
  detail: ({ transfer: { detail } }) => ({ detail }),
  polarity: ({ transfer: { polarity } }) => ({ polarity }),
  found: ({ transfer: { found } }) => ({ found: found.amount }),
  lay: ({ transfer: { found } }) => ({ lay: found.lay }),
  legible: ({ transfer: { found } }) => ({ legible: found.legible }),
  seam: ({ transfer: { found } }) => ({ seam: found.seamRatio }),
};

/** The artwork that is named, its usual one for the word auto. */
function artworkOf(style: string | undefined): LetterSettings {
  if (style === undefined) return {};
  return { artwork: style === 'auto' ? undefined : [{ file: resolve(style), weight: 1 }] };
}

function definedOf(values: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
