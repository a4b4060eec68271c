import { gzipSync } from 'node:zlib';
import { toHex } from '../../../base/colour.js';
import { joined, u16, u32 } from './bytes.js';
import type { Contour } from './quadratic.js';

/** A glyph's picture in font units; the pen origin is at (0, 0), y down. */
interface SvgPicture {
  readonly png: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A glyph of flat layers, from below to above, in font units, y up; and a picture over them, for programs that show it. */
export interface SvgGlyph {
  readonly layers: readonly { readonly colour: readonly number[]; readonly contours: readonly Contour[] }[];
  readonly picture?: SvgPicture | undefined;
}

/** Writes `SVG ` (OpenType, "SVG"): one packed document for each glyph. */
export function writeSvg(glyphs: ReadonlyMap<number, SvgGlyph>): Uint8Array {
  const documents = [...glyphs]
    .sort(([a], [b]) => a - b)
    .map(([glyph, drawn]) => ({ glyph, bytes: packed(documentOf(glyph, drawn)) }));
  let offset = 2 + 12 * documents.length;
  const records = documents.map(({ glyph, bytes }) => {
    offset += bytes.length;
    return joined(u16(glyph, glyph), u32(offset - bytes.length, bytes.length));
  });
  return joined(
    u16(0),
    u32(10, 0),
    u16(documents.length),
    ...records,
    ...documents.map(({ bytes }) => bytes),
  );
}

function documentOf(glyph: number, { layers, picture }: SvgGlyph): string {
  const paths = layers.map(
    ({ colour, contours }) => `<path fill="${toHex(colour)}" d="${contours.map(pathOf).join('')}"/>`,
  );
  const image = picture === undefined ? '' : imageOf(picture);
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1"><g id="glyph${glyph}">${paths.join('')}${image}</g></svg>`;
}

function imageOf({ png, x, y, width, height }: SvgPicture): string {
  const short = (value: number): string => String(Math.round(value * 100) / 100);
  const data = Buffer.from(png).toString('base64');
  return `<image x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" preserveAspectRatio="none" xlink:href="data:image/png;base64,${data}"/>`;
}

/** A contour that begins on its curve as path data, y down. */
function pathOf(contour: Contour): string {
  const short = (value: number): string => String(Math.round(value * 2) / 2);
  const pair = ({ x, y }: { readonly x: number; readonly y: number }): string =>
    `${short(x)} ${short(0 - y)}`;
  const parts = [`M${pair(contour[0]!)}`];
  for (let at = 1; at <= contour.length; at++) {
    const point = contour[at % contour.length]!;
    if (point.onCurve) {
      if (contour[at - 1]!.onCurve && at < contour.length) parts.push(`L${pair(point)}`);
      continue;
    }
    const after = contour[(at + 1) % contour.length]!;
    const end = after.onCurve ? after : { x: (point.x + after.x) / 2, y: (point.y + after.y) / 2 };
    parts.push(`Q${pair(point)} ${pair(end)}`);
  }
  return `${parts.join('')}Z`;
}

function packed(document: string): Uint8Array {
  const bytes = new Uint8Array(gzipSync(document, { level: 9 }));
  // The byte that names the system it was packed on would make the same font differ between machines.
  bytes[9] = 255;
  return bytes;
}
