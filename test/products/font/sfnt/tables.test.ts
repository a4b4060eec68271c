import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Blob, Buffer, Face, Font, shape } from 'harfbuzzjs';
import opentype from 'opentype.js';
import { describe, expect, it } from 'vitest';
import { decompress } from 'woff2-encoder';
import { createRandom } from '../../../../src/base/random.js';
import { openFont } from '../../../../src/glyph/instance.js';
import { u8, u16 } from '../../../../src/products/font/sfnt/bytes.js';
import {
  type Bitmap,
  baseTables,
  fitsCbdt,
  type GlyphPair,
  toFontFile,
  toWoff2,
  writeCbdt,
  writeSbix,
} from '../../../../src/products/font/sfnt/index.js';
import { checkWithFontTools, fontToolsSkipped } from '../../../support/fonttools.js';
import { scratchFolder } from '../../../support/scratch.js';
import { tinyFont } from '../../../support/tiny-font.js';

const letters = Array.from({ length: 26 }, (_, at) => 65 + at);

/** Advances of the glyphs of a text as HarfBuzz shapes it. */
function advancesOf(file: Uint8Array, codes: readonly number[]): number[] {
  const font = new Font(new Face(new Blob(file)));
  const buffer = new Buffer();
  buffer.addCodePoints([...codes]);
  buffer.guessSegmentProperties();
  shape(font, buffer);
  return buffer.getGlyphPositions().map(({ xAdvance }) => xAdvance);
}

describe('the tables of a font', () => {
  it('are read back by opentype.js: characters, advances, outlines, lines, names', () => {
    const description = tinyFont(letters);
    const file = toFontFile(baseTables(description).tables);
    const font = opentype.parse(file.buffer as ArrayBuffer);
    expect(font.names).toMatchObject({ windows: { fontFamily: { en: 'Tiny' } } });
    expect([font.unitsPerEm, font.ascender, font.descender]).toEqual([1000, 900, -250]);
    expect(font.tables.os2).toMatchObject({
      sTypoAscender: 800,
      usWinDescent: 260,
      sCapHeight: 700,
      fsType: 0,
    });
    description.glyphs.slice(1).forEach(({ advance }, index) => {
      const glyph = font.charToGlyph(String.fromCharCode(65 + index));
      expect([glyph.index, glyph.advanceWidth]).toEqual([index + 1, advance]);
      expect(glyph.getBoundingBox()).toMatchObject({ x1: 100, y1: 0, y2: 200 + 10 * index });
    });
  });

  it('lead to characters beyond the basic plane too, and to gaps and single ones', () => {
    const codes = [32, 65, 66, 90, 0x3a9, 0xfffd, 0x1f600, 0x1f601, 0x20000];
    const file = toFontFile(baseTables(tinyFont(codes)).tables);
    const expected = codes.map((_, index) => 600 + index);
    expect(advancesOf(file, codes)).toEqual(expected);
    expect(advancesOf(file, [0x1f602])).toEqual([500]);
  });

  it.each([
    ['one pair', [{ left: 1, right: 22, units: -80 }]],
    [
      'classes with exceptions',
      [1, 2, 3].flatMap((left) =>
        [5, 6, 7].map((right) => ({ left, right, units: left === 2 && right === 6 ? 15 : -40 })),
      ),
    ],
  ] as [string, GlyphPair[]][])('keep kerning exactly: %s', (_, kerning) => {
    const file = toFontFile(baseTables(tinyFont(letters, { kerning })).tables);
    const units = new Map(kerning.map((pair) => [`${pair.left} ${pair.right}`, pair.units]));
    for (const left of letters) {
      for (const right of letters) {
        const [advance] = advancesOf(file, [left, right]);
        expect(advance! - (600 + left - 65)).toBe(units.get(`${left - 64} ${right - 64}`) ?? 0);
      }
    }
  });

  it('keep what a pair says of both its letters, beside plain kerning', () => {
    const values = [
      [-10, 5, -60],
      [-30, 0, -20],
    ] as const;
    const kerning: GlyphPair[] = [
      { left: 1, right: 22, units: -80, values },
      { left: 1, right: 20, units: -40 },
      { left: 3, right: 22, units: 12 },
    ];
    const file = toFontFile(baseTables(tinyFont(letters, { kerning })).tables);
    const font = openFont(file).at({}, new Map());
    const shaped = (text: string) =>
      font
        .shape({ text, start: 0, end: 2, rtl: false, script: 'Latn', language: 'en', features: [] })
        .map(({ advance, dx, dy }, at) => [dx, dy, advance - 600 - text.charCodeAt(at) + 65]);
    expect(shaped('AV')).toEqual(values);
    expect(shaped('AT')).toEqual([
      [0, 0, -40],
      [0, 0, 0],
    ]);
    expect(shaped('CV')[0]).toEqual([0, 0, 12]);
  });

  it('keep kerning exactly where it takes several subtables', async () => {
    const codes = Array.from({ length: 300 }, (_, at) => 0x100 + at);
    const random = createRandom(1).fork('kerning');
    const kerning: GlyphPair[] = codes.flatMap((_, left) =>
      codes.flatMap((__, right) =>
        random.next() < 0.5
          ? [{ left: left + 1, right: right + 1, units: -Math.ceil(90 * random.next()) }]
          : [],
      ),
    );
    const { tables } = baseTables(tinyFont(codes, { kerning }));
    expect(tables.get('GPOS')!.length).toBeGreaterThan(150_000);
    const file = toFontFile(tables);
    for (const { left, right, units } of kerning.filter((_, at) => at % 997 === 0))
      expect(advancesOf(file, [0xff + left, 0xff + right])[0]).toBe(600 + left - 1 + units);
    expect(fontToolsSkipped ?? (await complaintsOf(file))).toEqual(fontToolsSkipped ?? []);
  });

  it('come out of WOFF2 as they went in', async () => {
    const { tables } = baseTables(tinyFont(letters, { kerning: [{ left: 1, right: 2, units: -9 }] }));
    const unpacked = await decompress(await toWoff2(tables));
    const font = opentype.parse(unpacked.buffer.slice(unpacked.byteOffset) as ArrayBuffer);
    expect(font.charToGlyph('Z').advanceWidth).toBe(625);
    expect(advancesOf(unpacked, [65, 66])[0]).toBe(591);
  });
});

