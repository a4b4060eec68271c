import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TextFormat } from '../../../src/config/index.js';
import { createConfig } from '../../../src/config/index.js';
import { writePicture } from '../../../src/files/index.js';
import { loadFont, loadFonts, placeLetters } from '../../../src/glyph/index.js';
import { layoutText, measurePage } from '../../../src/glyph/text/index.js';
import { writeTextPage } from '../../../src/products/index.js';
import { paintRun } from '../../support/painted-run.js';
import { ask, programSkipped } from '../../support/programs.js';
import { scratchForAll } from '../font/scratch-for-all.js';

const noPoppler = programSkipped('pdftotext', 'poppler-utils');
const noQpdf = programSkipped('qpdf', 'qpdf');
const profile = process.env.CMYK_PROFILE ?? '/usr/share/color/icc/ghostscript/default_cmyk.icc';
const content = 'AVA TORQ\nOTTO & VAT';
const formats: TextFormat[] = ['jpeg', 'webp', 'avif', 'tiff', 'pdf', 'svg'];
const print = { bleedMm: 3, cropMarks: true } as const;

const folder = scratchForAll();
let tiles: readonly string[];
let whole: readonly string[];

/** A page of text with letters that are painted flat; as a whole it is of one colour. */
async function write(
  mode: 'tiles' | 'whole',
  changes: object = {},
  place: string = mode,
): Promise<readonly string[]> {
  const out = await paintRun(join(folder(), place), { characters: 'AVTORQ&', transfer: { sizePx: 96 } });
  const config = createConfig(
    {
      characters: 'AVTORQ&',
      out: 'out',
      text: { page: '60x40mm', dpi: 100, mode, formats, ground: mode === 'tiles' ? '#f0e0c0' : 'auto' },
      sheet: { page: { ...print, ...changes } },
    },
    join(folder(), place),
  );
  const { layout: settings, box, width, height } = measurePage(config.text);
  const font = await loadFonts([config.font]);
  const layout = layoutText(content, font, { settings, box });
  const picture = join(out, 'text', 'page.png');
  await writePicture(picture, {
    width,
    height,
    channels: 3,
    data: new Uint8Array(3 * width * height).fill(180),
  });
  const places = await placeLetters(config, {}, await loadFont(config.font));
  const letters = layout.glyphs
    .filter(({ character }) => character.trim() !== '')
    .map((glyph) => ({
      glyph,
      source: {
        file: join(out, 'letters', glyph.character === '&' ? 'u0026.png' : `${glyph.character}.png`),
        ...places.get(glyph.character)!,
      },
    }));
  const { files } = await writeTextPage({
    ...{ text: config.text, print: config.sheet.page, content, layout, font, picture },
    ...{ folder: join(out, 'text'), name: 'page', date: new Date(Date.UTC(2026, 4, 3, 12)) },
    tiles: mode === 'tiles' ? { letters, ground: { colour: '#f0e0c0' } } : undefined,
  });
  return files;
}

const ending = (files: readonly string[], end: string): string => files.find((file) => file.endsWith(end))!;

beforeAll(async () => {
  tiles = await write('tiles');
  whole = await write('whole');
});

describe.each(['tiles', 'whole'] as const)('a page of text, %s', (mode) => {
  const files = (): readonly string[] => (mode === 'tiles' ? tiles : whole);

  it.each(['jpg', 'webp', 'avif'])('is a picture of the page itself as %s', async (end) => {
    const { width, height, density } = await sharp(ending(files(), end)).metadata();
    expect([width, height]).toEqual([236, 157]);
    if (end === 'jpg') expect(density).toBe(100);
  });

  it('has bleed and marks as TIFF', async () => {
    const { width, height, density, depth } = await sharp(ending(files(), 'tif')).metadata();
    // 3 mm of bleed and 5 mm of marks on each side, at 100 px per inch.
    expect([width, height, density, depth]).toEqual([236 + 64, 157 + 64, 100, 'ushort']);
  });

  it.skipIf(noPoppler)('has its boxes, title and date as PDF', () => {
    const told = ask('pdfinfo', '-box', ending(files(), 'pdf'));
    expect(told).toContain('AVA TORQ');
    expect(told).toMatch(/CreationDate:.*2026/);
    expect(told).toMatch(/Tagged: +yes/);
    const box = (name: string): number[] =>
      new RegExp(`${name}: +([\\d.]+) +([\\d.]+) +([\\d.]+) +([\\d.]+)`).exec(told)!.slice(1).map(Number);
    const [left, , right] = box('TrimBox');
    expect(right! - left!).toBeCloseTo((236 * 72) / 100, 1);
    expect(box('BleedBox')[0]).toBeCloseTo(left! - (12 * 72) / 100, 1);
  });

  it.skipIf(noPoppler)('lets its text be copied as it was typed', () => {
    expect(ask('pdftotext', ending(files(), 'pdf'), '-').trim()).toBe(content);
  });

  it.skipIf(noPoppler)('embeds its one font', () => {
    expect(ask('pdffonts', ending(files(), 'pdf'))).toMatch(
      /Unseen +CID TrueType +Identity-H +yes +yes +yes/,
    );
  });

  it.skipIf(noQpdf)('is in order as PDF', () => {
    expect(ask('qpdf', '--check', ending(files(), 'pdf'))).toContain('No syntax or stream encoding errors');
  });

  it('is drawn from its SVG as from its other files', async () => {
    const drawn = await sharp(ending(files(), 'svg')).raw().toBuffer({ resolveWithObject: true });
    expect([drawn.info.width, drawn.info.height]).toEqual([236, 157]);
    const svg = await readFile(ending(files(), 'svg'), 'utf8');
    expect(svg).toContain('<clipPath');
    expect(new Set(svg.match(/ id="[^"]+"/g)).size).toBe(svg.match(/ id="/g)!.length);
  });
});

