import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { RasterPage } from './banded-page.js';
import { srgbProfile } from './colour-profile.js';

/*
 * TIFF 6.0, and Adobe's technical notes for Deflate. By hand, because the picture library takes 16-bit samples without a
 * profile for those of another colour space and changes them.
 */

const deflated = promisify(deflate);

/** Writes a page with 16 bits a sample, compressed in strips, with the profile of sRGB. */
export async function writeTiff(file: string, page: RasterPage): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
    let end = header.length;
    await handle.write(header, 0, header.length, 0);
    const append: Append = async (bytes) => {
      const start = end;
      // Everything that is pointed at begins at an even place.
      const padded = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
      await handle.write(padded, 0, padded.length, start);
      end += padded.length;
      return start;
    };

    const strips = await writeStrips(page, append);
    const directory = await encodeDirectory(await tagsOf(page, strips), append);
    const pointer = Buffer.alloc(4);
    pointer.writeUInt32LE(await append(directory));
    await handle.write(pointer, 0, 4, 4);
  } finally {
    await handle.close();
  }
}

/** Puts bytes at the end of the file, and says where they begin. */
type Append = (bytes: Uint8Array) => Promise<number>;

interface Strips {
  readonly rows: number;
  readonly offsets: number[];
  readonly sizes: number[];
}

async function writeStrips({ width, channels, bands }: RasterPage, append: Append): Promise<Strips> {
  const rowSamples = width * channels;
  const rows = Math.max(1, Math.floor(stripSamples / rowSamples));
  const strips: Strips = { rows, offsets: [], sizes: [] };
  const addStrip = async (samples: Uint16Array): Promise<void> => {
    const bytes = await deflated(differences(samples, rowSamples, channels), { level: 6 });
    strips.sizes.push(bytes.length);
    strips.offsets.push(await append(bytes));
  };
  let waiting = new Uint16Array(0);
  for await (const { samples } of bands(16)) {
    const all = new Uint16Array(waiting.length + samples.length);
    all.set(waiting);
    all.set(samples, waiting.length);
    let at = 0;
    for (; at + rows * rowSamples <= all.length; at += rows * rowSamples)
      await addStrip(all.slice(at, at + rows * rowSamples));
    waiting = all.slice(at);
  }
  if (waiting.length > 0) await addStrip(waiting);
  return strips;
}

async function tagsOf(page: RasterPage, { rows, offsets, sizes }: Strips): Promise<Tag[]> {
  const { width, height, channels } = page;
  const profile = await srgbProfile();
  const resolution = rational(page.dpi);
  return [
    { tag: 256, type: long, values: [width] },
    { tag: 257, type: long, values: [height] },
    { tag: 258, type: short, values: Array(channels).fill(16) },
    { tag: 259, type: short, values: [8] },
    { tag: 262, type: short, values: [2] },
    { tag: 273, type: long, values: offsets },
    { tag: 277, type: short, values: [channels] },
    { tag: 278, type: long, values: [rows] },
    { tag: 279, type: long, values: sizes },
    { tag: 282, type: fraction, values: resolution },
    { tag: 283, type: fraction, values: resolution },
    { tag: 284, type: short, values: [1] },
    { tag: 296, type: short, values: [2] },
    { tag: 317, type: short, values: [2] },
    ...(channels === 4 ? [{ tag: 338, type: short, values: [2] }] : []),
    { tag: 34675, type: bytesType, values: [...profile] },
  ];
}

async function encodeDirectory(tags: readonly Tag[], append: Append): Promise<Buffer> {
  const directory = Buffer.alloc(2 + 12 * tags.length + 4);
  directory.writeUInt16LE(tags.length, 0);
  for (const [at, { tag, type, values }] of tags.entries()) {
    const entry = 2 + 12 * at;
    const data = encodeValues(type, values);
    directory.writeUInt16LE(tag, entry);
    directory.writeUInt16LE(type.code, entry + 2);
    directory.writeUInt32LE(values.length / type.parts, entry + 4);
    if (data.length <= 4) data.copy(directory, entry + 8);
    else directory.writeUInt32LE(await append(data), entry + 8);
  }
  return directory;
}

/** Samples of a strip before compression, about. */
const stripSamples = 500_000;

interface Type {
  readonly code: number;
  readonly bytes: 1 | 2 | 4;
  /** Numbers that make one value. */
  readonly parts: 1 | 2;
}
const short: Type = { code: 3, bytes: 2, parts: 1 };
const long: Type = { code: 4, bytes: 4, parts: 1 };
const fraction: Type = { code: 5, bytes: 4, parts: 2 };
const bytesType: Type = { code: 7, bytes: 1, parts: 1 };

interface Tag {
  readonly tag: number;
  readonly type: Type;
  readonly values: readonly number[];
}

function encodeValues({ bytes }: Type, values: readonly number[]): Buffer {
  const data = Buffer.alloc(values.length * bytes);
  for (const [at, value] of values.entries()) data.writeUIntLE(value, at * bytes, bytes);
  return data;
}

const rational = (value: number): number[] => [Math.round(value * 1000), 1000];

/** Horizontal differencing (predictor 2): every sample less that of the pixel to its left, modulo 2^16. */
function differences(samples: Uint16Array, rowSamples: number, channels: number): Uint8Array {
  const result = new Uint16Array(samples.length);
  for (let at = 0; at < samples.length; at++) {
    result[at] = samples[at]! - (at % rowSamples < channels ? 0 : samples[at - channels]!);
  }
  return new Uint8Array(result.buffer);
}
