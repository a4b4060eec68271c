import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { centredPart, listArtworks } from '../artwork/index.js';
import type { Pixels, Size } from '../base/pixels.js';
import { readPicture, resizePicture } from '../files/index.js';
import { copiedShare } from '../judge/index.js';
import type { FeatureSpace } from '../nst/index.js';
import { type FormsSubject, formsSidePx, measureForms } from './forms.js';

/** How much of a letter is its artwork's own. */
export interface Likeness {
  /** Share of its forms that are the artwork's: 1 all, 0 as many as a stranger's. */
  readonly forms: number;
  /** Share of its area that is the artwork unchanged but for tones, 0..1. */
  readonly copied: number;
}

/** A letter, and the artwork at the scale at which the letter was made from it. */
export interface Compared {
  /** RGB, square, `formsSidePx`. */
  readonly letter: Pixels;
  /** RGB; as large as the letter where both are of one scale. */
  readonly artwork: Pixels;
  /** SHA-256 of the artwork's file, hexadecimal: what tells artworks apart. */
  readonly sha256: string;
}

/** Artworks that a letter has nothing of, which its own is compared with. */
const strangersOfEach = 3;

/** A letter and its artwork, of any shape, reduced to the scale of comparison; `detail` is the artwork's shorter side in letters' sides. */
export async function comparedOf(
  letter: Pixels,
  artwork: Pixels,
  { detail, sha256 }: { readonly detail: number; readonly sha256: string },
): Promise<Compared> {
  const scale = (formsSidePx * detail) / Math.min(artwork.width, artwork.height);
  const side = (px: number): number => Math.max(1, Math.round(px * scale));
  return {
    letter: await resizePicture(letter, formsSidePx, formsSidePx),
    artwork: await resizePicture(artwork, side(artwork.width), side(artwork.height)),
    sha256,
  };
}

/**
 * Likeness of the letters of one run. Each is compared with three other artworks of the run as well, evenly apart in the order
 * of its letters; those that come with the program stand in where it has too few.
 */
export async function measureLikeness(
  letters: readonly Compared[],
  space: FeatureSpace,
  beforeEach: () => void = () => {},
): Promise<Likeness[]> {
  const byHash = new Map(letters.map(({ sha256, artwork }) => [sha256, artwork]));
  const known = [...byHash.keys()];
  const artworks = [...byHash.values()];
  const missing = strangersOfEach + 1 - artworks.length;
  if (missing > 0) artworks.push(...(await standIns(missing, known, artworks[0]!)));
  const subjects = letters.map(({ letter, sha256 }): FormsSubject => {
    const own = known.indexOf(sha256);
    return { letter, artwork: own, strangers: strangersOf(own, artworks.length) };
  });
  const forms = await measureForms(subjects, artworks, { space, beforeEach });
  const likeness: Likeness[] = [];
  for (const [at, { letter, artwork }] of letters.entries()) {
    beforeEach();
    likeness.push({ forms: forms[at]!, copied: await copiedShare(letter, artwork, space.multiply) });
  }
  return likeness;
}

function strangersOf(own: number, count: number): number[] {
  return Array.from(
    { length: strangersOfEach },
    (_, at) => (own + Math.round(((at + 1) * count) / (strangersOfEach + 1))) % count,
  );
}

/** Artworks that come with the program and are none of the `known` ones, as large as another. */
async function standIns(count: number, known: readonly string[], { width, height }: Size): Promise<Pixels[]> {
  const pictures: Pixels[] = [];
  for (const file of await listArtworks({ from: 'included', recursive: false })) {
    if (pictures.length === count) break;
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    if (known.includes(hash)) continue;
    const picture = centredPart(await readPicture(file, { background: '#ffffff' }), { width, height });
    pictures.push(await resizePicture(picture, width, height));
  }
  return pictures;
}
