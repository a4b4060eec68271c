import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { readPicture } from '../../src/files/index.js';
import { pngChunk } from '../../src/files/png-chunks.js';
import { scratchFolder } from '../support/scratch.js';

const white = { background: '#ffffff' };

const colours = [
  [230, 30, 30],
  [30, 180, 40],
  [40, 60, 220],
  [240, 200, 20],
  [20, 20, 20],
  [200, 200, 200],
] as const;

/** Three by two fields of 16 px, each of another colour, as a pipeline of sharp. */
function fields(): Sharp {
  const data = Buffer.alloc(48 * 32 * 3);
  for (let at = 0; at < 48 * 32; at++) {
    const field = Math.floor((at % 48) / 16) + 3 * Math.floor(at / 48 / 16);
    data.set(colours[field]!, at * 3);
  }
  return sharp(data, { raw: { width: 48, height: 32, channels: 3 } });
}

/** One colour, 16 px square, as a pipeline of sharp. */
function plain(r: number, g: number, b: number, alpha?: number): Sharp {
  const background = { r, g, b, ...(alpha !== undefined && { alpha }) };
  return sharp({ create: { width: 16, height: 16, channels: alpha === undefined ? 3 : 4, background } });
}

function pixelAt(picture: Pixels, x: number, y: number): number[] {
  const at = (y * picture.width + x) * picture.channels;
  return [...picture.data.subarray(at, at + picture.channels)];
}

function expectNear(got: readonly number[], wanted: readonly number[], tolerance: number): void {
  const off = got.map((value, channel) => Math.abs(value - wanted[channel]!));
  expect(Math.max(...off), `${got} instead of ${wanted}`).toBeLessThanOrEqual(tolerance);
}

/** Writes the bytes under the name into a scratch folder and reads them as a picture. */
async function read(name: string, bytes: Uint8Array | string, options = white): Promise<Pixels> {
  const file = join(await scratchFolder(), name);
  await writeFile(file, bytes);
  return readPicture(file, options);
}

// For each EXIF orientation, where the upright picture's pixel (x, y) lies in a stored picture of w by h pixels.
const orientations: readonly [number, (x: number, y: number, w: number, h: number) => [number, number]][] = [
  [1, (x, y) => [x, y]],
  [2, (x, y, w) => [w - 1 - x, y]],
  [3, (x, y, w, h) => [w - 1 - x, h - 1 - y]],
  [4, (x, y, _w, h) => [x, h - 1 - y]],
  [5, (x, y) => [y, x]],
  [6, (x, y, _w, h) => [y, h - 1 - x]],
  [7, (x, y, w, h) => [w - 1 - y, h - 1 - x]],
  [8, (x, y, w) => [w - 1 - y, x]],
];

it.each(orientations)('a photograph with EXIF orientation %i is upright', async (orientation, stored) => {
  const bytes = await fields()
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
  const picture = await read('photo.jpg', await bytes.toBuffer());
  const [width, height] = orientation < 5 ? [48, 32] : [32, 48];
  expect([picture.width, picture.height]).toEqual([width, height]);
  for (let y = 8; y < height; y += 16) {
    for (let x = 8; x < width; x += 16) {
      const [fromX, fromY] = stored(x, y, 48, 32);
      const field = Math.floor(fromX / 16) + 3 * Math.floor(fromY / 16);
      expectNear(pixelAt(picture, x, y), colours[field]!, 4);
    }
  }
});

it('colours of a Display P3 picture become those of sRGB', async () => {
  const bytes = await plain(230, 60, 40).withIccProfile('p3').png().toBuffer();
  const stored = await sharp(bytes, { ignoreIcc: true }).raw().toBuffer();
  expect(Math.abs(stored[0]! - 230), 'the file holds other numbers').toBeGreaterThan(10);
  expectNear(pixelAt(await read('p3.png', bytes), 8, 8), [230, 60, 40], 2);
});

it('a CMYK photograph becomes sRGB', async () => {
  const bytes = await plain(200, 60, 50)
    .toColourspace('cmyk')
    .withIccProfile('cmyk')
    .jpeg({ quality: 100 })
    .toBuffer();
  expect((await sharp(bytes).metadata()).space).toBe('cmyk');
  expectNear(pixelAt(await read('cmyk.jpg', bytes), 8, 8), [200, 60, 50], 16);
});

it('sixteen bits, grey and palettes become eight bits of three channels', async () => {
  const deep = await plain(200, 100, 50).toColourspace('rgb16').png().toBuffer();
  expect((await sharp(deep).metadata()).depth).toBe('ushort');
  expectNear(pixelAt(await read('deep.png', deep), 8, 8), [200, 100, 50], 1);

  const grey = await plain(120, 120, 120).toColourspace('grey16').png().toBuffer();
  expectNear(pixelAt(await read('grey.png', grey), 8, 8), [120, 120, 120], 1);

  const palette = await fields().png({ palette: true }).toBuffer();
  expectNear(pixelAt(await read('palette.png', palette), 24, 8), colours[1], 2);
});

it('transparency lies over the chosen colour', async () => {
  const half = await plain(200, 0, 0, 0.5).png().toBuffer();
  expectNear(pixelAt(await read('half.png', half), 8, 8), [228, 128, 128], 2);
  expectNear(pixelAt(await read('half.png', half, { background: '#0000ff' }), 8, 8), [100, 0, 128], 2);
});

it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
  '%s is read by content, whatever its name',
  async (kind) => {
    const picture = await read('name.xyz', await fields().toFormat(kind, { quality: 95 }).toBuffer());
    expect([picture.width, picture.height, picture.channels]).toEqual([48, 32, 3]);
    expectNear(pixelAt(picture, 40, 24), colours[5], 8);
  },
);

