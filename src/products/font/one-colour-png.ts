import { crc32, deflateSync } from 'node:zlib';
import type { Planes } from '../../base/pixels.js';
import { ascii, joined, u8, u32 } from './sfnt/index.js';

/** Steps of opacity, 4 bits a pixel. */
const steps = 16;

/**
 * A PNG of one colour (samples of 8 bits) whose opacity (0..1, `[1, row, column]`) has 16 steps: a palette with transparency,
 * a tenth of what the same picture weighs with four channels.
 */
export function oneColourPng(opacity: Planes, colour: readonly number[]): Uint8Array {
  const { width, height, data } = opacity;
  const rowBytes = 1 + Math.ceil(width / 2);
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const step = Math.round(Math.min(1, Math.max(0, data[y * width + x]!)) * (steps - 1));
      rows[y * rowBytes + 1 + (x >> 1)]! |= x % 2 === 0 ? step << 4 : step;
    }
  }
  const levels = Array.from({ length: steps }, (_, step) => Math.round((255 * step) / (steps - 1)));
  return joined(
    u8(0x89),
    ascii('PNG\r\n\x1a\n'),
    chunk('IHDR', joined(u32(width, height), u8(4, 3, 0, 0, 0))),
    chunk('PLTE', u8(...levels.flatMap(() => colour))),
    chunk('tRNS', u8(...levels)),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  );
}

function chunk(type: string, body: Uint8Array): Uint8Array {
  const named = joined(ascii(type), body);
  return joined(u32(body.length), named, u32(crc32(named)));
}
