import type { Pixels } from '../base/pixels.js';
import { composeSheet } from './tile-sheet.js';

/** A letter beside its artwork, with what was found out about it. */
export interface Contact {
  readonly character: string;
  /** Three channels, a square of `contactTilePx`. */
  readonly letter: Pixels;
  /** Three channels, a square of `contactThumbnailPx`. */
  readonly artwork: Pixels;
  /** Shown as a row of small squares: green for passed, red for not, grey for not tried. */
  readonly marks: readonly (boolean | undefined)[];
}

export const contactTilePx = 240;
export const contactThumbnailPx = 160;

const columns = 12;
const markPx = 20;
const colours = { passed: [46, 160, 67], missed: [215, 58, 73], untried: [200, 200, 200] } as const;

/** A sheet with each letter and, to its right, its marks above its artwork. Three channels. */
export function layContactSheet(contacts: readonly Contact[]): Pixels {
  const tiles = contacts.flatMap(({ character, letter, artwork, marks }) => [
    { character, picture: letter },
    { character, picture: drawBeside(artwork, marks) },
  ]);
  return composeSheet(tiles, {
    columns,
    gapRatio: 0.03,
    marginRatio: 0.1,
    paper: '#ffffff',
    tilePx: contactTilePx,
  });
}

function drawBeside(artwork: Pixels, marks: Contact['marks']): Pixels {
  const tile = new Uint8Array(3 * contactTilePx ** 2).fill(255);
  const top = contactTilePx - contactThumbnailPx;
  for (let row = 0; row < contactThumbnailPx; row++) {
    const from = 3 * row * contactThumbnailPx;
    tile.set(artwork.data.subarray(from, from + 3 * contactThumbnailPx), 3 * (row + top) * contactTilePx);
  }
  for (const [at, mark] of marks.entries()) {
    const colour = mark === undefined ? colours.untried : mark ? colours.passed : colours.missed;
    const left = at * (markPx + markPx / 2);
    for (let row = top - 2 * markPx; row < top - markPx; row++) {
      for (let column = left; column < left + markPx; column++)
        tile.set(colour, 3 * (row * contactTilePx + column));
    }
  }
  return { width: contactTilePx, height: contactTilePx, channels: 3, data: tile };
}
