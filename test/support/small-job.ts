import { type Font, loadFont } from '../../src/glyph/index.js';
import type { AlphabetConfigInput } from '../../src/index.js';
import { describeEngine } from '../../src/nst/index.js';
import { findEncoder } from '../../src/plan/encoders.js';
import { type LetterJob, planLetters } from '../../src/plan/letters.js';
import { planText, type TextJob } from '../../src/plan/text.js';
import { smallConfig } from './small-alphabet.js';

/** The job of one letter as a run plans it, small and quick; `changes` go over it. */
export async function smallJob(
  folder: string,
  changes: AlphabetConfigInput = {},
): Promise<{ job: LetterJob; font: Font }> {
  const config = smallConfig(folder, { characters: 'R', ...changes });
  const font = await loadFont(config.font);
  const encoderFile = await findEncoder(config.encoder);
  const engine = await describeEngine(encoderFile);
  const { jobs } = await planLetters(config, font, { machine: { engine, encoderFile } });
  return { job: [...jobs.values()][0]!, font };
}

/** The job of a page with one large letter, or other words. */
export async function smallPage(
  folder: string,
  changes: AlphabetConfigInput = {},
  text = 'R',
): Promise<{ job: TextJob }> {
  const config = smallConfig(folder, { ...changes, text: { page: '176x160', ...changes.text } });
  const fonts = [await loadFont(config.font)];
  const encoderFile = await findEncoder(config.encoder);
  const engine = await describeEngine(encoderFile);
  const job = await planText(config, { text, name: 'r', fonts }, { engine, encoderFile });
  return { job };
}
