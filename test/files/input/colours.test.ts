import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../../src/files/index.js';
import { describeWithChromium } from '../../support/chromium.js';
import { describeWithProgram } from '../../support/programs.js';
import { scratchFolder } from '../../support/scratch.js';
import { sharedPath } from '../../support/shared-data.js';
import {
  brightPng,
  colouredAvifs,
  colouredPngs,
  labTiffs,
  partialGif,
  readableTiffs,
  refusedTiffs,
  whiteFirst,
} from './made.js';

const typeOf = (bytes: Buffer): string => (bytes[0] === 0x47 ? 'gif' : bytes[0] === 0x89 ? 'png' : 'avif');

const white = { background: '#ffffff' };

async function read(name: string, bytes: Uint8Array, options = white): Promise<number[]> {
  const file = join(await scratchFolder(), name);
  await writeFile(file, bytes);
  return [...(await readPicture(file, options)).data];
}

function expectNear(got: readonly number[], wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  const off = got.reduce((most, value, at) => Math.max(most, Math.abs(value - wanted[at]!)), 0);
  expect(off, `${got.slice(0, 24)} instead of ${wanted.slice(0, 24)}`).toBeLessThanOrEqual(2);
}

/** Profiles as the library brings them along. */
async function profilesOf(): Promise<{ rgb: Uint8Array; cmyk: Uint8Array; srgb: Uint8Array }> {
  const profile = async (name: string): Promise<Uint8Array> => {
    const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } });
    const made = name === 'cmyk' ? dot.toColourspace('cmyk') : dot;
    return (await sharp(await made.withIccProfile(name).tiff().toBuffer()).metadata()).icc!;
  };
  return { rgb: await profile('p3'), cmyk: await profile('cmyk'), srgb: await profile('srgb') };
}

describe('values that are known', () => {
  it('light of 128 is seen as 188, as 188 of 255 are sent out', async () => {
    const grey = sharp({ create: { width: 8, height: 4, channels: 3, background: '#808080' } });
    const { withChunks, pngChunk } = await import('../../../src/files/png-chunks.js');
    const bytes = withChunks(await grey.png().toBuffer(), pngChunk('gAMA', Buffer.of(0, 1, 0x86, 0xa0)));
    expectNear(await read('light.png', bytes), Array(96).fill(188));
  });

  it('a first frame that does not fill its canvas has the background around it', async () => {
    const picture = await read('part.gif', partialGif(8), { background: '#0000ff' });
    const [blue, red] = [
      [0, 0, 255],
      [200, 40, 40],
    ];
    const isInside = (place: number): boolean => place >= 2 && place < 6;
    const wanted = Array.from({ length: 64 }, (_, at) =>
      isInside(at % 8) && isInside(Math.floor(at / 8)) ? red : blue,
    );
    expect(picture).toEqual(wanted.flat());
  });

  it('TIFF of 12 bits of which 0 is white', async () => {
    const row = Array.from({ length: 8 }, (_, x) => Array(3).fill(Math.round((255 * x) / 7))).flat();
    expectNear(await read('white.tif', whiteFirst), [...row, ...row, ...row, ...row]);
  });

  it('CMYK of either depth has the same colours', async () => {
    const tiffs = readableTiffs(await profilesOf());
    const shallow = await read('a.tif', tiffs['CMYK of 8 bits with a profile']!);
    expectNear(await read('b.tif', tiffs['CMYK of 16 bits with a profile']!), shallow);
  });

  it.each(refusedTiffs)('a TIFF is refused for what it is, %#', async (bytes, what) => {
    await expect(read('odd.tif', bytes)).rejects.toMatchObject({
      code: 'artwork',
      message: expect.stringContaining(`odd.tif, got ${what}; `),
    });
  });

  it.each([
    [16, 'PQ'],
    [18, 'HLG'],
  ])('high dynamic range is refused', async (transfer, name) => {
    await expect(read('bright.png', await brightPng(transfer))).rejects.toThrow(
      `got a picture of high dynamic range (${name}); export it with standard dynamic range`,
    );
  });
});

