import { resolve } from 'node:path';
import type { AlphabetConfig, MadeWith } from '../index.js';
import type { Product } from './action.js';

/** What was given on the command line: flag name to text, or to several. */
export type Flags = Readonly<Record<string, string | readonly string[]>>;

/** A configuration, and what is to be remembered of where it comes from. */
export interface RunConfig {
  readonly config: AlphabetConfig;
  readonly madeWith: MadeWith;
}

/** The configuration that the flags name or the working folder has, with the flags laid over it. */
export async function readConfig(
  { loadConfig, findConfigFile }: Product,
  { config: file, ...flags }: Flags,
): Promise<AlphabetConfig> {
  return loadConfig((file as string | undefined) ?? (await findConfigFile()), { flags: withDashes(flags) });
}

/**
 * The same, but in the folder of a run what that was made with stands in the place of what is not said: its configuration and
 * its flags, or where it was made by a program, its settings. Another configuration that is named stands for itself. With `fresh`
 * the folder is not asked.
 */
export async function readConfigOfRun(
  product: Product,
  { config: file, ...given }: Flags,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<RunConfig> {
  const { loadConfig, findConfigFile, readRunSettings, readMadeWith } = product;
  const flags = withDashes(given);
  const named = file as string | undefined;
  const usual = named ?? (await findConfigFile());
  const plain = await loadConfig(usual, { flags });
  const own = layerOf(flags);
  const asSaid = { config: plain, madeWith: { config: usual && resolve(usual), flags: own } };
  if (fresh) return asSaid;
  const { out } = plain;
  const made = await readMadeWith(out);
  if (made === undefined) {
    const earlier = usual === undefined ? await readRunSettings(out) : undefined;
    if (earlier === undefined) return asSaid;
    return { ...asSaid, config: { ...(await loadConfig(undefined, { flags, earlier })), out } };
  }
  if (named !== undefined && resolve(named) !== made.config) return asSaid;
  const config = await loadConfig(made.config, { flags, layers: made.flags });
  const madeWith = { config: made.config, flags: merged([...made.flags, ...own]) };
  return { config: { ...config, out }, madeWith };
}

/** Sections whose flags say how letters and what is made of them are to be; those of others say where and by whom. */
const forgotten = ['out', 'workers', 'batch', 'scheduler', 'redis', 'store', 'store-key'];

function layerOf(flags: Flags): MadeWith['flags'] {
  const values = Object.fromEntries(Object.entries(flags).filter(([name]) => !forgotten.includes(name)));
  return Object.keys(values).length === 0 ? [] : [{ folder: process.cwd(), values }];
}

/** Layers without what later ones say too; those of one folder after the other are one. */
function merged(layers: MadeWith['flags']): MadeWith['flags'] {
  const kept: { readonly folder: string; readonly values: Record<string, string | readonly string[]> }[] = [];
  for (const [at, { folder, values }] of layers.entries()) {
    const later = layers.slice(at + 1);
    const left = Object.entries(values).filter(([name]) => !later.some((layer) => name in layer.values));
    const last = kept.at(-1);
    if (last?.folder === folder) Object.assign(last.values, Object.fromEntries(left));
    else if (left.length > 0) kept.push({ folder, values: Object.fromEntries(left) });
  }
  return kept;
}

/** Commander writes `--font-size` as `fontSize`. */
export function withDashes(flags: Flags): Flags {
  const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [dashed(name), value]));
}
