import { isDeepStrictEqual } from 'node:util';
import { createConfig } from './load.js';
import type { AlphabetConfig, LetterSettings } from './schema.js';
import { yaml } from './yaml.js';

/**
 * A configuration as YAML, with what `letters` have of their own laid over it: what its preset says anyway is left out. Where
 * results go and who makes them is the reader's own; files are absolute paths.
 */
export function configYaml(
  config: AlphabetConfig,
  letters: Readonly<Record<string, LetterSettings>> = {},
): string {
  const usual = createConfig({ preset: config.preset }) as unknown as Section;
  const own = Object.fromEntries(
    config.characters.flatMap((each) => {
      const settings = { ...config.letters[each], ...letters[each] };
      return Object.keys(settings).length === 0 ? [] : [[each, settings] as const];
    }),
  );
  const { out: _, schedule: __, workers: ___, batch: ____, engine: _____, ...said } = config;
  const changed = different({ ...said, letters: own }, usual);
  const { preset, ...others } = { ...changed, preset: config.preset } as Section;
  return yaml().stringify({ preset, ...others });
}

type Section = Readonly<Record<string, unknown>>;

function different(value: Section, usual: Section): Section {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => {
      const other = usual[key];
      if (isDeepStrictEqual(each, other)) return [];
      return [[key, isSection(each) && isSection(other) ? different(each, other) : each]];
    }),
  );
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
