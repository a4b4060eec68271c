import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { readTile, writePicture } from '../../src/files/index.js';
import { coverGlyph, loadFont } from '../../src/glyph/index.js';
import { type CutOutFacts, makeCutOuts } from '../../src/index.js';
import { describeWithChromium } from '../support/chromium.js';
import { inkOf, paintRun } from '../support/painted-run.js';
import { scratchFolder } from '../support/scratch.js';
import { filesIn, makeAll, smallConfig } from '../support/small-alphabet.js';

const sizePx = 80;
const run = (folder: string, changes = {}) =>
  paintRun(folder, { characters: 'AVOQ', transfer: { sizePx }, ...changes });

interface Metrics {
  readonly font: { readonly unitsPerEm: number; readonly ascender: number };
  readonly letters: readonly CutOutFacts[];
  readonly kerning: readonly { readonly left: string; readonly right: string; readonly units: number }[];
}
const metricsOf = async (folder: string): Promise<Metrics> =>
  JSON.parse(await readFile(join(folder, 'cutouts', 'cutouts.json'), 'utf8')) as Metrics;

describe('cutting out a finished run', () => {
  it('writes a picture and an SVG of every letter, and their metrics', async () => {
    const out = await run(await scratchFolder());
    const made = await makeCutOuts(out);
    expect(made.letters).toEqual(['A', 'V', 'O', 'Q']);
    expect([...(await filesIn(made.folder)).keys()]).toEqual(
      ['A', 'O', 'Q', 'V'].flatMap((each) => [`${each}.png`, `${each}.svg`]).concat('cutouts.json'),
    );
  });

  it('gives every SVG names of its own, the same each time', async () => {
    const out = await run(await scratchFolder());
    const drawings = async (): Promise<string[]> => {
      const { folder, letters } = await makeCutOuts(out);
      return Promise.all(letters.map((letter) => readFile(join(folder, `${letter}.svg`), 'utf8')));
    };
    const made = await drawings();
    const ids = made.map((svg) => svg.match(/ id="([^"]+)"/g)!);
    expect(ids.map((each) => each.length)).toEqual([1, 1, 1, 1]);
    expect(new Set(ids.flat()).size).toBe(4);
    for (const [at, svg] of made.entries()) expect(svg).toContain(`url(#${ids[at]![0]!.slice(5, -1)})`);
    expect(await drawings()).toEqual(made);
  });

  it('gives what type is set with: each picture lies on the exact glyph by its metrics', async () => {
    const out = await run(await scratchFolder());
    await makeCutOuts(out);
    const font = await loadFont({ file: 'default', axes: {} });
    const { letters, kerning } = await metricsOf(out);
    for (const { character, picture, widthPx, heightPx, emPx, originX, baselineY, advancePx } of letters) {
      const cut = await readTile(join(out, 'cutouts', picture));
      expect([cut.width, cut.height, cut.channels]).toEqual([widthPx, heightPx, 4]);
      const exact = coverGlyph(font, character, {
        emPx,
        originX,
        baselineY,
        width: widthPx,
        height: heightPx,
        growPx: 0,
      });
      exact.data.forEach((share, at) => {
        expect(Math.abs(cut.data[4 * at + 3]! - 255 * share)).toBeLessThan(1.5);
        if (share > 0.01)
          for (const channel of [0, 1, 2])
            expect(Math.abs(cut.data[4 * at + channel]! - inkOf(character)[channel]!)).toBeLessThan(2);
      });
      expect(advancePx).toBeCloseTo(font.advance(character) * emPx, 2);
    }
    expect(kerning).toContainEqual({ left: 'A', right: 'V', units: -55 });
  });

  it('says bearings that lead from pen to ink to pen', async () => {
    const out = await run(await scratchFolder());
    await makeCutOuts(out);
    for (const each of (await metricsOf(out)).letters) {
      const { left, right, top, bottom } = each.inkBox;
      expect(each.originX + each.leftBearingPx).toBeCloseTo(left, 2);
      expect(right + each.rightBearingPx).toBeCloseTo(each.originX + each.advancePx, 2);
      expect(Math.min(left, top)).toBeGreaterThan(-0.01);
      expect(right).toBeLessThan(each.widthPx + 0.01);
      expect(bottom).toBeLessThan(each.heightPx + 0.01);
    }
  });

  it('writes the same bytes again', async () => {
    const out = await run(await scratchFolder());
    const { folder } = await makeCutOuts(out);
    const bytes = async () =>
      Array.from(await filesIn(folder), ([name, file]) => [name, file.bytes.toString('hex')]);
    const first = await bytes();
    await makeCutOuts(out);
    expect(await bytes()).toEqual(first);
  });

  it('reaches beyond the outline when it is to grow', async () => {
    const out = await run(await scratchFolder());
    await makeCutOuts(out);
    const plain = (await metricsOf(out)).letters[0]!;
    await makeCutOuts(out, { growRatio: 0.03, svg: false });
    const grown = (await metricsOf(out)).letters[0]!;
    expect(grown.widthPx - plain.widthPx).toBeGreaterThanOrEqual(4);
    expect(grown.originX - plain.originX).toBeCloseTo((grown.widthPx - plain.widthPx) / 2, 0);
    expect(grown.svg).toBeUndefined();
  });

  it('keeps what a transparent tile leaves out', async () => {
    const out = await run(await scratchFolder());
    const tile = await sharp(join(out, 'letters', 'A.png'))
      .ensureAlpha()
      .raw()
      .toBuffer();
    for (let at = 0; at < tile.length; at += 4) if (((at / 4) % sizePx) * 2 < sizePx) tile[at + 3] = 0;
    await writePicture(join(out, 'letters', 'A.png'), {
      width: sizePx,
      height: sizePx,
      channels: 4,
      data: tile,
    });
    await makeCutOuts(out);
    const { widthPx, inkBox } = (await metricsOf(out)).letters[0]!;
    expect(widthPx).toBeLessThan(0.6 * (inkBox.right - inkBox.left));
  });

  it('happens at the end of a run that asks for it', async () => {
    const folder = await scratchFolder();
    const { out } = await makeAll(
      smallConfig(folder, { characters: 'AB', cutouts: { make: true, svg: false } }),
    );
    expect([...(await filesIn(join(out, 'cutouts'))).keys()]).toEqual(['A.png', 'B.png', 'cutouts.json']);
  });

  it.each<[string, (out: string) => Promise<unknown>, string]>([
    [
      'a folder without a run',
      (out) => makeCutOuts(join(out, 'nowhere')),
      'got none with letters in it; render an alphabet there first.',
    ],
    [
      'a letter that is left from a run with another font or margin',
      async (out) => {
        const other = await run(await scratchFolder(), { glyph: { marginRatio: 0.2 } });
        await writeFile(join(out, 'content', 'O.png'), await readFile(join(other, 'content', 'O.png')));
        return makeCutOuts(out);
      },
      'Expected «O» in ',
    ],
    [
      'a picture that somebody has removed',
      async (out) => {
        await writeFile(join(out, 'letters', 'V.png'), '');
        return makeCutOuts(out);
      },
      'V.png, but it is missing or damaged; render the letter again.',
    ],
    [
      'letters whose ground alone is styled',
      async () => makeCutOuts(await run(await scratchFolder(), { transfer: { sizePx, scope: 'ground' } })),
      'has only their ground styled; render them with transfer.scope both or ink.',
    ],
  ])('refuses %s with one sentence', async (_, work, sentence) => {
    const out = await run(await scratchFolder());
    await expect(work(out)).rejects.toThrow(sentence);
  });
});