async function complaintsOf(file: Uint8Array): Promise<readonly string[]> {
  const path = join(await scratchFolder(), 'font.ttf');
  await writeFile(path, file);
  return checkWithFontTools(path).complaints;
}

describe('pictures in a font', () => {
  const bitmap: Bitmap = { png: Uint8Array.of(1), width: 100, height: 120, left: -3, top: 118, advance: 97 };

  it.each<[string, Partial<Bitmap>, boolean]>([
    ['a picture of usual measures', {}, true],
    ['one of 255 pixels', { width: 255, height: 255, advance: 255 }, true],
    ['a wider one', { width: 256 }, false],
    ['a higher one', { height: 256 }, false],
    ['one that reaches 128 pixels up', { top: 128 }, false],
    ['one that begins far to the left', { left: -129 }, false],
  ])('fit into CBDT or not: %s', (_, changes, fits) => {
    expect(fitsCbdt({ ...bitmap, ...changes })).toBe(fits);
    const strikes = [{ ppem: 109, bitmaps: new Map([[1, { ...bitmap, ...changes }]]) }];
    const write = () => writeCbdt(strikes, () => ({ ascender: 90, descender: -20 }));
    if (fits) expect(write().CBDT.length).toBeGreaterThan(9);
    else expect(write).toThrow(RangeError);
  });

  it('lie where their lower left corners say in sbix', () => {
    const sbix = writeSbix([{ ppem: 109, bitmaps: new Map([[1, bitmap]]) }], 3);
    const view = new DataView(sbix.buffer);
    const strike = view.getUint32(8);
    expect([view.getUint16(0), view.getUint32(4), view.getUint16(strike)]).toEqual([1, 1, 109]);
    const offsets = [0, 1, 2, 3].map((at) => view.getUint32(strike + 4 + 4 * at));
    expect(offsets).toEqual([20, 20, 29, 29]);
    expect([view.getInt16(strike + 20), view.getInt16(strike + 22)]).toEqual([-3, -2]);
  });
});

describe('numbers of a table', () => {
  it.each([
    [() => u16(65536), '65536'],
    [() => u16(-32769), '-32769'],
    [() => u16(1.5), '1.5'],
    [() => u8(256), '256'],
  ])('are never cut off in silence', (write, got) => {
    expect(write).toThrow(`got ${got}`);
  });
});