it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
  'a %s cut in the middle is refused',
  async (kind) => {
    const noisy = await sharp({
      create: { width: 200, height: 200, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 40 } },
    } as unknown as SharpOptions)
      .png()
      .toBuffer();
    const whole = await sharp(noisy).toFormat(kind).toBuffer();
    const cut = read('cut.picture', whole.subarray(0, Math.floor(whole.length / 2)));
    await expect(cut).rejects.toThrow(
      /cut\.picture, got a file (that ends too early|whose .* is damaged); .*\.$/,
    );
  },
);

it.each(['gif', 'webp'] as const)('of an animated %s the first frame is read', async (kind) => {
  const frames = [plain(250, 0, 0), plain(0, 0, 250)].map((frame) => frame.png().toBuffer());
  const bytes = await sharp(await Promise.all(frames), { join: { animated: true } })
    .toFormat(kind)
    .toBuffer();
  expect((await sharp(bytes).metadata()).pages).toBe(2);
  const picture = await read('moving', bytes);
  expect(picture.height).toBe(16);
  expectNear(pixelAt(picture, 8, 8), [250, 0, 0], 6);
});

it('an animated AVIF is refused', async () => {
  const bytes = await plain(1, 2, 3).avif().toBuffer();
  bytes.write('avis', 8, 'latin1');
  await expect(read('moving.avif', bytes)).rejects.toThrow(
    'got an animated AVIF picture; export it as PNG or JPEG.',
  );
});

it.each([
  ['layers.psd', '8BPS\0\x01', 'a Photoshop document'],
  ['film.mp4', '\0\0\0\x18ftypisom\0\0\0\0isommp41', 'a video'],
  ['old.bmp', 'BM\0\0\0\0', 'a BMP picture'],
  ['none.png', '', 'an empty file'],
  ['song.png', 'RIFF\0\0\0\0WAVEfmt ', 'a file of an unknown or damaged kind'],
  ['note.txt', 'hello', 'a file of an unknown or damaged kind'],
])('%s is refused for what it is', async (name, bytes, what) => {
  await expect(read(name, bytes)).rejects.toMatchObject({
    code: 'artwork',
    message: expect.stringMatching(new RegExp(`^Expected a picture .*${name}, got ${what}; .*\\.$`)),
  });
});

it('what is no file is refused without waiting', async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, 'folder.png'));
  await expect(readPicture(join(folder, 'folder.png'), white)).rejects.toThrow(
    'but a folder stands where a file is needed',
  );
  await expect(readPicture(join(folder, 'missing.png'), white)).rejects.toThrow('but it does not exist');
  if (process.platform === 'win32') return;
  execFileSync('mkfifo', [join(folder, 'pipe.png')]);
  await expect(readPicture(join(folder, 'pipe.png'), white)).rejects.toThrow(
    'but it is no file but a pipe, a socket or a device',
  );
});

it('a very large picture is reduced to 4096 px', async () => {
  const create = { channels: 3, background: '#336699' } as const;
  const wide = await sharp({ create: { ...create, width: 9000, height: 1000 } })
    .png()
    .toBuffer();
  const picture = await read('wide.png', wide);
  expect([picture.width, picture.height]).toEqual([4096, 455]);
  expectNear(pixelAt(picture, 4000, 400), [0x33, 0x66, 0x99], 0);
});

it.each([1, 6, 7])('one of over 100 megapixels is read too, upright, orientation %i', async (orientation) => {
  const small = await fields().png().toBuffer();
  const huge = sharp(small).resize({ width: 14_400, height: 9600, kernel: 'nearest', fit: 'fill' });
  const bytes = await huge.withMetadata({ orientation }).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
  const picture = await read('huge.jpg', bytes);
  const [width, height] = orientation === 1 ? [48, 32] : [32, 48];
  const scale = 4096 / 48;
  expect([picture.width, picture.height].map((side) => Math.round(side / scale))).toEqual([width, height]);
  const stored = orientations.find(([each]) => each === orientation)![1];
  for (let y = 8; y < height; y += 16) {
    for (let x = 8; x < width; x += 16) {
      const [fromX, fromY] = stored(x, y, 48, 32);
      const field = Math.floor(fromX / 16) + 3 * Math.floor(fromY / 16);
      expectNear(pixelAt(picture, Math.round(x * scale), Math.round(y * scale)), colours[field]!, 4);
    }
  }
});

it.each([
  [50_000, 0, 1000],
  [20_000, 1, 300],
])('a PNG of %i pixels a side, interlaced %i, is refused', async (side, interlace, limit) => {
  const png = await plain(1, 2, 3).png().toBuffer();
  const header = Buffer.from(png.subarray(16, 29));
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[12] = interlace;
  const bytes = Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', header), png.subarray(33)]);
  await expect(read('huge.png', bytes)).rejects.toThrow(
    `got one of ${side} x ${side} pixels; reduce it to at most ${limit} megapixels.`,
  );
});

it('a file written anew is read anew', async () => {
  const file = join(await scratchFolder(), 'again.png');
  await writeFile(file, await plain(10, 20, 30).png().toBuffer());
  await readPicture(file, white);
  await writeFile(file, await plain(90, 80, 70).png().toBuffer());
  expect(pixelAt(await readPicture(file, white), 0, 0)).toEqual([90, 80, 70]);
});

it('reading changes no file', async () => {
  const file = join(await scratchFolder(), 'kept.png');
  const bytes = await fields().png().toBuffer();
  await writeFile(file, bytes);
  await readPicture(file, white);
  expect(await readFile(file)).toEqual(bytes);
});
