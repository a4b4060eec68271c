import type { FileHandle } from 'node:fs/promises';
import { codedSpace } from './code-points.js';
import { type ColourSpace, srgbPrimaries } from './colour-space.js';

/** What is read of a chunk, at most. */
const mostBytes = 32;
/** No picture has so many before its data. */
const mostChunks = 500;
const signatureBytes = 8;

/**
 * The colour space that a PNG says its samples are in by other means than a profile (PNG 3, 4.3: cICP before iCCP before sRGB
 * before gAMA with cHRM); undefined where the picture library reads it right: sRGB, a profile, or nothing said.
 * Throws `PictureRefusal` for high dynamic range.
 */
export async function pngColours(handle: FileHandle): Promise<ColourSpace | undefined> {
  const chunks = await readChunks(handle);
  const [primaries, transfer, matrix, fullRange] = chunks.get('cICP') ?? [];
  if (matrix === 0 && fullRange === 1) return codedSpace(primaries!, transfer!);
  if (chunks.has('iCCP') || chunks.has('sRGB')) return undefined;
  const gamma = numbers(chunks.get('gAMA'))[0] ?? 0;
  if (gamma <= 0) return undefined;
  const [white, red, green, blue] = pairs(numbers(chunks.get('cHRM')));
  const places = blue === undefined ? undefined : { white: white!, red: red!, green: green!, blue };
  // What nearly every program writes beside sRGB, and means sRGB by.
  if (places === undefined && Math.abs(gamma * 2.2 - 1) < 0.01) return undefined;
  return { primaries: places ?? srgbPrimaries, decode: (sample) => sample ** (1 / gamma) };
}

/** The first bytes of every chunk before the picture's data, by its type. */
async function readChunks(handle: FileHandle): Promise<ReadonlyMap<string, Buffer>> {
  const chunks = new Map<string, Buffer>();
  let at = signatureBytes;
  for (let count = 0; count < mostChunks; count++) {
    const start = Buffer.alloc(8 + mostBytes);
    const { bytesRead } = await handle.read(start, 0, start.length, at);
    if (bytesRead < 8) break;
    const length = start.readUInt32BE(0);
    const type = start.toString('latin1', 4, 8);
    if (type === 'IDAT') break;
    chunks.set(type, start.subarray(8, Math.min(bytesRead, 8 + length)));
    at += length + 12;
  }
  return chunks;
}

/** Numbers of four bytes, as hundred thousandths. */
function numbers(data: Buffer = Buffer.alloc(0)): number[] {
  return Array.from({ length: data.length >> 2 }, (_, at) => data.readUInt32BE(4 * at) / 100_000);
}

function pairs(values: readonly number[]): (readonly [number, number])[] {
  return Array.from({ length: values.length >> 1 }, (_, at) => [values[2 * at]!, values[2 * at + 1]!]);
}
