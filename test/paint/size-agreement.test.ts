import { ssim } from 'ssim.js';
import { expect, test } from 'vitest';
import { blur } from '../../src/artwork/blur.js';
import { grey } from '../../src/base/masks.js';
import { toPixels, toPlanes } from '../../src/base/pixels.js';
import { readPicture, resizePicture, runFolder } from '../../src/files/index.js';
import { createConfig, makeAlphabet } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';

const comparedPx = 160;

/** What an eye sees of a letter from further away: its blurred luminance, as grey RGBA. */
async function glance(file: string): Promise<{ data: Uint8ClampedArray; width: number; height: number }> {
  const picture = await resizePicture(
    await readPicture(file, { background: '#ffffff' }),
    comparedPx,
    comparedPx,
  );
  const tones = toPixels(blur(grey(toPlanes(picture)), 0.02 * comparedPx)).data;
  const data = new Uint8ClampedArray(4 * tones.length).fill(255);
  tones.forEach((tone, at) => {
    data.fill(tone, 4 * at, 4 * at + 3);
  });
  return { data, width: comparedPx, height: comparedPx };
}

test('a smaller letter predicts the larger one', { timeout: 300_000 }, async () => {
  const letterOf = async (sizePx: number): Promise<string> => {
    const out = await scratchFolder();
    await makeAlphabet(createConfig({ characters: 'S', out, transfer: { sizePx } })).result;
    return runFolder(out).letter('S');
  };
  const [small, large] = [
    await glance(await letterOf(comparedPx)),
    await glance(await letterOf(2 * comparedPx)),
  ];
  expect(ssim(small, large).mssim).toBeGreaterThan(0.8);
});
