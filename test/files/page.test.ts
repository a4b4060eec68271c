import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import {
  type PdfPage,
  type RasterFormat,
  type RasterPage,
  readPicture,
  readStrip,
  writePdfPage,
  writePicture,
  writeRasterPage,
} from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';

const [width, height] = [61, 47];

/** Soft, and with saturated corners; 16 bits. */
function sample(x: number, y: number, channel: number): number {
  if (channel === 3) return x < 20 ? 30_000 : 65_535;
  const waves = [Math.sin(x / 9), Math.cos(y / 7), Math.sin((x + y) / 11)];
  return Math.round(32_767 + 32_700 * waves[channel]!);
}

function page(channels: 3 | 4): RasterPage {
  return {
    width,
    height,
    channels,
    dpi: 254,
    async *bands(depth) {
      for (let top = 0; top < height; top += 10) {
        const rows = Math.min(10, height - top);
        const samples = Uint16Array.from({ length: width * rows * channels }, (_, at) => {
          const pixel = Math.floor(at / channels);
          return sample(pixel % width, top + Math.floor(pixel / width), at % channels);
        });
        yield {
          samples: depth === 16 ? samples : Uint8Array.from(samples, (value) => Math.round(value / 257)),
        };
      }
    },
  };
}

describe('a page of pixels', () => {
  it.each([
    ['png', 0],
    ['jpeg', 12],
    ['webp', 24],
    ['avif', 24],
    ['tiff', 1],
  ] as const)('is written as %s with the profile of sRGB', async (format, tolerance) => {
    const folder = await scratchFolder();
    const file = join(folder, `page.${format}`);
    await writeRasterPage([{ file, format }], page(3));
    const { icc, ...found } = await sharp(file).metadata();
    expect(found).toMatchObject({ width, height, channels: 3, hasProfile: true });
    expect(icc!.toString('latin1')).toContain('acsp');
    if (['png', 'jpeg', 'tiff'].includes(format)) expect(found.density).toBe(254);
    const picture = await readPicture(file, { background: '#ffffff' });
    for (const [at, value] of picture.data.entries()) {
      const pixel = Math.floor(at / 3);
      const expected = sample(pixel % width, Math.floor(pixel / width), at % 3) / 257;
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(tolerance + 0.5);
    }
    expect(await readdir(folder)).toEqual([`page.${format}`]);
  });

  it.each([3, 4] as const)('has all 16 bits in a TIFF of %i channels', async (channels) => {
    const file = join(await scratchFolder(), 'page.tif');
    await writeRasterPage([{ file, format: 'tiff' }], page(channels));
    const { bitsPerSample, hasAlpha } = await sharp(file).metadata();
    expect({ bitsPerSample, hasAlpha }).toEqual({ bitsPerSample: 16, hasAlpha: channels === 4 });
    // What reads colours through the profile changes them; the samples are looked at as they lie there.
    const plain = sharp(await withoutProfile(file));
    const { data } = await plain
      .toColourspace('rgb16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const samples = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    expect(samples).toHaveLength(width * height * channels);
    for (const [at, value] of samples.entries()) {
      const pixel = Math.floor(at / channels);
      expect(value).toBe(sample(pixel % width, Math.floor(pixel / width), at % channels));
    }
  });

  it('keeps what is transparent, and shows white where a format cannot', async () => {
    const folder = await scratchFolder();
    const formats: RasterFormat[] = ['png', 'webp', 'avif', 'jpeg'];
    const files = formats.map((format) => ({ format, file: join(folder, format) }));
    await writeRasterPage(files, page(4));
    for (const { format, file } of files) {
      const { hasAlpha } = await sharp(file).metadata();
      expect(hasAlpha, format).toBe(format !== 'jpeg');
      const [red] = (await readPicture(file, { background: '#ffffff' })).data;
      const opacity = 30_000 / 65_535;
      expect(Math.abs(red! - (255 + (sample(0, 0, 0) / 257 - 255) * opacity))).toBeLessThan(9);
    }
  });

  it('leaves the files that were there when it cannot be painted', async () => {
    const folder = await scratchFolder();
    const file = join(folder, 'page.png');
    await writeRasterPage([{ file, format: 'png' }], page(3));
    const before = await readFile(file);
    const broken: RasterPage = {
      ...page(3),
      // biome-ignore lint/correctness/useYield: it fails before
      async *bands() {
        throw new Error('no paint');
      },
    };
    for (const format of ['png', 'tiff'] as const)
      await expect(writeRasterPage([{ file, format }], broken)).rejects.toThrow('no paint');
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(folder)).toEqual(['page.png']);
  });
});

