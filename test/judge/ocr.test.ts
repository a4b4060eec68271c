import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { readLetters } from '../../src/judge/index.js';
import { isSameLetter } from '../../src/judge/ocr.js';
import { paintGlyph, plainGlyphs } from '../support/glyphs.js';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

const shown = (glyphs: ReadonlyMap<string, Pixels>, paint: (glyph: Pixels) => Pixels = (glyph) => glyph) =>
  Array.from(glyphs, ([character, glyph]) => ({ character, picture: paint(glyph) }));

const outcome = await readLetters([]);
if ('skipped' in outcome) console.warn(`reading by OCR: ${outcome.skipped}`);

describe.skipIf('skipped' in outcome)('reading by OCR', () => {
  async function read(letters: Parameters<typeof readLetters>[0]) {
    const result = await readLetters(letters);
    if ('skipped' in result) throw new Error(result.skipped);
    return result.readings;
  }

  // At these sizes at least two of the six readings say each letter, so that it does not hang on one.
  it.each([144, 256, 400])(
    'reads every plain capital of %i px, dark on light and light on dark',
    async (sidePx) => {
      const glyphs = await plainGlyphs('ABCDEFGHIJKLMNOPQRSTUVWXYZ', sidePx);
      for (const letters of [
        shown(glyphs),
        shown(glyphs, (glyph) => paintGlyph(glyph, [240, 220, 90], [70, 30, 110])),
      ]) {
        const readings = await read(letters);
        expect(letters.filter((_, at) => !readings[at]!.read).map(({ character }) => character)).toEqual([]);
      }
    },
  );

  it('reads nothing into noise, and tells what it takes another letter for', async () => {
    const random = createRandom('noise');
    const noise: Pixels = {
      width: 200,
      height: 200,
      channels: 1,
      data: Uint8Array.from({ length: 40_000 }, () => random.between(0, 256)),
    };
    const glyph = (await plainGlyphs('E', 200)).get('E')!;
    const readings = await read([
      { character: 'A', picture: noise },
      { character: 'F', picture: glyph },
    ]);
    expect(readings[0]).toMatchObject({ read: false });
    expect(readings[1]).toMatchObject({ read: false });
    expect(readings[1]!.said).toContain('E');
  });

  it('reads small letters, digits and capitals in one go, and leaves out what its model does not know', async () => {
    const mixed = [...(await plainGlyphs('Bak7', 200))].map(([character, picture]) => ({
      character,
      picture,
    }));
    const readings = await read([...mixed, { character: 'Ж', picture: mixed[0]!.picture }]);
    expect(readings.map((reading) => reading?.read)).toEqual([true, true, true, true, undefined]);
  });

  it('leaves no file behind', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('abecedary-ocr-'));
    await read(shown(await plainGlyphs('A', 64)));
    const after = (await readdir(tmpdir())).filter((name) => name.startsWith('abecedary-ocr-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});

describe('OCR without Tesseract', () => {
  it('is skipped with a sentence that says how to install it', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'abecedary-test-'));
    process.env.PATH = empty;
    expect(await readLetters(shown(await plainGlyphs('A', 64)))).toEqual({
      skipped:
        'OCR was skipped: there is no tesseract on the PATH; install it with `apt-get install tesseract-ocr`.',
    });
    await rm(empty, { recursive: true });
  });
});

describe('a reading', () => {
  it.each([
    ['A', 'A', true],
    ['a', 'A', false],
    ['s', 'S', true],
    ['O', 'o', true],
    ['0', 'O', false],
    ['SS', 'S', false],
    ['', 'S', false],
  ])('%j of the letter %j is right: %s', (reading, character, right) => {
    expect(isSameLetter(reading, character)).toBe(right);
  });
});
