import type { Depth, Samples, Size } from '../base/pixels.js';
import { type Canvas, createCanvas, layColour, layOver, mostOf } from './canvas.js';
import { common, type Drawing, type Item } from './drawing.js';
import type { Box } from './page-layout.js';

/** Rows of a page: interleaved samples of three channels (sRGB) or four (with straight alpha), 8 or 16 bits. */
export interface Band {
  readonly top: number;
  readonly rows: number;
  readonly samples: Samples;
}

/** Where the pictures and shapes that a drawing names come from. */
export interface PageSources {
  /**
   * Rows `top` to `top + rows` of the picture resized to `width` x `height`: four channels of the depth asked for,
   * `width * rows * 4` samples.
   */
  picture(
    name: string,
    part: { readonly width: number; readonly height: number; readonly top: number; readonly rows: number },
    depth: Depth,
  ): Promise<Samples>;
  /** How much of each pixel of a box of this size the shape covers, 0..1, row by row. */
  shape(name: string, size: Size): Float32Array;
}

/** Samples of one band; a page of any size is painted in as much memory. */
const bandSamples = 12_000_000;

/**
 * Paints a page from top to bottom, a band of rows at a time. With three channels what is transparent lies over white.
 * The picture does not depend on `rows`, the height of a band.
 */
export async function* paintPage(
  drawing: Drawing,
  sources: PageSources,
  options: { readonly channels: 3 | 4; readonly depth: Depth; readonly rows?: number },
): AsyncGenerator<Band> {
  const { width, height } = drawing.layout;
  const { channels, depth } = options;
  const rows = options.rows ?? Math.max(1, Math.min(height, Math.floor(bandSamples / (width * channels))));
  for (let top = 0; top < height; top += rows) {
    const band = { width, top, rows: Math.min(rows, height - top), channels, depth };
    yield { top, rows: band.rows, samples: await paintBand(band, drawing, sources) };
  }
}

async function paintBand(
  band: Omit<Canvas, 'samples'>,
  drawing: Drawing,
  sources: PageSources,
): Promise<Samples> {
  const canvas = createCanvas(band);
  const bandBox = { x: 0, y: band.top, width: band.width, height: band.rows };
  const { paper, layout } = drawing;
  // Room for marks is no part of what is printed; it stays white, or clear.
  if (paper !== 'transparent') layColour(canvas, common(layout.bleed, bandBox), { colour: paper });
  for (const item of drawing.items) {
    const seen = common(item.kind === 'picture' ? item.clip : item.box, bandBox);
    if (seen.width <= 0 || seen.height <= 0) continue;
    if (item.kind === 'area') {
      layColour(canvas, seen, { colour: item.colour, opacityAt: () => item.opacity });
    } else if (item.kind === 'mark') layColour(canvas, seen, { colour: '#000000' });
    else if (item.kind === 'shape') {
      const { box } = item;
      const cover = sources.shape(item.shape, box);
      const opacityAt = (x: number, y: number): number => cover[(y - box.y) * box.width + x - box.x]!;
      layColour(canvas, seen, { colour: item.colour, opacityAt });
    } else await paintPicture(canvas, { item, seen }, sources);
  }
  return canvas.samples;
}

async function paintPicture(
  canvas: Canvas,
  { item, seen }: { readonly item: Extract<Item, { kind: 'picture' }>; readonly seen: Box },
  sources: PageSources,
): Promise<void> {
  const { box, flip, picture } = item;
  const from = seen.y - box.y;
  const top = flip.y ? box.height - from - seen.height : from;
  const part = { width: box.width, height: box.height, top, rows: seen.height };
  const source = await sources.picture(picture, part, canvas.depth);
  const most = mostOf(canvas);
  const indexAt = (x: number, y: number): number => {
    const column = flip.x ? box.width - 1 - (x - box.x) : x - box.x;
    const row = flip.y ? seen.height - 1 - (y - seen.y) : y - seen.y;
    return 4 * (row * box.width + column);
  };
  layOver(canvas, seen, {
    opacityAt: (x, y) => source[indexAt(x, y) + 3]! / most,
    colourAt: (x, y, channel) => source[indexAt(x, y) + channel]!,
  });
}
