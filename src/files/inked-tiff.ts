import { type FileHandle, open } from 'node:fs/promises';
import { replaceWholeFile, withTemporaryFile } from './atomic-file.js';
import type { PressParts, RasterPage } from './banded-page.js';
import { blacksOf, type PressProfile } from './black-ink.js';
import { headerBytes, writePlain } from './plain-page.js';
import { sharp } from './sharp.js';

const reading = { limitInputPixels: false, sequentialRead: true } as const;

/**
 * Writes a page as TIFF in the inks of a press: pictures perceptually, writing in black alone, marks in all inks. What is transparent
 * becomes paper. The profile alone says that they are inks. Throws `output`.
 */
export async function writeInkedTiff(file: string, page: RasterPage, profile: PressProfile): Promise<void> {
  const { press, dpi, width } = page;
  const convert = async (plain: string, inked: string): Promise<void> => {
    await writePlain(plain, press === undefined ? page : { ...page, bands: press.below });
    await sharp(plain, reading).flatten({ background: '#ffffff' }).withIccProfile(profile.file).toFile(inked);
    if (press !== undefined) await writeOver(inked, width, { ...press, blacks: await blacksOf(profile) });
  };
  const encode = async (inked: string, temporary: string): Promise<void> => {
    const perMm = dpi / 25.4;
    // The inks are the profile's already, and pass as they are.
    await sharp(inked, reading)
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .keepIccProfile()
      .tiff({ compression: 'deflate', predictor: 'horizontal', xres: perMm, yres: perMm })
      .toFile(temporary);
  };
  await withTemporaryFile(
    file,
    async (inked) => {
      await withTemporaryFile(file, (plain) => convert(plain, inked));
      await replaceWholeFile(file, (temporary) => encode(inked, temporary));
    },
    '.tmp.v',
  );
}

type Over = Pick<PressParts, 'writing' | 'marks'> & { readonly blacks: Uint8Array };

/** Puts writing and marks over the inks of a page that lies on the disk as samples. */
async function writeOver(inked: string, width: number, { writing, marks, blacks }: Over): Promise<void> {
  const handle = await open(inked, 'r+');
  try {
    let row = 0;
    if (writing !== undefined) {
      for await (const { samples } of writing()) {
        const rows = samples.length / (4 * width);
        await change(handle, { at: 4 * width * row, length: 4 * width * rows }, (inks) => {
          writeInBlack(inks, samples, blacks);
        });
        row += rows;
      }
    }
    for (const box of marks) {
      for (let y = box.y; y < box.y + box.height; y++)
        await change(handle, { at: 4 * (y * width + box.x), length: 4 * box.width }, (inks) => {
          inks.fill(255);
        });
    }
  } finally {
    await handle.close();
  }
}

function writeInBlack(inks: Uint8Array, writing: ArrayLike<number>, blacks: Uint8Array): void {
  for (let at = 0; at < writing.length; at += 4) {
    const cover = writing[at + 3]! / 255;
    if (cover === 0) continue;
    for (let ink = 0; ink < 4; ink++) {
      const own = ink === 3 ? blacks[writing[at]!]! : 0;
      inks[at + ink] = Math.round(cover * own + (1 - cover) * inks[at + ink]!);
    }
  }
}

async function change(
  handle: FileHandle,
  { at, length }: { readonly at: number; readonly length: number },
  edit: (inks: Uint8Array) => void,
): Promise<void> {
  const inks = new Uint8Array(length);
  await handle.read(inks, 0, length, headerBytes + at);
  edit(inks);
  await handle.write(inks, 0, length, headerBytes + at);
}
