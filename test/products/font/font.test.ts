import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createCanvas, GlobalFonts } from 'canvas';
import { Blob, Face, Font, shape, Buffer as TextBuffer } from 'harfbuzzjs';
import opentype from 'opentype.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadFont, loadFontSource } from '../../../src/glyph/index.js';
import { type ColourFontOptions, makeColourFont, makeCutOuts } from '../../../src/index.js';
import { describeWithChromium } from '../../support/chromium.js';
import { checkWithFontTools, fontToolsSkipped } from '../../support/fonttools.js';
import { inkOf, paintRun } from '../../support/painted-run.js';
import { scratchFolder } from '../../support/scratch.js';
import { describeWithSharedData } from '../../support/shared-data.js';
import { scratchForAll } from './scratch-for-all.js';
import { apart, readMetrics, setOfCutOuts, toRgb } from './typed.js';

const sizePx = 96;
/** Bright dots in the ink, so that a letter is more than its colour. */
const speckled = (value: number, at: number): number => (at % 7 === 0 ? value + 30 : value);

const folder = scratchForAll();
let run: string;
let cutOuts: string;
const files = {
  sbix: 'garden.ttf',
  cbdt: 'garden-CBDT.ttf',
  sbixWeb: 'garden.woff2',
  cbdtWeb: 'garden-CBDT.woff2',
};
const flatFiles = ['garden-flat.ttf', 'garden-flat.woff2'];
const tablesOf = (name: string): string[] => {
  if (name.includes('CBDT')) return ['CBDT', 'CBLC', 'SVG '];
  return name.includes('flat') ? ['COLR', 'CPAL', 'SVG '] : ['SVG ', 'sbix'];
};
const fileOf = (name: string): string => join(folder(), 'font', name);
const make = (options: Partial<ColourFontOptions> = {}, of = run) =>
  makeColourFont(of, { family: 'Test Garden', file: fileOf(files.sbix), ...options });

beforeAll(async () => {
  run = await paintRun(folder(), { characters: 'AVTOQR', transfer: { sizePx }, change: speckled });
  cutOuts = (await makeCutOuts(run, { svg: false })).folder;
  await make();
});

const parsed = async (file: string) => {
  const bytes = await readFile(file);
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
};

/** Glyphs and advances of a text as HarfBuzz shapes it. */
async function shaped(file: string, text: string): Promise<{ glyph: number; advance: number }[]> {
  const font = new Font(new Face(new Blob(await readFile(file))));
  const buffer = new TextBuffer();
  buffer.addText(text);
  buffer.guessSegmentProperties();
  shape(font, buffer);
  return buffer
    .getGlyphInfosAndPositions()
    .map(({ codepoint, xAdvance }) => ({ glyph: codepoint, advance: xAdvance! }));
}

