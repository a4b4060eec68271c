import { type Font, loadFont } from '../../../src/glyph/index.js';
import type { TextLayoutSettings } from '../../../src/glyph/text/index.js';
import { openRunShaper, type RunGlyph } from '../../../src/glyph/text/shape-runs.js';
import { sharedPath } from '../../support/shared-data.js';

export const settings: TextLayoutSettings = {
  size: 'fit',
  align: 'start',
  vertical: 'middle',
  leading: 1.2,
  tracking: 0,
  stanzaGapRatio: 0.6,
  wrap: 'auto',
  direction: 'auto',
  language: undefined,
  features: [],
};

export const box = { left: 0, top: 0, width: 400, height: 300 };

export const defaultFont = (): Promise<Font> => loadFont({ file: 'default', axes: {} });

export const sharedFont = (name: string, axes: Record<string, number> = {}): Promise<Font> =>
  loadFont({ file: sharedPath(`fonts/${name}`), axes });

/** One run of text from the font's first file. */
export function shapeRun(
  font: Font,
  text: string,
  change: { rtl?: boolean; features?: string[]; language?: string } = {},
): RunGlyph[] {
  const { rtl = false, features = [], language } = change;
  const shape = openRunShaper(font.faces, { features, language, down: false });
  return shape(text, { start: 0, end: text.length, rtl, script: undefined, face: 0, upright: false });
}

export const unitsOf = (glyphs: readonly RunGlyph[], em = 1000): number[] =>
  glyphs.map(({ advance }) => Math.round(advance * em));
