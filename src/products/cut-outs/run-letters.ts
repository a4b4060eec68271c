import { join } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import type { Pixels, Planes } from '../../base/pixels.js';
import { type ManifestLetter, readPicture, readTile } from '../../files/index.js';
import {
  coverGlyph,
  type Font,
  type FontSource,
  type GlyphPlace,
  loadFontSource,
  placeLetters,
} from '../../glyph/index.js';
import { openRun, ownOf } from '../finished-run.js';

/** A letter of a run: its picture, and where its glyph lies in it. */
export interface RunLetter {
  readonly character: string;
  readonly tile: Pixels;
  /** What it is drawn by: the run's font, unless the letter has its own. */
  readonly font: Font;
  readonly place: GlyphPlace;
}

/** The letters of a finished run with the font that they were made from. */
export interface RunLetters {
  readonly source: FontSource;
  /** Those that are there, in the order of the set. */
  readonly characters: readonly string[];
  readonly fitRatio: number;
  /**
   * A letter with its outline grown by this share of its side. Throws `output` when its picture is missing, or was made
   * from another font or place than the run now says.
   */
  read(character: string, growRatio: number): Promise<RunLetter>;
}

/**
 * Opens the letters of the finished run in an output folder. Throws `output` where there is no run, or none with letters to
 * cut out; `font` when the font cannot be read or is not what it was.
 */
export async function openRunLetters(out: string): Promise<RunLetters> {
  const { manifest, settings, letters } = await openRun(out);
  const { font, glyph, characters, transfer } = settings;
  if (transfer.scope === 'ground') {
    throw new AbecedaryError(
      'output',
      `Expected letters that are styled themselves, but ${out} has only their ground styled; render them with transfer.scope both or ink.`,
    );
  }
  const source = await loadFontSource(font);
  if (source.font.sha256 !== manifest.font.sha256) {
    throw new AbecedaryError(
      'font',
      `Expected ${font.file} to be the font that ${out} was made with, but it has changed since; render the alphabet again.`,
    );
  }
  const places = await placeLetters({ font, glyph, characters }, ownOf(letters), source.font);
  return {
    source,
    characters: characters.filter((character) => letters.has(character)),
    fitRatio: transfer.fitRatio,
    read: async (character, growRatio) => {
      const letter = letters.get(character)!;
      const tile = await readTile(join(out, letter.letter.file));
      const { font: drawnBy, placement } = places.get(character)!;
      const { emRatio, x, y } = placement;
      const { width, height } = tile;
      const growPx = growRatio * width;
      const place = {
        emPx: width * emRatio,
        originX: width * x,
        baselineY: height * y,
        width,
        height,
        growPx,
      };
      await checkPlace(out, letter, coverGlyph(drawnBy, character, { ...place, growPx: 0 }));
      return { character, tile, font: drawnBy, place };
    },
  };
}

/** How far the glyph of a run may be from the one that is cut out, as a mean over its picture. */
const mostDifference = 0.002;

async function checkPlace(
  out: string,
  { character, content }: ManifestLetter,
  coverage: Planes,
): Promise<void> {
  const glyph = await readPicture(join(out, content), { background: '#ffffff' });
  let difference = glyph.width === coverage.width && glyph.height === coverage.height ? 0 : 1;
  if (difference === 0) {
    for (let at = 0; at < coverage.data.length; at++)
      difference += Math.abs(1 - glyph.data[3 * at]! / 255 - coverage.data[at]!);
    difference /= coverage.data.length;
  }
  if (difference <= mostDifference) return;
  throw new AbecedaryError(
    'output',
    `Expected «${character}» in ${out} to be made like the rest of the run, but it is left from one with another font, size or margin; render it again.`,
  );
}
