import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../src/base/pixels.js';
import type { ManifestLetter } from '../../../src/files/index.js';
import { foundPicture, openOutlines } from '../../../src/products/report/found-picture.js';
import { scratchFolder } from '../../support/scratch.js';
import { smallConfig } from '../../support/small-alphabet.js';

const place = { x: 0.5, y: 0.5, sideRatio: 0.4, quarterTurns: 0, mirrored: false };
const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  channels: 3,
  data: new Uint8Array(3 * width * height).fill(90),
});

describe('the picture of where a letter was found', () => {
  it('shows what was searched of the artwork, with the outline of the letter in its square', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { characters: 'I' });
    const outlineOf = await openOutlines(config);
    const letter = {
      character: 'I',
      found: { ink: place, ground: place, r2: 0.5 },
    } as ManifestLetter;
    const shown = await foundPicture(letter, blank(1200, 200), { config, outlineOf });
    // Of a long artwork four times its shorter side.
    expect(shown).toMatchObject({ width: 448, height: 112, ink: place });
    const numbers = shown!.outline!.match(/-?[\d.]+/g)!.map(Number);
    expect(Math.min(...numbers)).toBeGreaterThan(0);
    expect(Math.max(...numbers)).toBeLessThan(1);

    const painted = { ...letter, found: undefined };
    expect(await foundPicture(painted, blank(8, 8), { config, outlineOf })).toBeUndefined();
  });

  it('lacks the outline where the font is not there any more', async () => {
    const folder = await scratchFolder();
    const config = smallConfig(folder, { font: { file: join(folder, 'gone.ttf') } });
    expect((await openOutlines(config))('A')).toBeUndefined();
  });
});