describeWithProgram('convert', ['imagemagick', 'pictures are read as ImageMagick reads them'], () => {
  const converted = async (bytes: Buffer): Promise<number[]> => {
    const folder = await scratchFolder();
    const profile = join(folder, 'srgb.icc');
    await writeFile(profile, (await profilesOf()).srgb);
    await writeFile(join(folder, 'a.tif'), bytes);
    const toSrgb = ['-intent', 'Perceptual', '-black-point-compensation', '-profile', profile];
    const hasProfile = bytes.includes('acsp');
    const args = [join(folder, 'a.tif'), ...(hasProfile ? toSrgb : []), '-colorspace', 'sRGB'];
    return [...execFileSync('convert', [...args, '-type', 'TrueColor', '-depth', '8', 'rgb:-'])];
  };

  it('TIFF of every kind', async () => {
    for (const [name, bytes] of Object.entries(readableTiffs(await profilesOf()))) {
      const got = await read(`${name}.tif`, bytes);
      expect([name, got.length]).toEqual([name, 96]);
      expectNear(got, await converted(bytes));
    }
  });

  it('Lab of 8 bits, as it is with 16', async () => {
    const [narrow, wide] = labTiffs();
    expectNear(await read('lab.tif', narrow), await converted(wide));
  });

  it.each([
    ['LZW', '-compress lzw'],
    ['tiles', '-compress zip -define tiff:tile-geometry=64x64'],
    ['the other order of bytes', '-compress zip -endian MSB'],
  ])('TIFF of 12 bits in %s, and of 64 bits with a predictor', async (_, flags) => {
    const folder = await scratchFolder();
    const [twelve, sixtyFour] = [join(folder, '12.tif'), join(folder, '64.tif')];
    const made = ['-size', '37x21', 'gradient:#c04020-#2060f0', ...flags.split(' ')];
    const float = ['-depth', '64', '-define', 'quantum:format=floating-point', '-define', 'tiff:predictor=3'];
    execFileSync('convert', [...made, '-depth', '12', twelve]);
    execFileSync('convert', [...made, ...float, sixtyFour]);
    for (const file of [twelve, sixtyFour])
      expectNear([...(await readPicture(file, white)).data], await converted(readFileSync(file)));
  });

  const cases = sharedPath('../cases');
  it.skipIf(!existsSync(cases))('the cases that users sent', async () => {
    for (const name of ['float-gray01.tif', 'uint32-rgb.tif', 'd12.tif']) {
      const bytes = readFileSync(join(cases, name));
      expectNear(await read(name, bytes), await converted(bytes));
    }
  });
});

describeWithChromium('pictures are read as Chromium shows them', (open) => {
  const shown = async (pictures: Record<string, Buffer>): Promise<Record<string, number[]>> => {
    const page = await (await open()).newPage();
    const result: Record<string, number[]> = {};
    for (const [name, bytes] of Object.entries(pictures))
      result[name] = await page.evaluate(
        async (url) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const { naturalWidth: width, naturalHeight: height } = image;
          const context = new OffscreenCanvas(width, height).getContext('2d')!;
          context.fillStyle = '#ffffff';
          context.fillRect(0, 0, width, height);
          context.drawImage(image, 0, 0);
          return [...context.getImageData(0, 0, width, height).data].filter((_, at) => at % 4 < 3);
        },
        `data:image/${typeOf(bytes)};base64,${bytes.toString('base64')}`,
      );
    await page.close();
    return result;
  };

  it('PNG and AVIF that say what their samples mean, and GIF that leaves its canvas free', async () => {
    const { 'PQ in AVIF': bright, ...avifs } = await colouredAvifs();
    await expect(read('bright.avif', bright!)).rejects.toThrow('got a picture of high dynamic range (PQ)');
    const pictures = { ...(await colouredPngs()), ...avifs, 'a small frame': partialGif(9) };
    for (const [name, wanted] of Object.entries(await shown(pictures))) {
      const got = await read(name, pictures[name as keyof typeof pictures]!);
      expect([name, got.length]).toEqual([name, wanted.length]);
      expectNear(got, wanted);
    }
  });

  const light = sharedPath('../cases/gama1.png');
  it.skipIf(!existsSync(light))('the case that users sent', async () => {
    const bytes = readFileSync(light);
    expectNear(await read('gama1.png', bytes), (await shown({ light: bytes })).light!);
  });
});
