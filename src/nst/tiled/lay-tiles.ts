import type { Rectangle, Size } from '../../base/pixels.js';

/** A part of a picture that is looked at by itself. */
export interface Tile extends Rectangle {
  /** The part of it that counts, in the picture's pixels. The cores of all tiles fill the picture, each place once. */
  readonly core: Rectangle;
}

export interface TileOptions {
  /** Sides of tiles and cores, and where they begin, are multiples of this one; so are the picture's. */
  readonly gridPx: number;
  /** Least distance of a core from where its tile ends within the picture. */
  readonly haloPx: number;
  /** Tiles are about this large at most. */
  readonly sidePx: number;
}

/**
 * Lays tiles of one shape over a picture, row by row. Where the picture ends the tile ends too, and its core with it: so
 * what a tile sees around its core is what the picture has there, up to the picture's own border. The last tile of a row
 * or column is shifted inwards until it fits.
 */
export function layTiles({ width, height }: Size, options: TileOptions): Tile[] {
  const columns = spans(width, options);
  return spans(height, options).flatMap((row) =>
    columns.map((column) => ({
      left: column.start,
      top: row.start,
      width: column.length,
      height: row.length,
      core: {
        left: column.from,
        top: row.from,
        width: column.to - column.from,
        height: row.to - row.from,
      },
    })),
  );
}

interface Span {
  readonly start: number;
  readonly length: number;
  /** The core's. */
  readonly from: number;
  readonly to: number;
}

function spans(sidePx: number, { gridPx, haloPx, sidePx: mostPx }: TileOptions): Span[] {
  const halo = Math.ceil(haloPx / gridPx) * gridPx;
  const most = Math.max(mostPx, 4 * halo, 2 * halo + gridPx);
  if (sidePx <= most) return [{ start: 0, length: sidePx, from: 0, to: sidePx }];
  const inner = sidePx - 2 * halo;
  const step = Math.ceil(inner / Math.ceil(inner / (most - 2 * halo)) / gridPx) * gridPx;
  const count = Math.ceil(inner / step);
  const length = step + 2 * halo;
  return Array.from({ length: count }, (_, at) => {
    const last = at === count - 1;
    const from = at === 0 ? 0 : at * step + halo;
    return {
      start: last ? sidePx - length : at * step,
      length,
      from,
      to: last ? sidePx : (at + 1) * step + halo,
    };
  });
}
