import { luminanceOf } from '../../base/colour.js';
import { AbecedaryError, throwIfAborted } from '../../base/errors.js';
import { letterInks, openRunLetters, type RunLetters } from '../cut-outs/index.js';
import type { StyledLetter } from './strikes.js';

/** A run, and further ones whose letters are other forms of its own. Throws `font` for one that was made from another font, and like `openRunLetters`. */
export async function openRuns(
  run: string,
  alternates: readonly string[],
): Promise<readonly [RunLetters, ...RunLetters[]]> {
  const first = await openRunLetters(run);
  const others: RunLetters[] = [];
  for (const folder of alternates) {
    const other = await openRunLetters(folder);
    const [{ font }, { font: wanted }] = [other.source, first.source];
    if (font.sha256 !== wanted.sha256 || JSON.stringify(font.axes) !== JSON.stringify(wanted.axes)) {
      throw new AbecedaryError(
        'font',
        `Expected ${folder} to be made from ${wanted.family} ${wanted.style} as ${run} is, got ${font.family} ${font.style}; name runs of the same font and axes.`,
      );
    }
    others.push(other);
  }
  return [first, ...others];
}

/** Reads the letters of all runs, each with the number of its glyph. Throws `aborted` on the signal, and like `RunLetters.read`. */
export async function readLetters(
  runs: readonly RunLetters[],
  forms: ReadonlyMap<string, readonly (number | undefined)[]>,
  { growRatio, signal }: { readonly growRatio: number; readonly signal: AbortSignal | undefined },
): Promise<StyledLetter[]> {
  const letters: StyledLetter[] = [];
  for (const [at, finished] of runs.entries()) {
    for (const [character, glyphs] of forms) {
      const glyph = glyphs[at];
      if (glyph === undefined) continue;
      throwIfAborted(signal);
      const letter = await finished.read(character, growRatio);
      letters.push({ glyph, letter, inks: letterInks(finished, letter) });
    }
  }
  return letters;
}

/** The mean colour of a letter, 0..1, where it is. */
function meanInk({ inks: { colours, coverage } }: StyledLetter): number[] {
  const area = coverage.data.length;
  const total = coverage.data.reduce((sum, share) => sum + share, 0);
  return [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let at = 0; at < area; at++) sum += coverage.data[at]! * colours.data[channel * area + at]!;
    return total === 0 ? 0 : sum / total;
  });
}

/** Luminance of what is to be seen on white and on black. */
const [lowest, highest] = [0.35, 0.5];

/** The mean colour of all letters as samples of 8 bits, made so dark or so light that it is seen on white and on black. */
export function plainColour(letters: readonly StyledLetter[]): number[] {
  const means = letters.map(meanInk);
  const mean = [0, 1, 2].map(
    (channel) => means.reduce((sum, colour) => sum + colour[channel]!, 0) / means.length,
  );
  const tone = luminanceOf(mean);
  const darker = Math.min(1, highest / tone);
  const whiter = Math.max(0, (lowest - tone) / (1 - tone));
  return mean.map((value) => Math.round(255 * (value * darker * (1 - whiter) + whiter)));
}

/** Luminance: letters below the first are lost on black, above the second on white. */
const dark = 0.4;
const light = 0.6;

/** A sentence where dark and light letters are mixed, so that no ground suits all of them. */
export function mixedTones(letters: readonly StyledLetter[]): string[] {
  const toned = letters.map((each) => ({
    character: each.letter.character,
    tone: luminanceOf(meanInk(each)),
  }));
  const named = (chosen: typeof toned): string => {
    const names = [...new Set(chosen.map(({ character }) => character))];
    return names.length > 8 ? `${names.slice(0, 8).join(' ')} and ${names.length - 8} more` : names.join(' ');
  };
  const [low, high] = [toned.filter(({ tone }) => tone < dark), toned.filter(({ tone }) => tone > light)];
  if (low.length === 0 || high.length === 0) return [];
  return [
    `Some letters are dark (${named(low)}) and some light (${named(high)}), so that on white or on black some are hard to see; for letters of one kind render the alphabet with --polarity dark-on-light or light-on-dark.`,
  ];
}
