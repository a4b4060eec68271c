import { isDeepStrictEqual } from 'node:util';
import { presetOf, withPreset } from './presets.js';
import { type AlphabetConfig, alphabetSchema, type LetterSettings, type TransferSettings } from './schema.js';

/** How the artwork of one letter is carried over: the alphabet's way, under the letter's own preset and with its own settings. */
export function transferOfLetter(
  { preset, transfer }: Pick<AlphabetConfig, 'preset' | 'transfer'>,
  own: LetterSettings,
): TransferSettings {
  const base =
    own.preset === undefined
      ? transfer
      : (moved(transfer, transferUnder(preset), transferUnder(own.preset)) as TransferSettings);
  const given = <Key extends string>(values: Record<Key, unknown>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const { contrast, fit: fitRatio, detail, polarity, found: amount, lay, legible, seam: seamRatio } = own;
  return {
    ...base,
    ...given({ contrast, fitRatio, detail, polarity }),
    found: { ...base.found, ...given({ amount, lay, legible, seamRatio }) },
  };
}

/** What a preset alone makes of «transfer». */
function transferUnder(preset: string): TransferSettings {
  return alphabetSchema.parse(withPreset({ preset }, presetOf({ preset }))).transfer;
}

/** A value as it is under another preset: what is as one preset says becomes what the other says, what was set beside it stays. */
function moved(value: unknown, from: unknown, to: unknown): unknown {
  if (isSection(value) && isSection(from) && isSection(to))
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, moved(each, from[key], to[key])]),
    );
  return isDeepStrictEqual(value, from) ? to : value;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
