import { basename } from 'node:path';
import { drawPage, layOutPicture, type PageSources, paintPage } from '../../compose/index.js';
import {
  pictureSize,
  type RasterFormat,
  rasterLimits,
  readStrip,
  writeRasterPage,
} from '../../files/index.js';
import { pressParts, printProfileOf } from '../sheet/index.js';
import type { TextPage } from './made-page.js';

/** TIFF goes to a printer, the others to screens. */
const unprinted = { bleedMm: 0, cropMarks: false };

/** Writes the page as one picture; returns a sentence where the format cannot hold it at its size. */
export async function writeRasterText(
  file: string,
  format: RasterFormat,
  { picture, text, print }: TextPage,
): Promise<string[]> {
  const { width, height, channels } = await pictureSize(picture);
  const { sidePx, pixels } = rasterLimits[format];
  const share = Math.min(1, Math.sqrt(pixels / (width * height)), sidePx / Math.max(width, height));
  const size = { width: Math.floor(width * share), height: Math.floor(height * share) };
  const layout = layOutPicture(size, format === 'tiff' ? print : unprinted, text.dpi * share);
  const drawing = drawPage(layout, 'transparent', [{ pictures: ['page'], caption: [] }]);
  const sources: PageSources = {
    picture: (_, part, bits) => readStrip(picture, part, bits),
    shape: () => new Float32Array(0),
  };
  await writeRasterPage(
    [{ file, format }],
    {
      width: layout.width,
      height: layout.height,
      channels,
      dpi: layout.dpi,
      bands: (depth) => paintPage(drawing, sources, { channels, depth }),
      press: pressParts(drawing, sources, channels),
    },
    await printProfileOf(print),
  );
  return share === 1
    ? []
    : [
        `${basename(file)} is ${size.width} x ${size.height} pixels instead of ${width} x ${height}, the most that is made of this format.`,
      ];
}
