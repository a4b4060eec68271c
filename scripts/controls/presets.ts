import { presetNames, presets } from '../../src/config/presets.js';
import type { Shown } from './shown.js';

/** One control for each preset. */
export const presetControls: readonly Shown[] = presetNames.map((preset) => ({
  name: `preset-${preset}`,
  part: 'Presets',
  keys: [],
  letters: 'AGRS',
  artworks: ['brush-strokes', 'agate', 'overprint', 'nebula'],
  // What needs weights that do not come with the product cannot be shown everywhere.
  pictures: 'encoder' in presets[preset] ? [] : [{ caption: '', input: { preset } }],
}));
