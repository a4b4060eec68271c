import type { FileHandle } from 'node:fs/promises';
import { sharp } from '../sharp.js';
import { labToSrgb } from './colour-space.js';
import { PictureRefusal } from './refusal.js';
import { toSixteenBits, withProfile } from './samples.js';
import { type TiffDirectory, tiffDirectory } from './tiff-directory.js';
import type { SampleLayout } from './tiff-kind.js';

/*
 * Samples that the picture library takes for others or does not take: it is made to unpack the rows as bytes, by the same file with
 * another directory, and what the bytes mean is read here.
 */

const tags = {
  ...{ width: 256, height: 257, bits: 258, compression: 259, photometric: 262, fillOrder: 266 },
  ...{ strips: 273, samples: 277, rows: 278, stripBytes: 279, planar: 284, predictor: 317 },
  ...{ tileWidth: 322, tileHeight: 323, tiles: 324, tileBytes: 325, extra: 338, profile: 34_675 },
} as const;
const [minIsWhite, cielab] = [0, 8];
const [differences, floatDifferences] = [2, 3];
/** None, LZW, Deflate by two numbers, PackBits. */
const lossless: readonly number[] = [1, 5, 8, 32_946, 32_773];
/** Held whole, at many times the memory of what passes through in rows. */
const mostPixels = 50_000_000;
const saveAgain = 'save it with 8 or 16 bits a channel';

/** A TIFF of such samples as a PNG of 16 bits with its profile. Throws `PictureRefusal`, and what the decoder throws. */
export async function repackedTiff(handle: FileHandle, layout: SampleLayout): Promise<Buffer> {
  const { size } = await handle.stat();
  const { buffer: file } = await handle.read(Buffer.alloc(size), 0, size, 0);
  const directory = tiffDirectory(file);
  const picture = measured(directory);
  const { width, height, samples } = picture;
  const rows = await unpackedRows(directory, { ...picture, ...layout });
  const photometric = directory.value(tags.photometric, 1);
  const read = photometric === cielab ? byteAt : reader(layout, directory.isLittle);
  const wide = new Float32Array(width * height * samples);
  for (const [y, pieces] of rows.entries()) {
    let to = y * width * samples;
    const end = to + width * samples;
    for (const bytes of pieces)
      for (let at = 0; to < end && (at + 1) * layout.bits <= 8 * bytes.length; at++, to++)
        wide[to] = photometric === minIsWhite ? 1 - read(bytes, at) : read(bytes, at);
  }
  const data = toSixteenBits(wide, 1);
  if (photometric === cielab) labToSrgb(data);
  const icc = photometric === cielab ? undefined : directory.bytes(tags.profile);
  return withProfile({ width, height, channels: samples, data }, icc);
}

const byteAt = (row: Uint8Array, at: number): number => row[at]! / 255;

interface Measured {
  readonly width: number;
  readonly height: number;
  readonly samples: 1 | 2 | 3 | 4;
}

function measured(directory: TiffDirectory): Measured {
  const { value } = directory;
  const [width, height] = [value(tags.width, 0), value(tags.height, 0)];
  const samples = value(tags.samples, 1);
  const refuse = (got: string, advice = saveAgain): never => {
    throw new PictureRefusal(got, advice);
  };
  if (width * height > mostPixels)
    refuse(`one of ${width} x ${height} pixels`, `reduce it to at most ${mostPixels / 1e6} megapixels`);
  if (samples > 4) refuse(`a picture of ${samples} channels`, 'save it as RGB');
  if (samples > 1 && value(tags.planar, 1) !== 1) refuse('a TIFF picture with a plane for each channel');
  if (!lossless.includes(value(tags.compression, 1))) refuse('a TIFF picture of a rare compression');
  if (samples % 2 === 0 && value(tags.extra, 2) !== 2) refuse('a TIFF picture of a rare transparency');
  return { width, height, samples: samples as Measured['samples'] };
}