describe('a colour font', () => {
  it('is seven files, each told with its size', async () => {
    const made = await make();
    expect(made.files.map(({ file }) => file.slice(folder().length + 6))).toEqual([
      ...[files.sbix, files.cbdt, 'garden-flat.ttf'],
      ...[files.sbixWeb, files.cbdtWeb, 'garden-flat.woff2', 'garden.html'],
    ]);
    for (const { file, bytes } of made.files) expect((await readFile(file)).length).toBe(bytes);
    expect(made.styled).toEqual(['A', 'V', 'T', 'O', 'Q', 'R']);
    const emPx = Math.round((await readMetrics(cutOuts)).letters[0]!.emPx);
    expect(made.strikes.sbix).toEqual([emPx, Math.round(emPx / 2), Math.round(Math.round(emPx / 2) / 2)]);
  });

  it('has the advances and the kerning of the font it is made from, for opentype.js and HarfBuzz alike', async () => {
    const source = await loadFontSource({ file: 'default', axes: {} });
    const kerning = new Map(
      source.kerning([...'AVTOQR']).map(({ left, right, units }) => [left + right, units]),
    );
    for (const name of [files.sbix, files.cbdt]) {
      const font = await parsed(fileOf(name));
      for (const left of 'AVTOQR') {
        const advance = Math.round(1000 * source.font.advance(left));
        expect(font.charToGlyph(left).advanceWidth).toBe(advance);
        for (const right of 'AVTOQR') {
          const units = kerning.get(left + right) ?? 0;
          expect(font.getKerningValue(font.charToGlyph(left), font.charToGlyph(right))).toBe(units);
          expect((await shaped(fileOf(name), left + right))[0]!.advance).toBe(advance + units);
        }
      }
    }
    expect(kerning.get('AV')).toBe(-55);
  });

  it('sets lines as the font that it is made from does', async () => {
    const { ascender, descender, tables } = await parsed(fileOf(files.sbix));
    expect([ascender, descender, tables.os2!.usWinAscent, tables.os2!.usWinDescent]).toEqual([
      878, -210, 1035, 312,
    ]);
  });

  it('gives capitals for small letters where capitals alone are styled, and other letters as outlines', async () => {
    const glyphs = async (text: string) => (await shaped(fileOf(files.sbix), text)).map(({ glyph }) => glyph);
    expect(await glyphs('avtoqr')).toEqual(await glyphs('AVTOQR'));
    expect(await glyphs('bié')).toEqual(await glyphs('BIÉ'));
    expect((await glyphs('B1 ß')).every((glyph) => glyph > 6)).toBe(true);
    const outline = (await parsed(fileOf(files.sbix))).charToGlyph('B').getBoundingBox();
    expect(outline.y2).toBe(686 + 2);
  });

  it('keeps small letters as they are, and leaves others out, when it is told to', async () => {
    await make({ file: fileOf('own.ttf'), smallLetters: 'own' });
    const [small, capital] = await shaped(fileOf('own.ttf'), 'aA');
    expect(small!.glyph).not.toBe(capital!.glyph);
    await make({ file: fileOf('few.ttf'), others: 'none' });
    expect((await shaped(fileOf('few.ttf'), 'B'))[0]!.glyph).toBe(0);
    expect((await shaped(fileOf('few.ttf'), ' '))[0]!.glyph).toBe(7);
  });

  it('lets the letters of another run take turns where one comes again, and by a feature', async () => {
    await make({ file: fileOf('turns.ttf'), alternates: [run], others: 'none' });
    const glyphs = async (text: string) =>
      (await shaped(fileOf('turns.ttf'), text)).map(({ glyph }) => glyph);
    const [first, second, third] = await glyphs('AAA');
    expect(second).not.toBe(first);
    expect(third).toBe(first);
    expect(await glyphs('AVTOA')).toEqual([first, 2, 3, 4, second]);
    // Seven glyphs behind it is forgotten.
    expect((await glyphs('AVTOQRVA')).at(-1)).toBe(first);
  });

  it('refuses another run from another font', async () => {
    const other = await paintRun(join(folder(), 'other'), {
      characters: 'A',
      font: { file: resolve('node_modules/@fontsource/archivo/files/archivo-latin-500-normal.woff') },
      transfer: { sizePx: 32 },
    });
    await expect(make({ alternates: [other] })).rejects.toThrow('name runs of the same font and axes');
  });

  it('warns where some letters are dark and some light, and says what helps', async () => {
    expect((await make({ file: fileOf('dark.ttf'), others: 'none' })).notes).toEqual([]);
    const light = await paintRun(join(folder(), 'light'), {
      characters: 'AV',
      transfer: { sizePx: 64 },
      colourOf: (character) => (character === 'A' ? [250, 250, 250] : [10, 10, 10]),
    });
    const { notes } = await make({ file: fileOf('light.ttf'), others: 'none' }, light);
    expect(notes.join()).toContain('Some letters are dark (V) and some light (A)');
    expect(notes.join()).toContain('--polarity dark-on-light');
  });

  it('is the same bytes when it is made again', async () => {
    const read = () => Promise.all(Object.values(files).map((name) => readFile(fileOf(name), 'base64')));
    const before = await read();
    await make();
    expect(await read()).toEqual(before);
  });

  it('takes sizes of its own, within what CBDT can say', async () => {
    const made = await make({ file: fileOf('sizes.ttf'), strikes: [300, 64] });
    expect(made.strikes.sbix).toEqual([300, 64]);
    expect(made.strikes.cbdt[0]).toBeLessThan(190);
    expect(made.strikes.cbdt[1]).toBe(64);
  });

  it.skipIf(fontToolsSkipped !== undefined)(
    'is read by fontTools, table by table, without a complaint',
    () => {
      for (const name of [...Object.values(files), ...flatFiles]) {
        const { complaints, tables, names } = checkWithFontTools(fileOf(name));
        expect(complaints).toEqual([]);
        expect(tables).toEqual(expect.arrayContaining(tablesOf(name)));
        expect(tables).toEqual(expect.arrayContaining(['glyf', 'GPOS', 'OS/2']));
        expect(names).toMatchObject({
          1: 'Test Garden',
          6: 'TestGarden-Regular',
          14: 'http://scripts.sil.org/OFL',
        });
        expect(names[0]).toContain('Archivo Black Project Authors');
      }
    },
  );

  it.each([
    [
      'another ending',
      { file: 'garden.otf' },
      'Expected a font file ending in .ttf, got garden.otf; rename it.',
    ],
    [
      'the name of the source',
      { family: 'Archivo Black' },
      'Expected a family name other than that of the font',
    ],
  ])('is refused with one sentence: %s', async (_, options, sentence) => {
    await expect(make(options)).rejects.toThrow(sentence);
  });

  it('shows itself on a page that needs no other file', async () => {
    const page = await readFile(fileOf('garden.html'), 'utf8');
    expect(page).not.toMatch(/(src|href)="?(?!data:)[^"]*\.(woff2|ttf|css|js)/);
    expect(page).toContain('<title>Test Garden</title>');
    expect(page).toContain('Archivo Black Regular');
  });
});

