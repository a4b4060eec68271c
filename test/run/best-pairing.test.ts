import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { readManifest, writePicture } from '../../src/files/index.js';
import { type Font, loadFont, placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';
import type { AlphabetConfigInput } from '../../src/index.js';
import { pairBest } from '../../src/run/best-pairing.js';
import { scratchFolder } from '../support/scratch.js';
import { makeAll, smallConfig } from '../support/small-alphabet.js';

const sidePx = 480;

/** Light speckles with a dark letter in them. */
function hiding(font: Font, character: string): Pixels {
  const placement = placeGlyphs(font, [character], { fit: 'each', marginRatio: 0.1 }).get(character)!;
  const glyph = rasterGlyph(font, character, { placement, canvasPx: sidePx, boxPx: sidePx / 1.5 });
  const random = createRandom(character);
  const data = new Uint8Array(3 * sidePx * sidePx);
  for (let at = 0; at < sidePx * sidePx; at++)
    data.fill(glyph.data[at]! < 128 ? 20 : random.between(150, 250), 3 * at, 3 * at + 3);
  return { width: sidePx, height: sidePx, channels: 3, data };
}

/** A folder of artworks with a letter hidden in each, in this order. */
async function hide(letters: string): Promise<{ folder: string; from: string[]; font: Font }> {
  const folder = await scratchFolder();
  const font = await loadFont({ file: 'default', axes: {} });
  const from: string[] = [];
  for (const [at, letter] of [...letters].entries()) {
    const file = join(folder, `${at}-${letter}.png`);
    await writePicture(file, hiding(font, letter));
    from.push(file);
  }
  return { folder, from, font };
}

const best = (folder: string, from: readonly string[], changes: AlphabetConfigInput = {}) =>
  smallConfig(folder, {
    preset: 'found',
    ...changes,
    artworks: { from: [...from], pairing: 'best', ...changes.artworks },
  });

const names = (pairs: Readonly<Record<string, string>> | undefined) =>
  Object.fromEntries(Object.entries(pairs ?? {}).map(([letter, file]) => [letter, basename(file, '.png')]));

describe('pairing by what suits letters best', () => {
  it('gives each letter the artwork that it lies in, and leaves the fixed ones alone', async () => {
    const { folder, from, font } = await hide('OLXT');
    const config = best(folder, from, { characters: 'LTO' });
    expect(names((await pairBest(config, font))?.pairs)).toEqual({ L: '1-L', T: '3-T', O: '0-O' });
    const fixed = best(folder, from, { characters: 'LTO', letters: { T: from[1]! } });
    const { T, ...others } = names((await pairBest(fixed, font))?.pairs);
    expect(T).toBeUndefined();
    expect(others.O).toBe('0-O');
    // The letter's own artwork is given out already.
    expect(others.L).not.toBe('1-L');
    expect(await pairBest(best(folder, from, { artworks: { pairing: 'turn' } }), font)).toBeUndefined();
  });

  it('keeps what was given, whatever letters and artworks come or go', async () => {
    const { folder, from, font } = await hide('OLT');
    const first = best(folder, from.slice(0, 1), { characters: 'L' });
    await makeAll(first);
    const pairsIn = async (config = first) =>
      Object.fromEntries(
        (await readManifest(config.out))!.letters.map((each) => [
          each.character,
          basename(each.artwork.file),
        ]),
      );
    expect(await pairsIn()).toEqual({ L: '0-O.png' });
    // L keeps it, though another would suit it better by now.
    const { rendered } = await makeAll(best(folder, from, { characters: 'LT' }));
    expect(rendered).toEqual(['T']);
    expect(await pairsIn()).toEqual({ L: '0-O.png', T: '2-T.png' });
    // Its artwork is gone, or it is another font's.
    const without = best(folder, from.slice(1), { characters: 'LT' });
    expect(names((await pairBest(without, font))?.pairs)).toEqual({ T: '2-T', L: '1-L' });
    const other = best(folder, from, { characters: 'LT', font: { axes: {} } });
    expect(names((await pairBest(other, { ...font, sha256: 'another' }))?.pairs)).toEqual({
      L: '1-L',
      T: '2-T',
    });
  });

  it('shares artworks only where there are fewer, and leaves one that cannot be read to its letter', async () => {
    const { folder, from, font } = await hide('OL');
    const few = names((await pairBest(best(folder, from, { characters: 'LOI' }), font))?.pairs);
    expect(new Set(Object.values(few))).toEqual(new Set(['0-O', '1-L']));
    await writeFile(from[0]!, 'no picture');
    const pairs = names((await pairBest(best(folder, from, { characters: 'LO' }), font))?.pairs);
    expect(pairs).toEqual({ L: '1-L', O: '0-O' });
  });
});
