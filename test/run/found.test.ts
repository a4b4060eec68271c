import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Planes, toPlanes } from '../../src/base/pixels.js';
import { readManifest, readPicture, writePicture } from '../../src/files/index.js';
import type { Found } from '../../src/found/index.js';
import type { AlphabetConfig, AlphabetConfigInput } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { bytesIn, lettersIn, makeAll, smallConfig } from '../support/small-alphabet.js';

/** Letters as a run makes them where nothing else is said, only small. */
async function make(changes: AlphabetConfigInput = {}): Promise<AlphabetConfig> {
  const config = smallConfig(await scratchFolder(), { preset: 'found', characters: 'AB', ...changes });
  await makeAll(config);
  return config;
}

const placesOf = async ({ out }: AlphabetConfig) =>
  (await readManifest(out))!.letters.map(({ found }) => found as unknown as Found);

describe('letters that are found in their artworks', () => {
  it('are the same whoever makes them, and the manifest says where they were found', async () => {
    const [one, two] = [await make({ workers: 1 }), await make({ workers: 2 })];
    expect(await bytesIn(two.out)).toEqual(await bytesIn(one.out));
    const places = await placesOf(one);
    expect(await placesOf(two)).toEqual(places);
    for (const { ink, ground, r2 } of places) {
      for (const { x, y, sideRatio } of [ink, ground]) {
        expect(Math.min(x, y, sideRatio)).toBeGreaterThan(0);
        expect(Math.max(x, y, sideRatio)).toBeLessThanOrEqual(1);
      }
      expect(r2).toBeGreaterThan(0.2);
    }
  });

  it('are taken from where the configuration says, and the others stay as they are', async () => {
    // Of the other side the ground would be another.
    const transfer = { polarity: 'dark-on-light' } as const;
    const before = await make({ transfer });
    const place = { x: 0.4, y: 0.6, sideRatio: 0.4, quarterTurns: 1, mirrored: true } as const;
    const after = await make({ transfer, letters: { A: { place: { ink: place } } } });
    const [was, is] = [await placesOf(before), await placesOf(after)];
    expect(is[0]).toMatchObject({ ink: place, ground: was[0]!.ground });
    expect(is[1]).toEqual(was[1]);
    const [lettersBefore, lettersAfter] = [await lettersIn(before.out), await lettersIn(after.out)];
    expect(lettersAfter['A.png']).not.toBe(lettersBefore['A.png']);
    expect(lettersAfter['B.png']).toBe(lettersBefore['B.png']);
  });

  it('grow out of the plain letter over all iterations, and end as they are', async () => {
    const { out } = await make({ characters: 'A', transfer: { iterations: 5, sizePx: 96 } });
    const read = async (file: string) =>
      toPlanes(await readPicture(join(out, file), { background: '#ffffff' }));
    const [plain, letter] = [await read('content/A.png'), await read('letters/A.png')];
    const apart = (one: Planes, other: Planes): number =>
      one.data.reduce((sum, value, at) => sum + Math.abs(value - other.data[at]!), 0) / one.data.length;
    const frames: Planes[] = [];
    for (const at of [1, 2, 3, 4, 5]) frames.push(await read(`frames/A/00${at}.webp`));
    const whole = apart(plain, letter);
    const toLetter = frames.map((frame) => apart(frame, letter) / whole);
    expect(apart(frames[0]!, plain) / whole).toBeLessThan(0.25);
    // A frame is compressed with loss: it is never quite the letter.
    for (const [at, share] of toLetter.entries()) expect(share).toBeLessThan((toLetter[at - 1] ?? 1) + 0.005);
    expect(toLetter[1]).toBeGreaterThan(toLetter[2]! + 0.1);
    expect(toLetter[4]).toBeLessThan(0.2);
  });

  it('are looked for about the middle of an artwork that is very long', async () => {
    const folder = await scratchFolder();
    const strip = join(folder, 'strip.png');
    const data = Uint8Array.from({ length: 2400 * 6 }, (_, at) => (at * 37) % 251);
    await writePicture(strip, { width: 2400, height: 6, channels: 1, data });
    const { out } = await make({ characters: 'A', artworks: { from: strip } });
    expect(Object.keys(await lettersIn(out))).toEqual(['A.png']);
  });
});