describe('a colour font drawn by Skia', () => {
  it.each([files.sbix, files.cbdt])('shows the letters as they were cut out: %s', async (name) => {
    const family = name.replaceAll(/\W/g, '');
    expect(GlobalFonts.registerFromPath(fileOf(name), family)).toBeTruthy();
    const place = { emPx: 86, x: 12, baselineY: 80, width: 300, height: 110 };
    const canvas = createCanvas(place.width, place.height);
    const context = canvas.getContext('2d');
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, place.width, place.height);
    context.fillStyle = '#000000';
    context.font = `${place.emPx}px ${family}`;
    context.fillText('AVTO', place.x, place.baselineY);
    const { inked, all } = apart(
      await setOfCutOuts(cutOuts, 'AVTO', place),
      await toRgb(await canvas.encode('png')),
    );
    expect(inked).toBeLessThan(12);
    expect(all).toBeLessThan(5);
  });
});

describeWithChromium('a colour font in Chromium', (open) => {
  const word = 'AVTORQ';

  it.each(
    Object.values(files).flatMap((name) =>
      (
        [
          [86, 14],
          [43, 18],
          [24, 25],
        ] as const
      ).map(([emPx, limit]) => [name, emPx, limit] as const),
    ),
  )(
    'shows the letters as they were cut out when a word is typed: %s at %i px',
    async (name, emPx, limit) => {
      const page = await (await open()).newPage({ viewport: { width: 460, height: 120 } });
      const kind = name.endsWith('woff2') ? 'woff2' : 'ttf';
      const data = (await readFile(fileOf(name))).toString('base64');
      await page.setContent(
        `<style>@font-face{font-family:Garden;src:url(data:font/${kind};base64,${data})}
      body{margin:0;background:#fff}#line{position:absolute;left:10px;top:5px;font:${emPx}px/1.2 Garden;white-space:nowrap;outline:none;caret-color:transparent}
      i{display:inline-block}</style><div id="line" contenteditable spellcheck="false"></div>`,
      );
      const loaded = await page.evaluate(async () =>
        (await document.fonts.load('20px Garden')).map(({ status }) => status),
      );
      expect(loaded).toEqual(['loaded']);
      await page.locator('#line').focus();
      await page.keyboard.type(word.toLowerCase());
      const baselineY = await page.evaluate(() => {
        const mark = document.createElement('i');
        document.querySelector('#line')!.append(mark);
        const { bottom } = mark.getBoundingClientRect();
        mark.remove();
        return bottom;
      });
      const shown = await toRgb(await page.screenshot());
      const place = { emPx, x: 10, baselineY: Math.round(baselineY), width: 460, height: 120 };
      const expected = await setOfCutOuts(cutOuts, word, place);
      const { inked, all } = apart(expected, shown);
      expect(inked).toBeLessThan(limit);
      expect(all).toBeLessThan(4);
      // The same letters in another order are far from it.
      expect(apart(await setOfCutOuts(cutOuts, 'RAVTOQ', place), shown).inked).toBeGreaterThan(2 * limit);
      await page.close();
    },
    60_000,
  );

  it('shows the plain outline of a letter that has no picture', async () => {
    const page = await (await open()).newPage({ viewport: { width: 120, height: 120 } });
    const data = (await readFile(fileOf(files.sbixWeb))).toString('base64');
    await page.setContent(
      `<style>@font-face{font-family:Garden;src:url(data:font/ttf;base64,${data})}body{margin:0;font:80px Garden;color:#00f}</style>H`,
    );
    await page.evaluate(() => document.fonts.load('20px Garden'));
    const shown = await toRgb(await page.screenshot());
    let blue = 0;
    for (let at = 0; at < shown.length; at += 3) if (shown[at]! < 20 && shown[at + 2]! > 235) blue++;
    expect(blue).toBeGreaterThan(1000);
    await page.close();
  }, 60_000);
});