/** Renames the tag of the profile, so that nobody knows it. */
async function withoutProfile(file: string): Promise<Buffer> {
  const bytes = await readFile(file);
  const directory = bytes.readUInt32LE(4);
  for (let entry = 0; entry < bytes.readUInt16LE(directory); entry++) {
    const at = directory + 2 + 12 * entry;
    if (bytes.readUInt16LE(at) === 34675) bytes.writeUInt16LE(65_000, at);
  }
  return bytes;
}

describe('a strip of a picture', () => {
  const pattern = (channels: 1 | 3 | 4): Pixels => ({
    width: 40,
    height: 40,
    channels,
    data: Uint8Array.from({ length: 1600 * channels }, (_, at) => Math.round(128 + 120 * Math.sin(at / 17))),
  });

  it.each([
    [1, 30, 8],
    [3, 95, 8],
    [4, 30, 8],
    [3, 95, 16],
  ] as const)('is a part of the whole (%i channels, %i px, %i bits)', async (channels, sidePx, depth) => {
    const file = join(await scratchFolder(), 'a.png');
    await writePicture(file, pattern(channels));
    const size = { width: sidePx, height: sidePx };
    const whole = await readStrip(file, { ...size, top: 0, rows: sidePx }, depth);
    expect(whole).toHaveLength(4 * sidePx * sidePx);
    for (const [top, rows] of [
      [0, 7],
      [7, 16],
      [sidePx - 1, 1],
    ] as const) {
      const strip = await readStrip(file, { ...size, top, rows }, depth);
      expect(strip).toEqual(whole.slice(4 * sidePx * top, 4 * sidePx * (top + rows)));
    }
  });

  it('of a picture of 8 bits has white and black and all between where they belong in 16', async () => {
    const data = Uint8Array.from({ length: 3 * 256 }, (_, at) => Math.floor(at / 3));
    const ramp: Pixels = { width: 256, height: 1, channels: 3, data };
    const strip = await readStrip(ramp, { width: 256, height: 1, top: 0, rows: 1 }, 16);
    for (let value = 0; value < 256; value++)
      expect(Math.abs(strip[4 * value]! - 257 * value)).toBeLessThanOrEqual(1);
  });
});

describe('a page as PDF', () => {
  const square: Pixels = { width: 2, height: 2, channels: 3, data: new Uint8Array(12).fill(90) };
  async function pdf(name = 'page.pdf'): Promise<{ bytes: Buffer; text: string }> {
    const folder = await scratchFolder();
    const letter = join(folder, 'letter.png');
    await writePicture(letter, { ...square, width: 1, height: 4 });
    const box = { x: 30, y: 40, width: 50, height: 50 };
    const picture = { kind: 'picture', box, clip: box } as const;
    const written: PdfPage = {
      width: 300,
      height: 200,
      trim: { x: 20, y: 20, width: 260, height: 160 },
      bleed: { x: 10, y: 12, width: 280, height: 176 },
      title: 'A',
      creator: 'test',
      items: [
        { kind: 'area', box: { x: 10, y: 10, width: 280, height: 180 }, colour: '#102030', opacity: 1 },
        { ...picture, picture: letter, flip: { x: false, y: false } },
        { ...picture, picture: letter, flip: { x: true, y: false } },
        { kind: 'path', path: 'M10 10L20 10L20 20Z', colour: '#ff0000' },
      ],
      picture: async (file) => file,
    };
    const file = join(folder, name);
    await writePdfPage(file, written);
    const bytes = await readFile(file);
    return { bytes, text: bytes.toString('latin1') };
  }

  it('has the boxes of the paper, the cut and the bleed', async () => {
    const { text } = await pdf();
    expect(text).toContain('/MediaBox [0 0 300 200]');
    expect(text).toContain('/TrimBox [20 20 280 180]');
    expect(text).toContain('/BleedBox [10 12 290 188]');
  });

  it('holds each picture once at its own size, its colours tied to a profile', async () => {
    const { text } = await pdf();
    expect(text.match(/\/Subtype \/Image/g)).toHaveLength(1);
    expect(text).toMatch(/\/Width 1\n\/Height 4/);
    expect(text).toMatch(/\/DefaultRGB \[\/ICCBased \d+ 0 R\]/);
  });

  it('is the same, byte for byte, each time', async () => {
    expect((await pdf('one.pdf')).bytes.equals((await pdf('two.pdf')).bytes)).toBe(true);
  });
});
