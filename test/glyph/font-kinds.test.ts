import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Font, loadFont, placeGlyphs } from '../../src/glyph/index.js';
import { inkBox } from '../../src/glyph/ink-box.js';
import { findInstalled } from '../../src/glyph/installed.js';
import { loadFontSource } from '../../src/glyph/source.js';
import { layoutText } from '../../src/glyph/text/index.js';
import { tileCharacters } from '../../src/plan/tiles.js';
import {
  cff2Table,
  cffTable,
  cmapFormats,
  cmapOf,
  halfWay,
  halvedComposite,
  heavyForm,
  kernClasses,
  kerningFor,
  kernPairs,
  postScriptFont,
  variationSequences,
  verticalMetrics,
  widerBy,
} from './font-tables.js';
import {
  buildCollection,
  buildSfnt,
  cmap12,
  gvarTable,
  join,
  nameTable,
  squareGlyph,
  trueTypeTables,
  weightAxis,
  words,
} from './sfnt-builder.js';
import { box, settings } from './text/support.js';

const scratch = mkdtempSync(joinPath(tmpdir(), 'abecedary-kinds-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function saved(bytes: Uint8Array): string {
  const path = joinPath(scratch, `${Math.random()}.ttf`);
  writeFileSync(path, bytes);
  return path;
}

const opened = (bytes: Uint8Array, axes: Record<string, number> = {}): Promise<Font> =>
  loadFont({ file: saved(bytes), axes });

/** Left, bottom, right and top of the ink, in thousandths of an em. */
const unitBox = (font: Font, character: string): number[] => {
  const { left, top, right, bottom } = inkBox(font.outline(character))!;
  return [left, -bottom, right, -top].map((em) => Math.round(em * 1000) + 0);
};

const squares = [10, 400, 300, 200].map(squareGlyph);
const withMap = (cmap: Uint8Array): Uint8Array => buildSfnt(trueTypeTables(cmap, squares));

describe('the place of an outline', () => {
  it('follows the left side bearing, not where the points lie', async () => {
    const tables = trueTypeTables(cmap12([65, 65, 1]), squares);
    const moved = join(words(600, 0), words(200, 0, 0));
    expect(unitBox(await opened(buildSfnt({ ...tables, hmtx: moved })), 'A')).toEqual([200, 0, 600, 400]);
  });

  it.each([
    [true, [50, 0, 250, 200]],
    [false, [100, 0, 300, 200]],
  ])('of a scaled part follows what the font says of its offset (scaled: %s)', async (scaled, expected) => {
    const glyphs = [squareGlyph(10), squareGlyph(400), halvedComposite(1, scaled)];
    const tables = trueTypeTables(cmap12([65, 66, 1]), glyphs);
    expect(unitBox(await opened(buildSfnt(tables)), 'B')).toEqual(expected);
  });
});

describe('the advance', () => {
  it('is that of hmtx where CFF says another', async () => {
    const font = await opened(postScriptFont({ 'CFF ': cffTable(400) }));
    expect(unitBox(font, 'A')).toEqual([0, 0, 400, 400]);
    expect(font.advance('A')).toBe(0.6);
  });

  it('of CFF2 follows its axis, before the outline is read and after', async () => {
    const bytes = postScriptFont({ CFF2: cff2Table(400, 100), fvar: weightAxis(), HVAR: widerBy(50, 2) });
    const [thin, bold] = [await opened(bytes, { wght: 0 }), await opened(bytes, { wght: 100 })];
    expect([thin, bold].map((font) => font.advance('A'))).toEqual([0.6, 0.65]);
    expect([thin, bold].map((font) => unitBox(font, 'A'))).toEqual([
      [0, 0, 400, 400],
      [0, 0, 400, 500],
    ]);
    expect([thin, bold].map((font) => font.advance('A'))).toEqual([0.6, 0.65]);
  });
});

describe('a variable font', () => {
  const still = gvarTable(squares.map(() => ({ x: [], y: [] })));
  const tables = { ...trueTypeTables(cmap12([65, 66, 1]), squares), fvar: weightAxis(), gvar: still };
  const bytes = buildSfnt({ ...tables, GSUB: heavyForm(1, 3) });

  it('has the form of its axes alone, in text and as a tile', async () => {
    for (const [wght, side] of [
      [0, 400],
      [100, 200],
    ] as const) {
      const font = await opened(bytes, { wght });
      expect(unitBox(font, 'A')).toEqual([0, 0, side, side]);
      const layout = layoutText('AB', font, { settings, box });
      expect(layout.glyphs.map(({ glyph }) => glyph)).toEqual([side === 400 ? 1 : 3, 2]);
      expect(tileCharacters(layout, font)).toEqual(['A', 'B']);
    }
  });

  it('is refused with the place of a letter that its axes leave without a form', async () => {
    const font = await opened(buildSfnt({ ...tables, GSUB: heavyForm(1, 0) }), { wght: 100 });
    expect(() => layoutText('B\nBA', font, { settings, box })).toThrow(
      /it has none for «A» \(U\+0041\) in line 2, column 2; choose another font/,
    );
  });

  it('follows an axis that is bent by a second version of avar', async () => {
    const moved = gvarTable(squares.map(() => ({ x: [0, 0, 100, 100, 0, 0, 0, 0], y: Array(8).fill(0) })));
    const bent = buildSfnt({ ...tables, gvar: moved, avar: halfWay() });
    expect(unitBox(await opened(bent, { wght: 100 }), 'A')).toEqual([0, 0, 450, 400]);
  });

  it('is taken to the very end of an axis that ends between two whole numbers', async () => {
    const fvar = weightAxis();
    new DataView(fvar.buffer).setUint32(28, 62.5 * 65536);
    expect((await opened(buildSfnt({ ...tables, fvar }), { wght: 62.5 })).axes).toEqual({ wght: 62.5 });
  });
});

describe('a line that runs down the page', () => {
  const tables = trueTypeTables(cmap12([65, 66, 1]), squares);
  const below = (bytes: Uint8Array) =>
    opened(bytes).then((font) =>
      font.faces[0]!.shape({
        text: 'AB',
        start: 0,
        end: 2,
        rtl: false,
        upright: true,
        script: 'Hani',
        language: 'ja',
        features: [],
      }).map(({ advance, dx, dy }) => [advance, dx, dy]),
    );

  it('goes by the font’s own metrics for that', async () => {
    expect(await below(buildSfnt({ ...tables, ...verticalMetrics(1100, 150) }))).toEqual([
      [1100, 550, -300],
      [1100, 450, -300],
    ]);
    expect(await below(buildSfnt({ ...tables, ...verticalMetrics(1100, 150, [2, 700]) }))).toEqual([
      [1100, 880, -300],
      [1100, 700, -300],
    ]);
  });

  it('has letters an em high where the font says nothing', async () => {
    const heights = (await below(buildSfnt(tables))).map(([advance]) => advance);
    expect(heights).toEqual([1000, 1000]);
  });
});

describe('a character map', () => {
  it.each(Object.keys(cmapFormats).map(Number))('of format %d is read', async (format) => {
    const old = format === 2;
    const font = await opened(withMap(cmapOf([3, old ? 2 : format > 6 ? 10 : 1, cmapFormats[format]!()])));
    expect(unitBox(font, 'A')[2]).toBe(format === 13 ? 300 : 400);
    expect(unitBox(font, 'B')[2]).toBe(300);
    expect(font.hasGlyph('C')).toBe(false);
    // 0x889F in Shift JIS.
    expect(font.hasGlyph('亜')).toBe(old);
  });

  it('of symbols answers to the keys that they lie on', async () => {
    const font = await opened(withMap(cmapOf([3, 0, cmapFormats[4]!(0xf041)])));
    expect(['A', 'B', '\uf041', 'C'].map((each) => font.hasGlyph(each))).toEqual([true, true, true, false]);
    const { glyphs } = layoutText('AB', font, { settings, box });
    expect(glyphs.map(({ glyph }) => glyph)).toEqual([1, 2]);
  });

  it('of letters wins over one of symbols', async () => {
    const font = await opened(withMap(cmapOf([3, 0, cmapFormats[4]!(0xf061)], [3, 1, cmapFormats[4]!()])));
    expect(unitBox(font, 'A')[2]).toBe(400);
    expect(font.hasGlyph('a')).toBe(false);
  });

  it('of an old Macintosh is read in its own encoding', async () => {
    const font = await opened(withMap(cmapOf([1, 0, cmapFormats[0]!(0x8e)])));
    expect(['é', 'è', 'A'].map((each) => font.hasGlyph(each))).toEqual([true, true, false]);
  });

  it('of variations gives a letter the form that its selector asks for', async () => {
    const font = await opened(withMap(cmapOf([0, 5, variationSequences(3)], [3, 10, cmapFormats[12]!()])));
    expect(unitBox(font, 'A')[2]).toBe(400);
    expect(unitBox(font, 'A\ufe00')[2]).toBe(200);
    expect(unitBox(font, 'B\ufe00')[2]).toBe(300);
    expect([...placeGlyphs(font, ['A', 'A\ufe00'], { fit: 'each', marginRatio: 0 }).keys()]).toHaveLength(2);
    const layout = layoutText('AA\ufe00', font, { settings, box });
    expect(layout.glyphs.map(({ glyph }) => glyph).slice(0, 2)).toEqual([1, 3]);
    expect(tileCharacters(layout, font)).toEqual(['A', 'A\ufe00']);
  });
});

describe('kerning in the older table', () => {
  const tables = trueTypeTables(cmap12([65, 66, 1]), squares);
  const kerned = (kern: Uint8Array): string => saved(buildSfnt({ ...tables, kern }));

  it.each([
    ['pairs', kernPairs([1, 2, -80], [2, 1, 30])],
    ['classes', kernClasses(1, 2, -80)],
  ])('is read where there is no other: %s', async (kind, kern) => {
    const file = kerned(kern);
    const { kerning, font } = await loadFontSource({ file, axes: {} });
    const back = kind === 'pairs' ? [{ left: 'B', right: 'A', units: 30 }] : [];
    expect(kerning(['A', 'B'])).toEqual([{ left: 'A', right: 'B', units: -80 }, ...back]);
    const at = (features: string[]): number[] => {
      const { glyphs, sizePx } = layoutText('ABB', font, { settings: { ...settings, features }, box });
      return glyphs.map(({ x }) => Math.round(((x - glyphs[0]!.x) / sizePx) * 1000));
    };
    expect(at([])).toEqual([0, 520, 1120]);
    expect(at(['-kern'])).toEqual([0, 600, 1200]);
  });

  it('is read where GPOS kerns another script, and not where it kerns this one', async () => {
    const kern = kernPairs([1, 2, -80]);
    const pairsWith = async (script: string) => {
      const file = saved(buildSfnt({ ...tables, GPOS: kerningFor(script), kern }));
      return (await loadFontSource({ file, axes: {} })).kerning(['A', 'B']);
    };
    expect(await pairsWith('hebr')).toEqual([{ left: 'A', right: 'B', units: -80 }]);
    expect(await pairsWith('latn')).toEqual([]);
    expect(await pairsWith('DFLT')).toEqual([]);
  });

  it.each([0, 3, 4, 9, 13, 17])(
    'is left out, not stumbled over, where it ends after %d bytes',
    async (length) => {
      const { kerning } = await loadFontSource({
        file: kerned(kernPairs([1, 2, -80]).subarray(0, length)),
        axes: {},
      });
      expect(kerning(['A', 'B'])).toEqual([]);
    },
  );
});

describe('a collection', async () => {
  const named = (family: string, side: number): Record<string, Uint8Array> => ({
    ...trueTypeTables(cmap12([65, 65, 1]), [10, side].map(squareGlyph)),
    name: nameTable({ 1: 'Twins', 2: family, 4: `Twins ${family}` }),
  });
  const bytes = buildCollection([named('Light', 300), named('Heavy', 400)]);
  const file = saved(bytes);

  it.each<[number | string, number]>([
    [1, 300],
    [2, 400],
    ['2', 400],
    ['Twins Heavy', 400],
    ['twins-light', 300],
    ['Twins', 300],
  ])('gives the font that is asked for: %s', async (face, side) => {
    const font = await loadFont({ file, axes: {}, face });
    expect(unitBox(font, 'A')).toEqual([0, 0, side, side]);
    expect(font.face).toBe(side === 300 ? 1 : 2);
  });

  it.each([
    [undefined, 'none was chosen'],
    [3, 'there is no 3'],
    ['Twins Bold', 'there is no "Twins Bold"'],
  ])('lists its fonts where %s is asked for', async (face, problem) => {
    await expect(loadFont({ file, axes: {}, face })).rejects.toThrow(
      `Expected one of the fonts in ${file}, which are 1 Twins Light, 2 Twins Heavy, but ${problem}; say its number or its name in font.face.`,
    );
  });

  it('of one font is that font', async () => {
    const alone = saved(buildCollection([named('Light', 300)]));
    expect(await loadFont({ file: alone, axes: {} })).toMatchObject({ style: 'Light', face: undefined });
  });

  it('is refused or read, never more, wherever it ends', async () => {
    for (let length = 0; length < bytes.length; length += 7) {
      const cut = loadFont({ file: saved(bytes.subarray(0, length)), axes: {}, face: 1 });
      await cut.catch((error: unknown) => expect(error).toMatchObject({ code: 'font' }));
    }
  });

  it('is found by the name of one of its fonts where it is installed', async () => {
    const folder = mkdtempSync(joinPath(scratch, 'installed-'));
    writeFileSync(joinPath(folder, 'a-broken.ttf'), 'OTTO');
    writeFileSync(joinPath(folder, 'twins.ttc'), bytes);
    const none = joinPath(folder, 'none');
    expect(await findInstalled('Twins Heavy', [none, folder])).toMatchObject({
      file: joinPath(folder, 'twins.ttc'),
      face: 2,
    });
    await expect(findInstalled('Twinkle', [none, folder])).rejects.toThrow(
      `but got "Twinkle", which is not in ${none}, ${folder}, where those spelt alike are Twins; correct font.file.`,
    );
  });

  it('of an installed family gives its regular style', async () => {
    const folder = mkdtempSync(joinPath(scratch, 'family-'));
    for (const style of ['Bold', 'Regular', 'Thin'])
      writeFileSync(joinPath(folder, `${style}.ttf`), buildSfnt(named(style, 300)));
    expect((await findInstalled('twins', [folder])).file).toBe(joinPath(folder, 'Regular.ttf'));
    expect((await findInstalled('Twins Thin', [folder])).file).toBe(joinPath(folder, 'Thin.ttf'));
  });
});