describeWithSharedData('fonts', 'a colour font of another font', (fonts) => {
  it.each([
    ['of CFF outlines', 'SourceSansPro-Regular.otf', {}, 'none'],
    ['of a variable font', 'Mada-VF.ttf', { wght: 900 }, 'outlines'],
  ] as const)(
    '%s keeps its advances, and is in order',
    async (_, name, axes, others) => {
      const scratch = await scratchFolder();
      const file = join(fonts, name);
      const painted = await paintRun(scratch, {
        characters: 'AVg',
        font: { file, axes: { ...axes } },
        transfer: { sizePx: 48 },
      });
      const made = await makeColourFont(painted, {
        family: 'Test Garden',
        file: join(scratch, 'font.ttf'),
        others,
      });
      const source = await loadFont({ file, axes: { ...axes } });
      const shapes = await shaped(join(scratch, 'font.ttf'), 'g');
      expect(shapes[0]!.advance).toBe(Math.round(source.unitsPerEm * source.advance('g')));
      expect(made.glyphs > 200).toBe(others === 'outlines');
      for (const { file: each } of made.files.slice(0, 3))
        expect(fontToolsSkipped ?? checkWithFontTools(each).complaints).toEqual(fontToolsSkipped ?? []);
    },
    60_000,
  );

  it('may not have the name that the licence reserves', async () => {
    const scratch = await scratchFolder();
    const file = join(fonts, 'SourceSansPro-Regular.otf');
    const painted = await paintRun(scratch, { characters: 'A', font: { file }, transfer: { sizePx: 48 } });
    await expect(
      makeColourFont(painted, { family: 'Wild Source', file: join(scratch, 'font.ttf') }),
    ).rejects.toThrow('Reserved Font Name');
  });
});

if (fontToolsSkipped !== undefined) console.warn(`colour fonts in fontTools: ${fontToolsSkipped}`);
it('paints every letter in a colour of its own, so that a wrong one shows', () => {
  expect(new Set([...'AVTOQR'].map((each) => inkOf(each).join())).size).toBe(6);
});
