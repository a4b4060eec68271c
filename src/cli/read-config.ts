import type { AlphabetConfig } from '../index.js';
import type { Product } from './action.js';

/** What was given on the command line: flag name to text. */
export type Flags = Readonly<Record<string, string>>;

/** The configuration that the flags name or the working folder has, with the flags laid over it. */
export async function readConfig(
  { loadConfig, findConfigFile }: Product,
  { config: file, ...flags }: Flags,
): Promise<AlphabetConfig> {
  return loadConfig(file ?? (await findConfigFile()), { flags: withDashes(flags) });
}

/** The same, but where there is no file what the run in the output folder was made with stands in its place. */
export async function readConfigOfRun(
  { loadConfig, findConfigFile, readRunSettings }: Product,
  { config: file, ...given }: Flags,
): Promise<AlphabetConfig> {
  const named = file ?? (await findConfigFile());
  const flags = withDashes(given);
  if (named !== undefined) return loadConfig(named, { flags });
  const { out } = await loadConfig(undefined, { flags });
  return loadConfig(undefined, { flags, earlier: await readRunSettings(out) });
}

/** Commander writes `--font-size` as `fontSize`. */
function withDashes(flags: Flags): Flags {
  const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [dashed(name), value]));
}
