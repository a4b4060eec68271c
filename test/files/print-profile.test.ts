import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/colour.js';
import { writeRasterPage } from '../../src/files/index.js';
import { inksOf, writingInksOf } from '../../src/files/pdf/colours.js';
import { readPrintProfile } from '../../src/files/print-profile.js';
import { programSkipped } from '../support/programs.js';
import { scratchFolder } from '../support/scratch.js';

const file = process.env.CMYK_PROFILE ?? '/usr/share/color/icc/ghostscript/default_cmyk.icc';
const skipped =
  programSkipped('transicc', 'liblcms2-utils') ??
  (existsSync(file)
    ? undefined
    : `skipped: there is no CMYK profile at ${file} (apt-get install libgs-common, or CMYK_PROFILE=FILE)`);
if (skipped !== undefined) console.warn(skipped);

/** Of 100: both go from table to table, and one of them rounds between. A profile that is not gone by is 30 away. */
const mostApart = 4;

const steps = [0, 85, 170, 255];
const colours = steps.flatMap((red) =>
  steps.flatMap((green) => steps.map((blue): [number, number, number] => [red, green, blue])),
);

/** Shares of the four inks, 0..100, as LittleCMS makes them of colours of sRGB, perceptually. */
function byLittleCms(): number[][] {
  const input = `${colours.map((colour) => colour.join(' ')).join('\n')}\n`;
  const { stdout } = spawnSync('transicc', ['-t', '0', '-n', '-i', '*sRGB', '-o', file], {
    input,
    encoding: 'utf8',
  });
  const rows = stdout.split('\n').filter((row) => /^[-\d. ]+$/.test(row) && row.trim() !== '');
  return rows.map((row) => row.trim().split(/\s+/).map(Number));
}

describe.skipIf(skipped)('the inks of a press', () => {
  const expected = skipped === undefined ? byLittleCms() : [];

  it('are those that LittleCMS makes, in what a PDF draws', async () => {
    const hex = colours.map((colour) => toHex(colour.map((value) => value / 255)));
    const inks = await inksOf(hex, await readPrintProfile(file));
    for (const [at, name] of hex.entries())
      for (const [ink, share] of (inks.get(name) as number[]).entries())
        expect(Math.abs(share - expected[at]![ink]!)).toBeLessThan(mostApart);
  });

  it('are those that LittleCMS makes, in a TIFF', async () => {
    const page = join(await scratchFolder(), 'page.tif');
    const samples = Uint8Array.from(colours.flat());
    await writeRasterPage(
      [{ file: page, format: 'tiff' }],
      {
        ...{ width: colours.length, height: 1, channels: 3, dpi: 300 },
        async *bands() {
          yield { samples };
        },
      },
      await readPrintProfile(file),
    );
    const { space, density, hasProfile } = await sharp(page).metadata();
    expect([space, density, hasProfile]).toEqual(['cmyk', 300, true]);
    const inks = await rowOf(page);
    for (const [at, shares] of expected.entries())
      for (const [ink, share] of shares.entries())
        expect(Math.abs(inks[4 * at + ink]! / 2.55 - share)).toBeLessThan(mostApart);
  });
});

describe.skipIf(skipped)('on a press, writing', () => {
  it('is of black alone, as light as its grey', async () => {
    const inks = await writingInksOf(['#000000', '#767676', '#c04020'], await readPrintProfile(file));
    expect(inks.get('#000000')).toEqual([0, 0, 0, 100]);
    const [cyan, magenta, yellow, black] = inks.get('#767676') as number[];
    expect([cyan, magenta, yellow]).toEqual([0, 0, 0]);
    const { stdout } = spawnSync('transicc', ['-t', '1', '-n', '-i', file, '-o', '*sRGB'], {
      input: `0 0 0 ${black}\n`,
      encoding: 'utf8',
    });
    const green = Number(stdout.trim().split(/\s+/).at(-2));
    expect(Math.abs(green - 0x76)).toBeLessThan(12);
    expect((inks.get('#c04020') as number[])[0]).toBeGreaterThan(0);
  });

  it('lies over pictures in a TIFF, and marks are of all inks', async () => {
    const page = join(await scratchFolder(), 'page.tif');
    const bands = (samples: number[]) =>
      async function* () {
        yield { samples: Uint8Array.from(samples) };
      };
    const red = [200, 40, 40];
    await writeRasterPage(
      [{ file: page, format: 'tiff' }],
      {
        ...{ width: 4, height: 1, channels: 3, dpi: 300 },
        bands: bands(Array(12).fill(0)),
        press: {
          below: bands([...red, ...red, ...red, ...red]),
          writing: bands([0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 128, 0, 0, 0, 0]),
          marks: [{ x: 3, y: 0, width: 1, height: 1 }],
        },
      },
      await readPrintProfile(file),
    );
    const inks = [...(await rowOf(page))];
    const below = inks.slice(0, 4);
    expect(below[1]).toBeGreaterThan(100);
    expect(inks.slice(4, 8)).toEqual([0, 0, 0, 255]);
    for (const [ink, share] of inks.slice(8, 12).entries())
      expect(Math.abs(share - (below[ink]! + (ink === 3 ? 255 : 0)) / 2)).toBeLessThanOrEqual(1);
    expect(inks.slice(12)).toEqual([255, 255, 255, 255]);
  });
});

/** The samples of a TIFF of one row and one strip, unpacked by hand: a decoder would make other colours of them. */
async function rowOf(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  const directory = bytes.readUInt32LE(4);
  const tags = new Map<number, number>();
  for (let entry = directory + 2; entry < directory + 2 + 12 * bytes.readUInt16LE(directory); entry += 12) {
    const isShort = bytes.readUInt16LE(entry + 2) === 3;
    tags.set(
      bytes.readUInt16LE(entry),
      isShort ? bytes.readUInt16LE(entry + 8) : bytes.readUInt32LE(entry + 8),
    );
  }
  const start = tags.get(273)!;
  const row = inflateSync(bytes.subarray(start, start + tags.get(279)!));
  // Every sample is the step from that of the pixel before.
  for (let at = 4; at < row.length; at++) row[at] = (row[at]! + row[at - 4]!) & 255;
  return row;
}
