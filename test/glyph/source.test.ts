import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import opentype from 'opentype.js';
import { describe, expect, it } from 'vitest';
import { readName } from '../../src/glyph/name-table.js';
import { loadFontSource } from '../../src/glyph/source.js';
import { describeWithSharedData } from '../support/shared-data.js';
import { join as joinBytes, words } from './sfnt-builder.js';

const capitals = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const archivo = createRequire(import.meta.url).resolve(
  '@fontsource/archivo-black/files/archivo-black-latin-400-normal.woff',
);

/** Kerning as opentype.js reads it from GPOS or kern by itself, by pairs. */
function kerningIn(file: string, characters: readonly string[]): Record<string, number> {
  const bytes = readFileSync(file);
  const font = opentype.parse(
    bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
  );
  const found: Record<string, number> = {};
  for (const left of characters) {
    for (const right of characters) {
      const units = font.getKerningValue(font.charToGlyph(left), font.charToGlyph(right));
      if (units !== 0) found[left + right] = units;
    }
  }
  return found;
}

describe('the default font', async () => {
  const source = await loadFontSource({ file: 'default', axes: {} });

  it('says how its lines are set, and under which licence it comes', () => {
    expect(source.metrics).toMatchObject({
      unitsPerEm: 1000,
      ascender: 878,
      descender: -210,
      capHeight: 688,
    });
    expect(source.rights.copyright).toContain('Archivo Black Project Authors');
    expect(source.rights.licenceUrl).toBe('http://scripts.sil.org/OFL');
    expect(source.rights.embedding).toEqual({ fsType: 0, version: 3 });
  });

  it('lists the characters of both of its files once each', () => {
    expect(source.characters).toEqual(expect.arrayContaining([...capitals, ' ', 'é', 'Ș', '1']));
    expect(new Set(source.characters).size).toBe(source.characters.length);
  });

  it('has the kerning that another reader finds in its file', () => {
    const found = Object.fromEntries(
      source.kerning(capitals).map(({ left, right, units }) => [left + right, units]),
    );
    expect(Object.keys(found).length).toBeGreaterThan(50);
    expect(found).toEqual(kerningIn(archivo, capitals));
  });
});

describeWithSharedData('fonts', 'kerning of other fonts', (fonts) => {
  it('of CFF outlines is read too', async () => {
    const file = join(fonts, 'SourceSansPro-Regular.otf');
    const { kerning } = await loadFontSource({ file, axes: {} });
    const found = kerning(capitals).map(({ left, right, units }) => [left + right, units]);
    expect(Object.fromEntries(found)).toMatchObject({ AV: -14, TA: -40 });
  });

  it('of a variable font follows its axes', async () => {
    const file = join(fonts, 'Mada-VF.ttf');
    const at = async (wght: number) => (await loadFontSource({ file, axes: { wght } })).kerning(capitals);
    const [light, heavy] = [await at(200), await at(900)];
    expect(light.length).toBeGreaterThan(50);
    expect(heavy).not.toEqual(light);
  });
});

describe('a name', () => {
  const text = (value: string) => words(...Array.from(value, (letter) => letter.charCodeAt(0)));

  it('is taken in English for Windows where there are several, without control characters', () => {
    const table = joinBytes(
      words(0, 3, 6 + 36),
      words(1, 0, 0, 9, 3, 0),
      words(3, 1, 0x407, 9, 6, 3),
      words(3, 1, 0x409, 9, 8, 9),
      Uint8Array.from([77, 97, 99]),
      text('Deu'),
      text('E\nng'),
    );
    expect(readName(table, 9)).toBe('E ng');
    expect(readName(table, 4)).toBeUndefined();
  });

  it.each([
    ['no table', undefined],
    ['a table that is cut short', words(0, 5)],
    ['records that are cut short', joinBytes(words(0, 5, 6), words(3, 1))],
    ['a text beyond its end', joinBytes(words(0, 1, 18), words(3, 1, 0x409, 9, 400, 4000))],
  ])('is undefined for %s', (_, table) => {
    expect(readName(table, 9)).toBeUndefined();
  });
});
