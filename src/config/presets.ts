import { painting } from './painting.js';

/** What a preset sets of `transfer`, and which encoder; whatever the user says comes on top. The schema checks it like the user's own. */
interface Preset {
  readonly encoder?: string;
  readonly transfer?: Readonly<Record<string, unknown>>;
}

/** What a picture is painted by that is not found in its artwork. */
const painted = {
  found: { amount: 0 },
  ...Object.fromEntries(Object.entries(painting).map(([key, value]) => [key, value.painted])),
};

/** Feels that go by one word. `found` is what the keys' own defaults make. */
export const presets = {
  found: {},
  bold: { transfer: { found: { lay: 'cut', interest: 0.3, legible: 0.9 }, split: { groundRatio: 0.4 } } },
  shadow: { transfer: { contrast: 0.36, found: { lay: 'shadow', width: 1, seamRatio: 0 } } },
  collage: { transfer: { contrast: 0.3, found: { amount: 1, lay: 'cut', interest: 0.8 } } },
  painted: { transfer: painted },
  painterly: {
    transfer: {
      ...painted,
      contrast: 0.3,
      contentWeight: 0.007,
      fitRatio: 0.02,
      detail: 2.2,
      layerWeights: [1, 1, 1.5, 2],
    },
  },
  wild: {
    transfer: {
      ...painted,
      contrast: 0.25,
      contentWeight: 0.006,
      toneWeight: 1,
      fitRatio: 0.06,
      detail: 2.6,
      layerWeights: [0.5, 1, 2, 2],
      startNoise: 0.15,
      secondTryBelow: 0,
    },
  },
  'ink-only': { transfer: { scope: 'ink' } },
  'original-look': {
    transfer: {
      ...painted,
      split: { by: 'none' },
      start: 'glyph',
      contrast: 0,
      contentWeight: 0.007,
      detail: 1,
      layerWeights: [8, 4, 2, 1],
      startNoise: 0,
      secondTryBelow: 0,
    },
  },
  /** The script's own figures. */
  original: {
    encoder: 'vgg16',
    transfer: {
      ...painted,
      method: 'original',
      sizePx: 400,
      iterations: 20,
      evaluationsPerIteration: 20,
      contentWeight: 0.025,
      totalVariation: 8.5e-5,
      secondTryBelow: 0,
    },
  },
} satisfies Record<string, Preset>;

type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets) as PresetName[];

/** What the input's preset, or another one, says; nothing for an unknown one, which is left to the schema to refuse. */
export function presetOf(input: unknown, override?: string): Preset {
  const name = String(override ?? (isRecord(input) ? input.preset : undefined));
  return Object.hasOwn(presets, name) ? presets[name as PresetName] : {};
}

/** The input laid over a preset. */
export function withPreset(input: unknown, preset: Preset): unknown {
  return isRecord(input) ? laidOver(preset, input) : input;
}

function laidOver(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isRecord(below) || !isRecord(above)) return above;
  const merged: Record<string, unknown> = { ...below, ...above };
  for (const key of Object.keys(below)) if (key in above) merged[key] = laidOver(below[key], above[key]);
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