/** The finished page as pdftoppm draws it: RGB, 236 x 157 pixels. */
async function drawnByPoppler(file: string): Promise<Buffer> {
  ask('pdftoppm', '-r', '100', '-png', '-singlefile', file, file.slice(0, -4));
  return sharp(file.replace(/pdf$/, 'png'))
    .extract({ left: 32, top: 32, width: 236, height: 157 })
    .removeAlpha()
    .raw()
    .toBuffer();
}

describe('the letters of a page from tiles', () => {
  it.skipIf(noPoppler)('stay pictures at their full size, each once', () => {
    const rows = ask('pdfimages', '-list', ending(tiles, 'pdf')).trim().split('\n').slice(2);
    const pictures = new Set(rows.map((row) => row.trim().split(/\s+/)[10]));
    expect(pictures.size).toBe(7);
    for (const row of rows) expect(row.trim().split(/\s+/).slice(2, 5)).toEqual(['image', '96', '96']);
  });

  it.skipIf(noPoppler)('are drawn where the outlines are, in their colours, by another program', async () => {
    const pdf = await drawnByPoppler(ending(tiles, 'pdf'));
    const svg = await sharp(ending(tiles, 'svg')).removeAlpha().raw().toBuffer();
    let difference = 0;
    for (let at = 0; at < svg.length; at++) difference += Math.abs(svg[at]! - pdf[at]!);
    expect(difference / svg.length).toBeLessThan(4);
    const ink = svg.filter((value, at) => at % 3 === 1 && value < 120).length;
    expect(ink).toBeGreaterThan(3000);
  });
});

const noProfile = existsSync(profile)
  ? undefined
  : `skipped: there is no CMYK profile at ${profile} (apt-get install libgs-common, or CMYK_PROFILE=FILE)`;
if (noProfile !== undefined) console.warn(noProfile);

describe.skipIf(noProfile)('a page for a press', () => {
  let files: readonly string[];
  beforeAll(async () => {
    files = await write('tiles', { pdf: 'x4', profile }, 'press');
  });

  it.skipIf(noQpdf)('says by PDF/X-4 what it is printed on, and holds no colour but inks', () => {
    const file = ending(files, 'pdf');
    expect(ask('qpdf', '--check', file)).toContain('No syntax or stream encoding errors');
    const { qpdf } = JSON.parse(ask('qpdf', '--json', '--json-stream-data=none', file));
    const objects = qpdf[1] as Record<
      string,
      { value?: unknown; stream?: { dict: Record<string, unknown> } }
    >;
    const dictionaries = Object.values(objects).map(
      ({ value, stream }) => (stream?.dict ?? value ?? {}) as Record<string, unknown>,
    );
    const intent = dictionaries.find((each) => each['/S'] === '/GTS_PDFX')!;
    expect(intent['/OutputConditionIdentifier']).toBe('u:Custom');
    const stream = objects[`obj:${intent['/DestOutputProfile']}`]!.stream!.dict;
    expect(stream['/N']).toBe(4);
    const info = objects[`obj:${(objects.trailer!.value as Record<string, unknown>)['/Info']}`]!.value;
    expect((info as Record<string, unknown>)['/Trapped']).toBe('/False');
    const pictures = dictionaries.filter((each) => each['/Subtype'] === '/Image');
    expect(pictures).toHaveLength(7);
    for (const each of pictures) expect(each['/ColorSpace']).toBe('/DeviceCMYK');
    const page = dictionaries.find((each) => each['/Type'] === '/Page')!;
    expect((page['/Group'] as Record<string, unknown>)['/CS']).toBe('/DeviceCMYK');
    expect(JSON.stringify(dictionaries)).toContain('["/Separation","/All","/DeviceCMYK"');
    const text = ask('qpdf', '--qdf', '--object-streams=disable', file, '-');
    expect(text).toContain('<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>');
    expect(text).toContain('/Registration cs 1 scn');
    expect(text).not.toMatch(/\/DeviceRGB cs/);
  });

  it.skipIf(noPoppler)('shows each letter in its own colours', async () => {
    const [inked, plain] = [
      await drawnByPoppler(ending(files, 'pdf')),
      await drawnByPoppler(ending(tiles, 'pdf')),
    ];
    let difference = 0;
    // Letters alone: blue is changed by inks, and most by those of no profile, as poppler shows them.
    for (let at = 0; at < plain.length; at += 3)
      if (plain[at + 1]! < 120) difference = Math.max(difference, Math.abs(inked[at + 1]! - plain[at + 1]!));
    expect(difference).toBeLessThan(110);
  });

  it('is a TIFF of four inks with the profile, whose paper colour is what the profile makes of it', async () => {
    const file = ending(files, 'tif');
    const { space, channels, icc } = await sharp(file).metadata();
    expect([space, channels]).toEqual(['cmyk', 4]);
    expect(Buffer.from(icc!).equals(await readFile(profile))).toBe(true);
    const back = await sharp(file).toColourspace('srgb').raw().toBuffer();
    expect([...back.subarray(0, 3)]).toEqual([255, 255, 255]);
  });
});

describe('a profile that is none', () => {
  it.each([
    ['no file', 'nothing.icc', 'no such file'],
    ['a picture', 'tiles/out/text/page.png', 'something else'],
  ])('is refused with one sentence: %s', async (_, file, got) => {
    await expect(write('whole', { profile: join(folder(), file) }, 'refused')).rejects.toThrow(
      `Expected an ICC profile of a printer or press (CMYK or RGB) at ${join(folder(), file)}, got ${got}`,
    );
  });
});
