import sharp from 'sharp';
import { pngChunk, withChunks } from '../../../src/files/png-chunks.js';
import { tiffFile } from '../../support/tiff-file.js';

/** Eight columns of colours, 0..1, and as many of greys; the last ones lie within every gamut. */
const colours = [
  [0.1, 0.9, 0.3],
  [0.8, 0.2, 0.5],
  [0.35, 0.3, 0.3],
  [0.2, 0.25, 0.6],
  [0.5, 0.5, 0.5],
  [0.25, 0.75, 0.4],
  [0, 0, 0],
  [1, 1, 1],
] as const;
const [width, height] = [8, 4];

const levels = (most: number) => (x: number) => colours[x]!.map((share) => Math.round(share * most));
const greys = (most: number) => (x: number) => [Math.round((x / 7) * most)];
const shares = (x: number): readonly number[] => colours[x]!;

interface Kind {
  readonly bits: number;
  readonly photometric: number;
  readonly sampleFormat?: 1 | 2 | 3;
}

const tiff = (kind: Kind, pixel: (x: number) => readonly number[], profile?: Uint8Array): Buffer =>
  tiffFile({ width, height, ...kind, pixel, ...(profile && { profile }) });

/** TIFFs by name that are read. */
export function readableTiffs(profiles: { rgb: Uint8Array; cmyk: Uint8Array }): Record<string, Buffer> {
  const floats = { sampleFormat: 3, photometric: 2 } as const;
  // Pale: what lies outside of sRGB is brought inside in as many ways as there are programs.
  const inks = (most: number) => (x: number) =>
    [...colours[x]!, x / 7].map((share) => Math.round(0.3 * share * most));
  return {
    'RGB of 2 bits': tiff({ bits: 2, photometric: 2 }, levels(3)),
    'RGB of 4 bits': tiff({ bits: 4, photometric: 2 }, levels(15)),
    'RGB of 10 bits': tiff({ bits: 10, photometric: 2 }, levels(1023)),
    'RGB of 12 bits': tiff({ bits: 12, photometric: 2 }, levels(4095)),
    'RGB of 12 bits with a profile': tiff({ bits: 12, photometric: 2 }, levels(4095), profiles.rgb),
    'grey of 12 bits': tiff({ bits: 12, photometric: 1 }, greys(4095)),
    'RGB of 14 bits': tiff({ bits: 14, photometric: 2 }, levels(16_383)),
    'floating-point RGB of 64 bits': tiff({ bits: 64, ...floats }, shares),
    'floating-point grey of 16 bits': tiff({ bits: 16, sampleFormat: 3, photometric: 1 }, (x) => [x / 7]),
    'grey of 2 bits': tiff({ bits: 2, photometric: 1 }, greys(3)),
    'grey of 4 bits': tiff({ bits: 4, photometric: 1 }, greys(15)),
    'grey of 32 bits': tiff({ bits: 32, photometric: 1 }, greys(2 ** 32 - 1)),
    'RGB of 32 bits': tiff({ bits: 32, photometric: 2 }, levels(2 ** 32 - 1)),
    'RGB of 32 bits with a profile': tiff({ bits: 32, photometric: 2 }, levels(2 ** 32 - 1), profiles.rgb),
    'floating-point grey': tiff({ bits: 32, sampleFormat: 3, photometric: 1 }, (x) => [x / 7]),
    'floating-point RGB': tiff({ bits: 32, ...floats }, shares),
    'floating-point RGB of 16 bits': tiff({ bits: 16, ...floats }, shares),
    'floating-point RGB with a profile': tiff({ bits: 32, ...floats }, shares, profiles.rgb),
    'RGB of 16 bits with a profile': tiff({ bits: 16, photometric: 2 }, levels(65_535), profiles.rgb),
    'CMYK of 8 bits with a profile': tiff({ bits: 8, photometric: 5 }, inks(255), profiles.cmyk),
    'CMYK of 16 bits with a profile': tiff({ bits: 16, photometric: 5 }, inks(65_535), profiles.cmyk),
  };
}

const lab = [
  [128, 20, -30],
  [204, -20, 40],
  [77, 10, 10],
  [153, 0, 0],
  [242, -2, 3],
  [115, 5, -25],
  [0, 0, 0],
  [255, 0, 0],
] as const;

/** The same picture in Lab of 8 and of 16 bits. */
export function labTiffs(): readonly [narrow: Buffer, wide: Buffer] {
  return [
    tiff({ bits: 8, photometric: 8 }, (x) => lab[x]!.map((value) => value & 255)),
    tiff({ bits: 16, photometric: 8 }, (x) => {
      const [light, a, b] = lab[x]!;
      return [257 * light, (256 * a) & 65_535, (256 * b) & 65_535];
    }),
  ];
}

/** Greys from black to white of which 0 is white: ImageMagick takes them the other way round. */
export const whiteFirst = tiff({ bits: 12, photometric: 0 }, (x) => [4095 - greys(4095)(x)[0]!]);

