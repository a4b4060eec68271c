import { describeAllowed, keyAt, listKeys, takesNumber, takesText } from './keys.js';

/** A command line flag that overrides one key of the configuration. */
export interface ConfigFlag {
  /** Without dashes: `size`. */
  readonly name: string;
  /** What the help calls its value: `PX`. */
  readonly value: string;
  readonly path: readonly string[];
  readonly description: string;
  /** What it takes, in words. */
  readonly allowed: string;
  /** What it is when neither flag nor file says anything. */
  readonly fallback: string;
}

/** Flag name to the text that was given for it, or several. */
export type FlagValues = Readonly<Record<string, string | readonly string[]>>;

/** All flags that stand for keys of the configuration. */
export const configFlags: readonly ConfigFlag[] = listKeys().flatMap(({ path, node }) =>
  node.flag === undefined
    ? []
    : {
        name: node.flag,
        value: node.value ?? 'VALUE',
        path,
        description: node.description ?? '',
        // A flag is one text, so where a key takes text or a list, the flag takes the text.
        allowed: describeAllowed(node.anyOf?.find(takesText) ?? node),
        fallback: String(node.default),
      },
);

/** The flags as a piece of configuration: text becomes a number where the key takes numbers. */
export function flagsToInput(flags: FlagValues): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { name, path } of givenFlags(flags)) {
    let section = input;
    for (const key of path.slice(0, -1)) {
      section[key] ??= {};
      section = section[key] as Record<string, unknown>;
    }
    section[path.at(-1)!] = readFlag(flags[name]!, path);
  }
  return input;
}

/** The known flags among the given ones. */
export function givenFlags(flags: FlagValues): ConfigFlag[] {
  return configFlags.filter(({ name }) => flags[name] !== undefined);
}

function readFlag(given: string | readonly string[], path: readonly string[]): unknown {
  if (typeof given !== 'string') return given.length === 1 ? given[0] : [...given];
  const text = given;
  if (keyAt(path)?.type === 'boolean') return truths[text.trim().toLowerCase()] ?? text;
  const numeric = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text);
  return numeric && takesNumber(keyAt(path) ?? {}) ? Number(text) : text;
}

/** How a flag says what a file says with true and false. */
const truths: Readonly<Record<string, boolean>> = { yes: true, no: false, true: true, false: false };
