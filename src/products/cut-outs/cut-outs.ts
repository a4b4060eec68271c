import { join } from 'node:path';
import { AbecedaryError, throwIfAborted } from '../../base/errors.js';
import { cutOut } from '../../compose/index.js';
import { fileStem, writePicture, writeTextFile } from '../../files/index.js';
import { clippedSvg } from './clipped-svg.js';
import { letterInks } from './inks.js';
import { type CutOutFacts, describeCutOut, describeSet } from './measures.js';
import { openRunLetters } from './run-letters.js';

export interface CutOutOptions {
  /** Folder for the cut-outs; default: `cutouts` in the run's own. */
  readonly to?: string | undefined;
  /** How far the outline is grown, of the letter's side, 0..0.25; default 0. */
  readonly growRatio?: number | undefined;
  /** Whether an SVG lies beside every picture; default true. */
  readonly svg?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface CutOutResult {
  readonly folder: string;
  readonly metrics: string;
  readonly letters: readonly string[];
}

/**
 * Cuts the letters of a finished run out of their pictures: for each a transparent PNG, and an SVG that clips it by its
 * outline; and `cutouts.json` with what is needed to set type with them.
 * Throws like `openRunLetters` and their `read`.
 */
export async function makeCutOuts(run: string, options: CutOutOptions = {}): Promise<CutOutResult> {
  const { to = join(run, 'cutouts'), growRatio = 0, svg = true, signal } = options;
  const finished = await openRunLetters(run);
  const { characters } = finished;
  const entries: CutOutFacts[] = [];
  for (const character of characters) {
    throwIfAborted(signal);
    const letter = await finished.read(character, growRatio);
    const inks = letterInks(finished, letter);
    const cut = cutOut(inks.colours, inks.coverage);
    if (cut === undefined) {
      throw new AbecedaryError(
        'output',
        `Expected something of «${character}» to be seen in ${run}, but its picture is wholly transparent; render it again.`,
      );
    }
    const facts = describeCutOut(letter, cut);
    await writePicture(join(to, facts.picture), cut.picture);
    if (svg) {
      const name = `${fileStem(character)}.svg`;
      await writeTextFile(join(to, name), await clippedSvg(letter, { cut, inks }));
      entries.push({ ...facts, svg: name });
    } else entries.push(facts);
  }
  const metrics = join(to, 'cutouts.json');
  await writeTextFile(
    metrics,
    `${JSON.stringify(describeSet(finished.source, growRatio, entries), null, 2)}\n`,
  );
  return { folder: to, metrics, letters: characters };
}
