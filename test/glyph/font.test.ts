import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AbecedaryError } from '../../src/base/errors.js';
import { type Font, loadFont, placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';
import { inkBox } from '../../src/glyph/ink-box.js';
import { loadFontSource } from '../../src/glyph/source.js';
import {
  buildSfnt,
  cmap12,
  compositeGlyph,
  gvarTable,
  squareGlyph,
  trueTypeTables,
  weightAxis,
} from './sfnt-builder.js';

const scratch = mkdtempSync(joinPath(tmpdir(), 'abecedary-font-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function saved(name: string, bytes: Uint8Array): string {
  const path = joinPath(scratch, name);
  writeFileSync(path, bytes);
  return path;
}

async function refusal(work: () => Promise<unknown>): Promise<string> {
  const error: unknown = await work().then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(AbecedaryError);
  expect((error as AbecedaryError).code).toBe('font');
  return (error as AbecedaryError).message;
}

const refusalOf = (file: string, axes: Record<string, number> = {}): Promise<string> =>
  refusal(() => loadFont({ file, axes }));

const unitBox = (font: Font, character: string): number[] => {
  const { left, top, right, bottom } = inkBox(font.outline(character))!;
  return [left, bottom * -1, right, top * -1].map((em) => Math.round(em * 1000) + 0);
};

describe('the default font', () => {
  it('draws capitals, small letters, digits and the letters of Latin languages', async () => {
    const font = await loadFont({ file: 'default', axes: {} });
    const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÖÜéñŁ'];
    const places = placeGlyphs(font, characters, { fit: 'common', marginRatio: 0.12 });
    for (const character of characters) {
      const { data } = rasterGlyph(font, character, {
        placement: places.get(character)!,
        canvasPx: 32,
        boxPx: 32,
      });
      expect(Math.min(...data), character).toBe(0);
    }
  });

  it('says what it is', async () => {
    const font = await loadFont({ file: 'default', axes: {} });
    expect(font).toMatchObject({
      family: 'Archivo Black',
      style: 'Regular',
      unitsPerEm: 1000,
      file: 'default',
    });
    expect(font.version).toMatch(/^Version \d/);
    expect(font.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('moves the pen on, even for a space', async () => {
    const font = await loadFont({ file: 'default', axes: {} });
    expect(font.advance('M')).toBeGreaterThan(font.advance('i'));
    expect(font.advance(' ')).toBeGreaterThan(0.1);
    expect(() => font.advance('字')).toThrow(AbecedaryError);
  });
});

describe('a font that is made here', () => {
  const glyphs = [squareGlyph(10), squareGlyph(400), compositeGlyph([1, 0, 0], [1, 0, 500])];
  const tables = trueTypeTables(cmap12([65, 66, 1]), glyphs);

  it('is read from its tables', async () => {
    const font = await loadFont({ file: saved('plain.ttf', buildSfnt(tables)), axes: {} });
    expect(font.family).toBe('plain');
    expect(unitBox(font, 'A')).toEqual([0, 0, 400, 400]);
    expect(unitBox(font, 'B')).toEqual([0, 0, 400, 900]);
    expect(font.hasGlyph('C')).toBe(false);
  });

  it('follows its axis in outline, components and advance', async () => {
    const moved = [
      { x: [], y: [] },
      { x: [0, 0, 100, 100, 0, 120, 0, 0], y: [0, 0, 0, 0, 0, 0, 0, 0] },
      { x: [0, 40, 0, 60, 0, 0], y: [0, 80, 0, 0, 0, 0] },
    ];
    const file = saved('variable.ttf', buildSfnt({ ...tables, fvar: weightAxis(), gvar: gvarTable(moved) }));
    const at = async (wght: number): Promise<Font> => loadFont({ file, axes: { wght } });

    const [thin, half, bold] = [await at(0), await at(50), await at(100)];
    expect(unitBox(thin, 'A')).toEqual([0, 0, 400, 400]);
    expect(unitBox(half, 'A')).toEqual([0, 0, 450, 400]);
    expect(unitBox(bold, 'A')).toEqual([0, 0, 500, 400]);
    expect(unitBox(bold, 'B')).toEqual([0, 0, 540, 980]);
    expect([thin, half, bold].map((font) => font.advance('A'))).toEqual([0.6, 0.66, 0.72]);
    expect([thin, half, bold].map((font) => font.advance('B'))).toEqual([0.6, 0.63, 0.66]);
    expect(bold.axes).toEqual({ wght: 100 });
    expect((await loadFont({ file, axes: {} })).axes).toEqual({ wght: 0 });
  });

  it('names the axes and their ranges when another is asked for', async () => {
    const nothing = gvarTable(glyphs.map(() => ({ x: [], y: [] })));
    const file = saved('axes.ttf', buildSfnt({ ...tables, fvar: weightAxis(), gvar: nothing }));
    expect(await refusalOf(file, { wght: 101, wdth: 75 })).toBe(
      `Expected axes of axes (${file}), which are wght 0 to 100 (by itself 0), but got wght: 101, wdth: 75; choose among these in font.axes.`,
    );
    expect(await refusalOf(file, { wght: Number.NaN })).toContain('wght: NaN');
    expect(await refusalOf(saved('still.ttf', buildSfnt(tables)), { wght: 5 })).toContain(
      'not a variable font',
    );
  });

  it('holds ink where the contours of a variable font overlap', async () => {
    const overlapping = trueTypeTables(cmap12([65, 65, 1]), [
      squareGlyph(10),
      compositeGlyph([2, 0, 0], [2, 200, 200]),
      squareGlyph(400),
    ]);
    const font = await loadFont({ file: saved('overlap.ttf', buildSfnt(overlapping)), axes: {} });
    const place = placeGlyphs(font, ['A'], { fit: 'each', marginRatio: 0 }).get('A')!;
    const { data } = rasterGlyph(font, 'A', { placement: place, canvasPx: 30, boxPx: 30 });
    expect(data.filter((value) => value === 0)).toHaveLength(20 * 20 + 20 * 20 - 10 * 10);
  });
});

describe('a font file that cannot be used', () => {
  const sane = (cmap = cmap12([65, 65, 1]), glyphs = [squareGlyph(10), squareGlyph(400)]) =>
    trueTypeTables(cmap, glyphs);
  const without = (tables: Record<string, Uint8Array>, gone: string) =>
    Object.fromEntries(Object.entries(tables).filter(([tag]) => tag !== gone));
  const header = (text: string) => new TextEncoder().encode(text.padEnd(64, '\0'));

  it.each([
    ['nothing', new Uint8Array(0), 'it is empty'],
    ['a text', header('Dear reader,'), 'it does not begin like one'],
    ['three bytes', header('OTT').subarray(0, 3), 'it does not begin like one'],
    ['a collection of nothing', header('ttcf'), 'it ends within the list of its fonts'],
    ['a WOFF2 that is none', header('wOF2'), 'its WOFF2 data does not unpack'],
    ['a font without tables', header('OTTO'), 'it ends within the list of its tables'],
    ['a font cut short', buildSfnt(sane()).subarray(0, 200), "it ends before its table 'glyf' does"],
    ['a font without outlines', buildSfnt(without(sane(), 'glyf')), 'it has no outlines'],
    ['a font without characters', buildSfnt(sane(new Uint8Array(64))), 'it has no character map'],
    [
      'a font of no number of glyphs',
      buildSfnt({ ...sane(), maxp: new Uint8Array(2) }),
      'it does not say how many',
    ],
    ['an em of zero', buildSfnt({ ...sane(), head: new Uint8Array(54) }), 'its em is 0 units'],
  ])('is refused in one sentence: %s', async (title, bytes, problem) => {
    const file = saved(`${title.replace(/\W/g, '-')}.bin`, bytes);
    const message = await refusalOf(file);
    expect(message).toContain(
      `Expected ${file} to be a TTF, OTF, WOFF, WOFF2, TTC or OTC font, but ${problem}`,
    );
    expect(message).toMatch(/; [^;]+\.$/);
  });

  it('is refused when it is not there, or a folder', async () => {
    expect(await refusalOf(joinPath(scratch, 'none.ttf'))).toContain('there is no such file');
    expect(await refusalOf(scratch)).toContain('a folder stands where a file is needed');
  });

  it('is read no further than its glyphs go where its map has no end', async () => {
    const file = saved('endless.ttf', buildSfnt(sane(cmap12([64, 0xffffffff, 0]))));
    const { characters, font } = await loadFontSource({ file, axes: {} });
    expect(characters).toEqual(['A']);
    expect(font.hasGlyph('B')).toBe(false);
  });

  it('is refused at the glyph that holds itself, or holds others by the billion', async () => {
    const twice = (glyph: number) =>
      compositeGlyph([glyph, 0, 0], [glyph, 9, 9], [glyph, 5, 5], [glyph, 7, 7]);
    const tower = [squareGlyph(10), ...Array.from({ length: 14 }, (_, level) => twice(level))];
    for (const [name, glyphs] of [
      ['loop', [squareGlyph(10), compositeGlyph([1, 0, 0])]],
      ['tower', tower],
    ] as const) {
      const bytes = buildSfnt(sane(cmap12([65, 65, glyphs.length - 1]), [...glyphs]));
      const font = await loadFont({ file: saved(`${name}.ttf`, bytes), axes: {} });
      const message = await refusal(async () => placeGlyphs(font, ['A'], { fit: 'each', marginRatio: 0 }));
      expect(message).toMatch(/Expected an outline for 'A'|there is no ink in its glyph for 'A'/);
    }
  });

  it('is refused or read, never more, however much of it is missing', async () => {
    const whole = readFileSync(
      new URL(import.meta.resolve('@fontsource/archivo-black/files/archivo-black-latin-400-normal.woff2')),
    );
    for (let length = 0; length < whole.length; length += 997) {
      await refusalOf(saved('cut.woff2', whole.subarray(0, length)));
    }
  });
});