/** The bytes of each row, in as many pieces as there are tiles across. */
async function unpackedRows(
  directory: TiffDirectory,
  { width, height, samples, bits, isFloat }: Measured & SampleLayout,
): Promise<Uint8Array[][]> {
  const tileWidth = directory.value(tags.tileWidth, 0);
  const pieceSamples = (tileWidth || width) * samples;
  const pieceBytes = Math.ceil((pieceSamples * bits) / 8);
  // The library takes no others, and 16 pixels of 12 bits are 72 bytes.
  if (tileWidth > 0 && pieceBytes % 16 !== 0)
    throw new PictureRefusal(`a TIFF picture of ${bits} bits in tiles of ${tileWidth} pixels`, saveAgain);
  const across = tileWidth === 0 ? 1 : Math.ceil(width / tileWidth);
  const set = new Map<number, number>([
    [tags.width, across * pieceBytes],
    [tags.bits, 8],
    [tags.photometric, 1],
    [tags.samples, 1],
    ...(tileWidth === 0 ? [] : [[tags.tileWidth, pieceBytes] as const]),
  ]);
  const { height: h, compression, fillOrder, strips, rows, stripBytes, tileHeight, tiles, tileBytes } = tags;
  const plain = directory.rewritten(
    [h, compression, fillOrder, strips, rows, stripBytes, tileHeight, tiles, tileBytes],
    set,
  );
  const { data } = await sharp(plain, { failOn: 'error', limitInputPixels: false })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const predictor = directory.value(tags.predictor, 1);
  const undo = undoing(predictor, { bits, isFloat, samples, isLittle: directory.isLittle });
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: across }, (_, piece) => {
      const from = (y * across + piece) * pieceBytes;
      return undo(data.subarray(from, from + pieceBytes));
    }),
  );
}

/** Undoes what makes rows easier to compress (TIFF 6.0, section 14, and Adobe's technical note 3). */
function undoing(
  predictor: number,
  {
    bits,
    isFloat,
    samples,
    isLittle,
  }: SampleLayout & { readonly samples: number; readonly isLittle: boolean },
): (row: Uint8Array) => Uint8Array {
  if (predictor === 1) return (row) => row;
  const bytes = bits / 8;
  if (predictor === floatDifferences && isFloat)
    return (row) => {
      for (let at = samples; at < row.length; at++) row[at] = row[at]! + row[at - samples]!;
      const count = row.length / bytes;
      // The most significant bytes of all samples come first.
      const placeOf = (byte: number): number => (isLittle ? bytes - 1 - byte : byte);
      return Uint8Array.from(row, (_, at) => row[placeOf(at % bytes) * count + Math.floor(at / bytes)]!);
    };
  if (predictor === differences && bits === 8)
    return (row) => {
      for (let at = samples; at < row.length; at++) row[at] = row[at]! + row[at - samples]!;
      return row;
    };
  if (predictor === differences && bits === 16)
    return (row) => {
      const view = new DataView(row.buffer, row.byteOffset, row.length);
      for (let at = 2 * samples; at < row.length; at += 2)
        view.setUint16(
          at,
          view.getUint16(at, isLittle) + view.getUint16(at - 2 * samples, isLittle),
          isLittle,
        );
      return row;
    };
  throw new PictureRefusal('a TIFF picture whose rows are packed in a rare way', saveAgain);
}

/** Reads the sample at a place of a row, 0..1. */
function reader({ bits, isFloat }: SampleLayout, isLittle: boolean): (row: Uint8Array, at: number) => number {
  const most = 2 ** bits - 1;
  if (isFloat && bits === 64)
    return (row, at) => new DataView(row.buffer, row.byteOffset + 8 * at, 8).getFloat64(0, isLittle);
  if (isFloat)
    return (row, at) => {
      const [one, other] = [row[2 * at]!, row[2 * at + 1]!];
      return halfFloat(isLittle ? one | (other << 8) : (one << 8) | other);
    };
  return (row, at) => {
    let value = 0;
    for (let bit = at * bits; bit < (at + 1) * bits; bit++)
      value = 2 * value + ((row[bit >> 3]! >> (7 - (bit & 7))) & 1);
    return value / most;
  };
}

/** IEEE 754, binary16. */
function halfFloat(word: number): number {
  const exponent = (word >> 10) & 31;
  const fraction = word & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return word & 0x8000 ? -size : size;
}
