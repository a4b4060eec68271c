import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, it } from 'vitest';

import { AbecedaryError } from '../../src/base/errors.js';
import { readPicture } from '../../src/files/index.js';
import { describeWithSharedData } from '../support/shared-data.js';

const white = { background: '#ffffff' };

describeWithSharedData('malformed', 'broken, fuzzed and hostile files', (root) => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

  it.each(folders.map((folder) => folder.name))('give a picture or one sentence each: %s', async (folder) => {
    for (const name of readdirSync(join(root, folder))) {
      const file = join(root, folder, name);
      const result = await readPicture(file, white).catch((error: unknown) => error);
      if (result instanceof Error) {
        expect(result, name).toBeInstanceOf(AbecedaryError);
        expect(result.message, name).toMatch(/^Expected .*, (got|but) .*; .*\.$/);
        expect(result.message, name).toContain(file);
      } else {
        const { width, height, channels, data } = result as Awaited<ReturnType<typeof readPicture>>;
        expect([channels, data.length], name).toEqual([3, width * height * 3]);
      }
    }
  });

  it('never take a gigabyte of memory together', () => {
    expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(1024);
  });
});

describeWithSharedData('malformed/bombs', 'decompression bombs', (root) => {
  it('are refused with their size and the limit', async () => {
    const bomb = join(root, 'bomb-50000x50000-gray1.png');
    await expect(readPicture(bomb, white)).rejects.toThrow(
      'got one of 50000 x 50000 pixels; reduce it to at most 1000 megapixels.',
    );
  });
});

describeWithSharedData('malformed/pngsuite-broken', 'the broken files of PngSuite', (root) => {
  it.each(readdirSync(root))('are refused: %s', async (name) => {
    await expect(readPicture(join(root, name), white)).rejects.toBeInstanceOf(AbecedaryError);
  });
});

/** What a sample of a file with a gamma is in sRGB; 0 for a file without one. */
function asShown(sample: number, gamma: number): number {
  if (gamma === 0 || Math.abs(gamma * 2.2 - 1) < 0.01) return sample;
  const light = (sample / 255) ** (1 / gamma);
  return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055);
}

describeWithSharedData('malformed/pngsuite-valid', 'the valid files of PngSuite', (root) => {
  it.each(readdirSync(root))('have the pixels that another decoder sees: %s', async (name) => {
    const file = join(root, name);
    const { width, height, data } = await readPicture(file, white);
    const other = PNG.sync.read(readFileSync(file));
    expect([width, height]).toEqual([other.width, other.height]);
    let worst = 0;
    for (let at = 0; at < width * height; at++) {
      const opacity = other.data[at * 4 + 3]! / 255;
      for (let channel = 0; channel < 3; channel++) {
        const expected = asShown(other.data[at * 4 + channel]!, other.gamma) * opacity + 255 * (1 - opacity);
        worst = Math.max(worst, Math.abs(data[at * 3 + channel]! - expected));
      }
    }
    // Three: 16 bits may be cut or rounded to 8, before or after the background is added.
    expect(worst).toBeLessThanOrEqual(3);
  });
});
