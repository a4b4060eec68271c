import { nearestMarked } from '../../base/nearest.js';
import type { Planes } from '../../base/pixels.js';
import { letterColours, seenThrough } from '../../compose/index.js';
import { coverGlyph } from '../../glyph/index.js';
import type { RunLetter, RunLetters } from './run-letters.js';

/** A letter's colours all over its tile, and how much of each pixel it covers. */
export interface LetterInks {
  readonly colours: Planes;
  readonly coverage: Planes;
  /** How opaque the tile is where the letter is, carried on beyond its edge; undefined where it is so all over. */
  readonly opacity: Planes | undefined;
}

/** The strokes of artwork end no cleaner than this at an outline, beside what the fit lets them leave it, of the side. */
const doubtRatio = 0.015;

/** Takes a letter's own colours from its tile, without those of the ground that reach under its outline. */
export function letterInks(
  { fitRatio }: Pick<RunLetters, 'fitRatio'>,
  { character, tile, font, place }: RunLetter,
): LetterInks {
  const coverage = coverGlyph(font, character, place);
  const outline = place.growPx === 0 ? coverage : coverGlyph(font, character, { ...place, growPx: 0 });
  const colours = letterColours(tile, outline, {
    insetPx: 0.75 + Math.min(fitRatio, 0.01) * tile.width,
    doubtPx: Math.max(2, (doubtRatio + Math.min(fitRatio, 0.03)) * tile.width),
    growPx: place.growPx,
  });
  const seen = seenThrough(coverage, tile);
  return { colours, coverage: seen, opacity: seen === coverage ? undefined : opacityOf(seen, coverage) };
}

function opacityOf(seen: Planes, coverage: Planes): Planes {
  const { width, height } = coverage;
  const inside = Uint8Array.from(coverage.data, (share) => (share > 0.5 ? 1 : 0));
  const { place } = nearestMarked(inside, width, height);
  const data = seen.data.map((_, at) => {
    const from = place[at]!;
    return from < 0 ? 0 : Math.min(1, seen.data[from]! / coverage.data[from]!);
  });
  return { ...coverage, data };
}
