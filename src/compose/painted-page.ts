import { parseColour } from '../base/colour.js';
import type { Depth, Samples } from '../base/pixels.js';
import { common, type Drawing, type Item } from './drawing.js';
import type { Box } from './page-layout.js';

/** Rows of a page: interleaved samples of three channels (sRGB) or four (with straight alpha), 8 or 16 bits. */
export interface Band {
  readonly top: number;
  readonly rows: number;
  readonly samples: Samples;
}

/** What a painter is given by those who know what the names on a page stand for. */
export interface Brushes {
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
  shape(name: string, width: number, height: number): Float32Array;
}

/** Samples of one band; a page of any size is painted in as much memory. */
const bandSamples = 12_000_000;

/**
 * Paints a page from top to bottom, a band of rows at a time. With three channels what is transparent lies over white.
 * The picture does not depend on `rows`, the height of a band.
 */
export async function* paintPage(
  drawing: Drawing,
  brushes: Brushes,
  options: { readonly channels: 3 | 4; readonly depth: Depth; readonly rows?: number },
): AsyncGenerator<Band> {
  const { width, height } = drawing.layout;
  const { channels, depth } = options;
  const rows = options.rows ?? Math.max(1, Math.min(height, Math.floor(bandSamples / (width * channels))));
  for (let top = 0; top < height; top += rows) {
    const band: Canvas = { width, top, rows: Math.min(rows, height - top), channels, depth };
    yield { top, rows: band.rows, samples: await paintBand(band, drawing, brushes) };
  }
}

interface Canvas {
  readonly width: number;
  readonly top: number;
  readonly rows: number;
  readonly channels: 3 | 4;
  readonly depth: Depth;
}

async function paintBand(canvas: Canvas, drawing: Drawing, brushes: Brushes): Promise<Samples> {
  const { width, top, rows, channels, depth } = canvas;
  const length = width * rows * channels;
  const samples = depth === 8 ? new Uint8Array(length) : new Uint16Array(length);
  const bandBox = { x: 0, y: top, width, height: rows };
  const { paper, layout } = drawing;
  if (channels === 3) samples.fill(depth === 8 ? 255 : 65535);
  if (paper !== 'transparent') {
    // Room for marks is no part of what is printed; it stays white, or clear.
    paint(samples, canvas, common(layout.bleed, bandBox), () => 1, plain(paper, depth));
  }
  for (const item of drawing.items) {
    const seen = common(common(item.kind === 'picture' ? item.clip : item.box, bandBox), bandBox);
    if (seen.width <= 0 || seen.height <= 0) continue;
    if (item.kind === 'area') paint(samples, canvas, seen, () => item.opacity, plain(item.colour, depth));
    else if (item.kind === 'shape') {
      const { box } = item;
      const cover = brushes.shape(item.shape, box.width, box.height);
      const coverAt = (x: number, y: number): number => cover[(y - box.y) * box.width + x - box.x]!;
      paint(samples, canvas, seen, coverAt, plain(item.colour, depth));
    } else await paintPicture(samples, canvas, item, seen, brushes);
  }
  return samples;
}

async function paintPicture(
  samples: Samples,
  canvas: Canvas,
  { box, flip, picture }: Extract<Item, { kind: 'picture' }>,
  seen: Box,
  brushes: Brushes,
): Promise<void> {
  const from = seen.y - box.y;
  const top = flip.y ? box.height - from - seen.height : from;
  const part = { width: box.width, height: box.height, top, rows: seen.height };
  const source = await brushes.picture(picture, part, canvas.depth);
  const most = canvas.depth === 8 ? 255 : 65535;
  const indexAt = (x: number, y: number): number => {
    const column = flip.x ? box.width - 1 - (x - box.x) : x - box.x;
    const row = flip.y ? seen.height - 1 - (y - seen.y) : y - seen.y;
    return 4 * (row * box.width + column);
  };
  paint(
    samples,
    canvas,
    seen,
    (x, y) => source[indexAt(x, y) + 3]! / most,
    (x, y, channel) => source[indexAt(x, y) + channel]!,
  );
}

function plain(colour: string, depth: Depth): (x: number, y: number, channel: number) => number {
  const most = depth === 8 ? 255 : 65535;
  const [red, green, blue] = parseColour(colour).map((value) => Math.round(value * most)) as [
    number,
    number,
    number,
  ];
  return (_, __, channel) => (channel === 0 ? red : channel === 1 ? green : blue);
}

/** Lays a colour over what is there. */
function paint(
  samples: Samples,
  { width, top, channels, depth }: Canvas,
  seen: Box,
  opacityAt: (x: number, y: number) => number,
  colourAt: (x: number, y: number, channel: number) => number,
): void {
  const most = depth === 8 ? 255 : 65535;
  for (let y = seen.y; y < seen.y + seen.height; y++) {
    for (let x = seen.x; x < seen.x + seen.width; x++) {
      const opacity = opacityAt(x, y);
      if (opacity === 0) continue;
      const at = ((y - top) * width + x) * channels;
      const below = channels === 3 ? 1 : samples[at + 3]! / most;
      const alpha = opacity + below * (1 - opacity);
      const share = opacity / alpha;
      for (let channel = 0; channel < 3; channel++) {
        const old = samples[at + channel]!;
        samples[at + channel] = Math.round(old + (colourAt(x, y, channel) - old) * share);
      }
      if (channels === 4) samples[at + 3] = Math.round(alpha * most);
    }
  }
}
