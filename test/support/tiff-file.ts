/** What a TIFF file of a test holds. */
interface TiffFile {
  readonly width: number;
  readonly height: number;
  /** Of a sample. */
  readonly bits: number;
  /** 1 unsigned, 2 signed, 3 floating point. */
  readonly sampleFormat?: 1 | 2 | 3;
  /** 0 white is zero, 1 black is zero, 2 RGB, 3 palette, 5 CMYK, 8 CIELAB. */
  readonly photometric: number;
  /** Meaning of a channel beside those of the colour: 1 premultiplied alpha, 2 straight alpha. */
  readonly extra?: 1 | 2;
  /** Red, green and blue of each place, 0..65535. */
  readonly palette?: readonly (readonly [number, number, number])[];
  readonly profile?: Uint8Array;
  /** By place, row by row: the samples of a pixel as numbers of the format. */
  pixel(x: number, y: number): readonly number[];
}

/** The bytes of an uncompressed little-endian TIFF in one strip, with samples of any size: what no library at hand writes. */
export function tiffFile(picture: TiffFile): Buffer {
  const { width, height, bits, sampleFormat = 1, photometric, extra, palette, profile } = picture;
  const samples = picture.pixel(0, 0).length;
  const rowBytes = Math.ceil((width * samples * bits) / 8);
  const strip = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const row = strip.subarray(y * rowBytes, (y + 1) * rowBytes);
    for (let x = 0; x < width; x++)
      for (const [at, value] of picture.pixel(x, y).entries())
        writeSample(row, x * samples + at, value, { bits, sampleFormat });
  }
  const all = (value: number): number[] => Array(samples).fill(value);
  const maps = [0, 1, 2].flatMap((channel) => (palette ?? []).map((colour) => colour[channel]!));
  const tags: Tag[] = [
    [256, 3, [width]],
    [257, 3, [height]],
    [258, 3, all(bits)],
    [259, 3, [1]],
    [262, 3, [photometric]],
    [273, 4, [8]],
    [277, 3, [samples]],
    [278, 3, [height]],
    [279, 4, [strip.length]],
    ...(palette ? [[320, 3, maps] as Tag] : []),
    ...(extra ? [[338, 3, [extra]] as Tag] : []),
    [339, 3, all(sampleFormat)],
    ...(profile ? [[34675, 7, [...profile]] as Tag] : []),
  ];
  return withDirectory(strip, tags);
}

type Tag = readonly [tag: number, type: 3 | 4 | 7, values: readonly number[]];
const typeBytes = { 3: 2, 4: 4, 7: 1 } as const;

function withDirectory(strip: Buffer, tags: readonly Tag[]): Buffer {
  const start = 8 + strip.length + (strip.length % 2);
  const directory = Buffer.alloc(2 + 12 * tags.length + 4);
  const beyond: Buffer[] = [];
  let end = start + directory.length;
  directory.writeUInt16LE(tags.length, 0);
  for (const [at, [tag, type, values]] of tags.entries()) {
    const data = Buffer.alloc(Math.max(4, values.length * typeBytes[type]));
    for (const [place, value] of values.entries())
      data.writeUIntLE(value, place * typeBytes[type], typeBytes[type]);
    directory.writeUInt16LE(tag, 2 + 12 * at);
    directory.writeUInt16LE(type, 4 + 12 * at);
    directory.writeUInt32LE(values.length, 6 + 12 * at);
    if (data.length === 4) data.copy(directory, 10 + 12 * at);
    else {
      directory.writeUInt32LE(end, 10 + 12 * at);
      const padded = Buffer.concat([data, Buffer.alloc(data.length % 2)]);
      beyond.push(padded);
      end += padded.length;
    }
  }
  const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
  header.writeUInt32LE(start, 4);
  return Buffer.concat([header, strip, Buffer.alloc(strip.length % 2), directory, ...beyond]);
}

/** Most significant bits first, as TIFF packs samples that are no whole bytes. */
function writeSample(
  row: Buffer,
  at: number,
  value: number,
  { bits, sampleFormat }: { readonly bits: number; readonly sampleFormat: 1 | 2 | 3 },
): void {
  if (sampleFormat === 3) {
    if (bits === 64) row.writeDoubleLE(value, 8 * at);
    else if (bits === 32) row.writeFloatLE(value, 4 * at);
    else row.writeUInt16LE(halfFloat(value), 2 * at);
    return;
  }
  if (bits % 8 === 0) {
    if (sampleFormat === 2) row.writeIntLE(value, (at * bits) / 8, bits / 8);
    else row.writeUIntLE(value, (at * bits) / 8, bits / 8);
    return;
  }
  for (let bit = 0; bit < bits; bit++) {
    const place = at * bits + bit;
    if ((value >> (bits - 1 - bit)) & 1) row[place >> 3]! |= 0x80 >> (place & 7);
  }
}

/** A normal number from 2^-14 to 65504, or 0, rounded down to the 11 bits that it keeps. */
function halfFloat(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.floor(Math.log2(value));
  return ((exponent + 15) << 10) | Math.floor((value / 2 ** exponent - 1) * 1024);
}
