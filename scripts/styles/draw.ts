import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { createRandom } from '../../src/base/random.js';
import { generators } from './index.js';

const sizePx = 1024;
const folder = fileURLToPath(new URL('../../styles/', import.meta.url));

/** Draws the artworks that come with the product to `styles/`: all, or those named on the command line. */
async function drawStyles(names: readonly string[]): Promise<void> {
  const known = new Set(generators.map((generator) => generator.name));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new RangeError(
      `expected names of artworks, got ${unknown.join(', ')}; choose from ${[...known].join(', ')}`,
    );
  }

  await mkdir(folder, { recursive: true });
  for (const generator of generators) {
    if (names.length > 0 && !names.includes(generator.name)) continue;
    const started = performance.now();
    const { width, height, channels, data } = generator.draw(sizePx, createRandom(generator.name));
    const file = join(folder, `${generator.name}.jpg`);
    await sharp(data, { raw: { width, height, channels } })
      .jpeg({ quality: 90, chromaSubsampling: '4:4:4', mozjpeg: true })
      .toFile(file);
    console.log(`${file}  ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

await drawStyles(process.argv.slice(2));
