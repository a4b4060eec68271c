import type { FileHandle } from 'node:fs/promises';
import { PictureRefusal } from './refusal.js';

/** How a TIFF's samples are stored. */
interface TiffKind {
  readonly bits: readonly number[];
  /** 1 unsigned, 2 signed, 3 floating point, 4 undefined, 5 and 6 complex. */
  readonly format: number;
  readonly photometric: number;
  readonly samples: number;
}

const [bitsTag, photometricTag, samplesTag, formatTag] = [258, 262, 277, 339] as const;
const [rgb, cielab, icclab, itulab, logL, logLuv] = [2, 8, 9, 10, 32_844, 32_845];
const eightBits = 'save it with 8 or 16 bits a channel';

/** Throws `PictureRefusal` for a TIFF whose samples the picture library cannot read, or reads wrong, and says what they are. */
export async function checkTiff(handle: FileHandle): Promise<void> {
  const kind = await readKind(handle).catch(() => undefined);
  if (kind === undefined) return;
  const { bits, format, photometric, samples } = kind;
  const most = Math.max(...bits);
  if (photometric === logL || photometric === logLuv)
    throw new PictureRefusal('a TIFF picture of high dynamic range (LogLuv)', `${eightBits}, as sRGB`);
  if (photometric === icclab || photometric === itulab || (photometric === cielab && most !== 16))
    throw new PictureRefusal(`a TIFF picture in Lab of ${most} bits`, 'convert it to RGB');
  if (bits.some((each) => each !== most))
    throw new PictureRefusal(`a TIFF picture whose channels have ${bits.join(', ')} bits`, eightBits);
  if (format === 2) throw new PictureRefusal('a TIFF picture of signed samples', eightBits);
  if (format === 5 || format === 6) throw new PictureRefusal('a TIFF picture of complex numbers', eightBits);
  if (format === 3) {
    // The library takes grey of 16 bits for whole numbers.
    if (most === 32 || (most === 16 && samples >= 3)) return;
    throw new PictureRefusal(`a TIFF picture of floating-point samples of ${most} bits`, eightBits);
  }
  const isPacked = most < 8 && photometric !== rgb && samples === 1;
  if ((isPacked && [1, 2, 4].includes(most)) || [8, 16, 32].includes(most)) return;
  throw new PictureRefusal(`a TIFF picture of ${most} bits a channel`, eightBits);
}

/** From the file's first directory (TIFF 6.0, section 2, and BigTIFF). Throws whatever for a damaged one. */
async function readKind(handle: FileHandle): Promise<TiffKind> {
  const read = async (at: number, length: number): Promise<Buffer> =>
    (await handle.read(Buffer.alloc(length), 0, length, at)).buffer;
  const header = await read(0, 16);
  const isLittle = header[0] === 0x49;
  const number = (buffer: Buffer, at: number, bytes: number): number => {
    if (bytes === 8) return Number(isLittle ? buffer.readBigUInt64LE(at) : buffer.readBigUInt64BE(at));
    return isLittle ? buffer.readUIntLE(at, bytes) : buffer.readUIntBE(at, bytes);
  };
  const isLarge = number(header, 2, 2) === 43;
  // Of a number of entries, and of whatever says where something is or how often.
  const [countBytes, placeBytes] = isLarge ? [8, 8] : [2, 4];
  const entryBytes = 4 + 2 * placeBytes;
  const directory = isLarge ? number(header, 8, 8) : number(header, 4, 4);
  const entries = Math.min(mostEntries, number(await read(directory, countBytes), 0, countBytes));
  const tags = new Map<number, readonly number[]>();
  for (let index = 0; index < entries; index++) {
    const entry = await read(directory + countBytes + index * entryBytes, entryBytes);
    const tag = number(entry, 0, 2);
    if (!wanted.includes(tag)) continue;
    const count = Math.min(mostSamples, number(entry, 4, placeBytes));
    const inline = entry.subarray(4 + placeBytes);
    const isInline = 2 * count <= placeBytes;
    const values = isInline ? inline : await read(number(inline, 0, placeBytes), 2 * count);
    tags.set(
      tag,
      Array.from({ length: count }, (_, at) => number(values, 2 * at, 2)),
    );
  }
  return {
    bits: tags.get(bitsTag) ?? [1],
    format: tags.get(formatTag)?.[0] ?? 1,
    photometric: tags.get(photometricTag)?.[0] ?? 1,
    samples: tags.get(samplesTag)?.[0] ?? 1,
  };
}

const wanted: readonly number[] = [bitsTag, photometricTag, samplesTag, formatTag];
const mostEntries = 1000;
const mostSamples = 16;