/** TIFFs that are refused, each with what is said that it is. */
export const refusedTiffs: readonly (readonly [bytes: Buffer, what: string])[] = [
  [tiff({ bits: 24, photometric: 2 }, levels(2 ** 24 - 1)), 'a TIFF picture of 24 bits a channel'],
  [tiff({ bits: 8, photometric: 9 }, levels(255)), 'a TIFF picture in Lab of 8 bits'],
  [
    tiff({ bits: 16, photometric: 2, sampleFormat: 2 }, levels(9)),
    'a TIFF picture of signed samples, which do not say what is white',
  ],
  [
    tiff({ bits: 64, photometric: 2, sampleFormat: 3 }, (x) => [x / 7, 12, 1]),
    'a picture of floating-point samples beyond 0 to 1 (up to 12.0)',
  ],
  [
    tiff({ bits: 32, photometric: 2, sampleFormat: 3 }, (x) => [x / 7, 12, 1]),
    'a picture of floating-point samples beyond 0 to 1 (up to 12.0)',
  ],
];

const long = (...values: number[]): Buffer =>
  Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(Math.round(value * 100_000));
      return bytes;
    }),
  );
const gamma = (value: number): Buffer => pngChunk('gAMA', long(value));
const wide = pngChunk('cHRM', long(0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06));
const code = (...points: number[]): Buffer => pngChunk('cICP', Buffer.from(points));

/** PNGs by name whose chunks say what their samples mean. */
export async function colouredPngs(): Promise<Record<string, Buffer>> {
  const data = Buffer.from(Array.from({ length: width * height }, (_, at) => levels(255)(at % width)).flat());
  const picture = () => sharp(data, { raw: { width, height, channels: 3 } });
  const png = await picture().png().toBuffer();
  const grey = await picture().toColourspace('b-w').png().toBuffer();
  return {
    'light itself': withChunks(png, gamma(1)),
    'a gamma of its own': withChunks(png, gamma(0.55)),
    'a usual gamma': withChunks(png, gamma(0.45455)),
    'wide primaries': withChunks(png, gamma(0.45455), wide),
    'wide primaries without a gamma': withChunks(png, wide),
    'a gamma beside sRGB': withChunks(png, gamma(1), pngChunk('sRGB', Buffer.of(0))),
    'Display P3 by code points': withChunks(png, code(12, 13, 0, 1)),
    'code points before a gamma': withChunks(png, code(12, 13, 0, 1), gamma(1)),
    'BT.2020 by code points': withChunks(png, code(9, 14, 0, 1)),
    'light by code points': withChunks(png, code(1, 8, 0, 1)),
    'grey light': withChunks(grey, gamma(1)),
    'light in a palette': withChunks(await picture().png({ palette: true }).toBuffer(), gamma(1)),
    'light of 16 bits': withChunks(await picture().toColourspace('rgb16').png().toBuffer(), gamma(1)),
    'light half seen': withChunks(await picture().ensureAlpha(0.5).png().toBuffer(), gamma(1)),
  };
}

/** AVIFs by name whose code points say what their samples mean. */
export async function colouredAvifs(): Promise<Record<string, Buffer>> {
  // Of one colour each: losses would differ from program to program.
  const [red, green, blue] = [180, 90, 110];
  const plain = sharp({ create: { width, height, channels: 3, background: { r: red, g: green, b: blue } } });
  const avif = await plain.avif({ lossless: true, chromaSubsampling: '4:4:4' }).toBuffer();
  const coded = (primaries: number, transfer: number): Buffer => {
    const bytes = Buffer.from(avif);
    const at = bytes.indexOf('colrnclx') + 8;
    bytes.writeUInt16BE(primaries, at);
    bytes.writeUInt16BE(transfer, at + 2);
    return bytes;
  };
  return {
    sRGB: coded(1, 13),
    'television in AVIF': coded(1, 1),
    'BT.2020 in AVIF': coded(9, 14),
    'Display P3 in AVIF': coded(12, 13),
    'light in AVIF': coded(1, 8),
    'a gamma in AVIF': coded(1, 4),
    'PQ in AVIF': coded(9, 16),
  };
}

/** A PNG of high dynamic range by its code points. */
export async function brightPng(transfer: number): Promise<Buffer> {
  const png = await sharp({ create: { width, height, channels: 3, background: '#808080' } })
    .png()
    .toBuffer();
  return withChunks(png, code(9, transfer, 0, 1));
}

/** A GIF of `canvas` by `canvas` pixels in one frame that fills the part from 2 to 5, in red, and has no transparent colour. */
export function partialGif(canvas: number): Buffer {
  const word = (value: number): readonly number[] => [value & 255, value >> 8];
  const side = 4;
  return Buffer.from([
    ...Buffer.from('GIF89a', 'latin1'),
    ...[...word(canvas), ...word(canvas), 0x80, 0, 0],
    ...[200, 40, 40, 0, 0, 0],
    ...[0x2c, ...word(2), ...word(2), ...word(side), ...word(side), 0],
    // Codes of three bits: clear, sixteen times the first colour with a clear between, end.
    ...lzwOfZeros(side * side),
    0x3b,
  ]);
}

function lzwOfZeros(count: number): number[] {
  const [clear, end] = [4, 5];
  const codes = [...Array.from({ length: count }, () => [clear, 0]).flat(), end];
  const bytes: number[] = Array(Math.ceil((codes.length * 3) / 8)).fill(0);
  for (const [at, code] of codes.entries())
    for (let bit = 0; bit < 3; bit++)
      if ((code >> bit) & 1) bytes[(3 * at + bit) >> 3]! |= 1 << ((3 * at + bit) & 7);
  return [2, bytes.length, ...bytes, 0];
}