describeWithChromium('the SVG of a cut-out in Chromium', (open) => {
  it.each([
    ['clipped by the outline', 0, 48],
    // Where two grown edges meet within a pixel, the picture takes the nearer one alone.
    ['clipped by a grown outline', 0.03, 80],
  ])(
    'looks like the picture: %s',
    async (_, growRatio, most) => {
      const out = await run(await scratchFolder());
      const { folder } = await makeCutOuts(out, { growRatio });
      const page = await (await open()).newPage();
      for (const { picture, svg, widthPx, heightPx } of (await metricsOf(out)).letters.slice(0, 2)) {
        await page.setViewportSize({ width: widthPx, height: heightPx });
        await page.goto(pathToFileURL(join(folder, svg!)).href);
        const shown = await sharp(await page.screenshot({ omitBackground: true }))
          .flatten({ background: '#ffffff' })
          .raw()
          .toBuffer();
        const expected = await sharp(join(folder, picture))
          .flatten({ background: '#ffffff' })
          .raw()
          .toBuffer();
        expect(shown.length).toBe(expected.length);
        const differences = expected.map((value, at) => Math.abs(value - shown[at]!));
        expect(differences.reduce((sum, each) => sum + each, 0) / differences.length).toBeLessThan(1.5);
        expect(Math.max(...differences)).toBeLessThan(most);
      }
      await page.close();
    },
    60_000,
  );
});
