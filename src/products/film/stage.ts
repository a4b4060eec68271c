import type { Pixels } from '../../base/pixels.js';
import { mapSideBySide } from '../../base/side-by-side.js';
import { layOutSheet } from '../../compose/grid.js';
import { composeTiles } from '../../compose/tile-sheet.js';
import type { SheetSettings, VideoShape } from '../../config/index.js';
import { readFrame } from '../../files/run-pictures.js';
import { takeTile } from './tiles.js';

/** Where the pictures of a film lie. */
export interface Stage {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb`. */
  readonly paper: string;
  /** Squares, each with its own pictures in their order; one that has fewer than others stays on its last, one without any is empty. */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly sidePx: number;
    readonly frames: readonly string[];
    /** Where all but the last of them may have been left, as large as the square. */
    readonly left?: string | undefined;
  }[];
}

/** The frames of a film, one after the other. Throws `artwork` for one that cannot be read. */
export async function* stageFrames({ cells, ...size }: Stage): AsyncGenerator<Pixels> {
  const count = Math.max(...cells.map(({ frames }) => frames.length));
  const read = new Map<string, Pixels>();
  for (let at = 0; at < count; at++) {
    const tiles = await mapSideBySide(cells, async ({ x, y, sidePx, frames: own, left }) => {
      if (own.length === 0) return { x, y, sidePx, picture: undefined };
      const file = own[Math.min(at, own.length - 1)]!;
      const key = `${sidePx} ${file}`;
      const tiles = left !== undefined && at < own.length - 1 ? { file: left, sidePx } : undefined;
      const picture =
        read.get(key) ??
        (tiles && (await takeTile(tiles, at))) ??
        (await readFrame(file, sidePx, size.paper));
      // Only a cell that stays on its last picture asks for one again.
      if (at >= own.length - 1) read.set(key, picture);
      return { x, y, sidePx, picture };
    });
    yield composeTiles(tiles, size);
  }
}

/** Width and height of a video for each shape, in pixels, as platforms want them. */
const videoSizes: Readonly<Record<VideoShape, readonly [width: number, height: number]>> = {
  '1:1': [1080, 1080],
  '4:5': [1080, 1350],
  '9:16': [1080, 1920],
};

/** One letter, or all in as many columns as show them largest, in the middle of a video. */
export function videoStage(
  shape: VideoShape,
  frames: readonly (readonly string[])[],
  { paper, gapRatio, marginRatio }: Pick<SheetSettings, 'gapRatio' | 'marginRatio'> & { paper: string },
): Stage {
  const [width, height] = videoSizes[shape];
  const count = frames.length;
  let best = { columns: 1, tilePx: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const sideOf = (lengthPx: number, cells: number): number =>
      lengthPx / (2 * marginRatio + cells * (1 + gapRatio) - gapRatio);
    const tilePx = Math.floor(Math.min(sideOf(width, columns), sideOf(height, Math.ceil(count / columns))));
    if (tilePx > best.tilePx) best = { columns, tilePx };
  }
  const grid = layOutSheet(count, { ...best, gapRatio, marginRatio });
  const [left, top] = [Math.round((width - grid.width) / 2), Math.round((height - grid.height) / 2)];
  const cells = grid.places.map(({ x, y }, at) => ({
    x: x + left,
    y: y + top,
    sidePx: best.tilePx,
    frames: frames[at]!,
  }));
  return { width, height, paper, cells };
}
