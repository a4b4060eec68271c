import type { FileHandle } from 'node:fs/promises';
import { PictureRefusal } from './refusal.js';

/** How a TIFF's samples are stored. */
interface TiffKind {
  readonly bits: readonly number[];
  /** 1 unsigned, 2 signed, 3 floating point, 4 undefined, 5 and 6 complex. */
  readonly format: number;
  readonly photometric: number;
  readonly samples: number;
  /** BigTIFF. */
  readonly isLarge: boolean;
}

/** Samples of so many bits: floating-point ones, or whole numbers from 0. */
export interface SampleLayout {
  readonly bits: number;
  readonly isFloat: boolean;
}

const [bitsTag, photometricTag, samplesTag, formatTag] = [258, 262, 277, 339] as const;
const [rgb, cielab, icclab, itulab, logL, logLuv] = [2, 8, 9, 10, 32_844, 32_845];
const eightBits = 'save it with 8 or 16 bits a channel';

/**
 * How a TIFF's samples are to be read where the picture library cannot read them, or reads them wrong; undefined where it can. Throws
 * `PictureRefusal` for what is not read at all, and says what it is.
 */
export async function tiffLayout(handle: FileHandle): Promise<SampleLayout | undefined> {
  const kind = await readKind(handle).catch(() => undefined);
  if (kind === undefined) return undefined;
  const { bits, format, photometric, samples, isLarge } = kind;
  const most = Math.max(...bits);
  if (photometric === logL || photometric === logLuv)
    throw new PictureRefusal('a TIFF picture of high dynamic range (LogLuv)', `${eightBits}, as sRGB`);
  if (bits.some((each) => each !== most))
    throw new PictureRefusal(`a TIFF picture whose channels have ${bits.join(', ')} bits`, eightBits);
  if (photometric === cielab && most === 8 && samples === 3 && !isLarge) return { bits: 8, isFloat: false };
  if (photometric === icclab || photometric === itulab || (photometric === cielab && most !== 16))
    throw new PictureRefusal(`a TIFF picture in Lab of ${most} bits`, 'convert it to RGB');
  if (format === 2)
    throw new PictureRefusal('a TIFF picture of signed samples, which do not say what is white', eightBits);
  if (format === 5 || format === 6) throw new PictureRefusal('a TIFF picture of complex numbers', eightBits);
  const isPlain = photometric <= rgb && !isLarge;
  if (format === 3) {
    // The library takes grey of 16 bits for whole numbers.
    if (most === 32 || (most === 16 && samples >= 3)) return undefined;
    if (isPlain && (most === 16 || most === 64)) return { bits: most, isFloat: true };
    throw new PictureRefusal(`a TIFF picture of floating-point samples of ${most} bits`, eightBits);
  }
  const isPacked = most < 8 && photometric !== rgb && samples === 1;
  if ((isPacked && [1, 2, 4].includes(most)) || [8, 16, 32].includes(most)) return undefined;
  if (isPlain && most > 1 && most < 16) return { bits: most, isFloat: false };
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
    isLarge,
  };
}

const wanted: readonly number[] = [bitsTag, photometricTag, samplesTag, formatTag];
const mostEntries = 1000;
const mostSamples = 16;
