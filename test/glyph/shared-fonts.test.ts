import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AbecedaryError } from '../../src/base/errors.js';
import { loadFont, placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';
import { inkBox } from '../../src/glyph/ink-box.js';
import { describeWithSharedData } from '../support/shared-data.js';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];

describeWithSharedData('fonts', 'real fonts', (folder) => {
  const files = readdirSync(folder).filter((name) => /\.(ttf|otf|woff2?)$/.test(name));

  it.each(files)('draws letters and digits with %s', async (name) => {
    const font = await loadFont({ file: join(folder, name), axes: {} });
    expect(font.family).not.toBe('');
    expect(font.version).toMatch(/\d/);
    // Bungee Color has capitals only, also for its small letters.
    const drawn = letters.filter((letter) => font.hasGlyph(letter));
    expect(drawn.length).toBeGreaterThanOrEqual(36);
    const places = placeGlyphs(font, drawn, { fit: 'common', marginRatio: 0.1 });
    for (const letter of drawn) {
      const { data } = rasterGlyph(font, letter, { placement: places.get(letter)!, canvasPx: 64, boxPx: 64 });
      const ink = data.reduce((total, value) => total + 255 - value, 0) / 255;
      expect(ink, letter).toBeGreaterThan(10);
      expect(ink, letter).toBeLessThan(0.8 * 64 * 64);
    }
  });

  // What HarfBuzz 15.0 gives for these instances, in font units: advance, left, bottom, right, top.
  it.each<[string, Record<string, number>, string, number[]]>([
    ['Fraunces.ttf', { opsz: 144, wght: 400, SOFT: 50, WONK: 0 }, 'A', [1235, -1, 0, 1233, 1400]],
    ['Fraunces.ttf', { opsz: 144, wght: 400, SOFT: 50, WONK: 0 }, 'Ä', [1235, -1, 0, 1233, 1692]],
    ['Mada-VF.ttf', { wght: 900 }, 'A', [578, -8, 0, 586, 651]],
    ['Mada-VF.ttf', { wght: 900 }, 'é', [521, 34, -12, 485, 834]],
    ['Changa-VariableFont_wght.ttf', { wght: 800 }, 'i', [300, 44, 0, 255, 754]],
    ['Comfortaa-Regular-new.ttf', { wght: 300 }, 'j', [284, -90, -234, 189, 755]],
  ])('gives the instance of %s at %o that HarfBuzz gives, for %s', async (name, axes, letter, expected) => {
    const font = await loadFont({ file: join(folder, name), axes });
    const { left, top, right, bottom } = inkBox(font.outline(letter))!;
    const found = [font.advance(letter), left, -bottom, right, -top].map((em) => em * font.unitsPerEm);
    found.forEach((value, index) => {
      expect(Math.abs(value - expected[index]!)).toBeLessThanOrEqual(1.5);
    });
  });
});

describeWithSharedData('malformed/fonts', 'malformed fonts', (folder) => {
  it.each(readdirSync(folder))('reads or refuses %s in one sentence', { timeout: 10_000 }, async (name) => {
    try {
      const font = await loadFont({ file: join(folder, name), axes: {} });
      const places = placeGlyphs(font, ['A'], { fit: 'each', marginRatio: 0.1 });
      rasterGlyph(font, 'A', { placement: places.get('A')!, canvasPx: 64, boxPx: 64 });
    } catch (error) {
      expect(error).toBeInstanceOf(AbecedaryError);
      expect((error as AbecedaryError).code).toBe('font');
      expect((error as AbecedaryError).message).toMatch(/^Expected [^\n]+, but [^\n]+; [^\n]+\.$/);
    }
  });
});
