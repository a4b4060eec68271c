import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createRandom, type Random } from '../src/base/random.js';
import { readPicture } from '../src/files/index.js';
import { loadFont, placeGlyphs, rasterGlyph } from '../src/glyph/index.js';
import { layoutText, rasterText } from '../src/glyph/text/index.js';
import { AbecedaryError } from '../src/index.js';
import { box, settings } from './glyph/text/support.js';
import { scratchFolder } from './support/scratch.js';
import { describeWithSharedData } from './support/shared-data.js';

/** Another one tries other mutations, and more are tried with ROUNDS. */
const seed = process.env.SEED ?? '';
const rounds = Number(process.env.ROUNDS ?? 30);

/** The same file cut, doubled in part, or with bytes, numbers and stretches changed, mostly near its start, where its tables are. */
function mutated(right: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(right);
  const reach = random.next() < 0.5 ? Math.min(400, bytes.length) : bytes.length;
  const at = random.index(reach);
  const length = Math.min(1 + random.index(16), bytes.length - at);
  switch (random.index(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 3:
      return bytes.fill(random.pick([0, 0xff, 0x7f, 0x80]), at, at + length);
    default:
      for (let times = random.index(4); times >= 0; times--) bytes[random.index(reach)] = random.index(256);
      return bytes;
  }
}

async function expectSentences(
  whole: Buffer,
  name: string,
  read: (file: string) => Promise<unknown>,
): Promise<void> {
  const random = createRandom(`mutations of ${name}${seed}`);
  const file = join(await scratchFolder(), name);
  await writeFile(file, whole);
  await read(file);
  const printed = (['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method));
  onTestFinished(() => void vi.restoreAllMocks());
  for (let round = 0; round < rounds; round++) {
    await writeFile(file, mutated(whole, random));
    const outcome = await read(file).catch((error: unknown) => error);
    if (!(outcome instanceof Error)) continue;
    expect([round, outcome.stack]).toEqual([round, expect.stringMatching(/^AbecedaryError/)]);
    expect(outcome).toBeInstanceOf(AbecedaryError);
    expect(outcome.message).toMatch(/^Expected [^\n]+\.$/);
    expect(outcome.message).toContain(name);
  }
  for (const spy of printed) expect(spy).not.toHaveBeenCalled();
}

describe('artworks that are damaged in any way', () => {
  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'are read, or refused with a sentence: %s',
    async (format) => {
      const noise = createRandom(1);
      const data = Buffer.from(Array.from({ length: 3 * 40 * 30 }, () => noise.index(256)));
      const picture = sharp(data, { raw: { width: 40, height: 30, channels: 3 } });
      const whole = await picture
        .withIccProfile('p3')
        .withMetadata({ orientation: 6 })
        .toFormat(format)
        .toBuffer();
      await expectSentences(whole, `a.${format}`, (file) => readPicture(file, { background: '#ffffff' }));
    },
    120_000,
  );
});

/** All that is done with a font: metrics, an outline, its pixels, and a line of text with kerning and ligatures. */
async function useFont(file: string): Promise<void> {
  const font = await loadFont({ file, axes: {} });
  const placement = placeGlyphs(font, ['A'], { fit: 'each', marginRatio: 0.1 }).get('A')!;
  rasterGlyph(font, 'A', { placement, canvasPx: 64, boxPx: 64 });
  const { glyphs, sizePx } = layoutText('AV fi Te', font, { settings, box });
  rasterText(glyphs, font, { sizePx, scale: 1, left: 0, top: 0, width: 64, height: 64 });
}

const { resolve } = createRequire(import.meta.url);

describe('fonts that are damaged in any way', () => {
  it.each(['woff', 'woff2'])(
    'are read, or refused with a sentence: %s',
    async (kind) => {
      const included = resolve(`@fontsource/archivo-black/files/archivo-black-latin-400-normal.${kind}`);
      await expectSentences(await readFile(included), `font.${kind}`, useFont);
    },
    120_000,
  );
});

describeWithSharedData('fonts', 'real fonts that are damaged in any way', (folder) => {
  it.each(['Mada-VF.ttf', 'SourceSansPro-Regular.otf', 'BungeeColor-Regular.ttf', 'Amiri-Regular.ttf'])(
    'are read, or refused with a sentence: %s',
    async (name) => {
      await expectSentences(await readFile(join(folder, name)), name, useFont);
    },
    120_000,
  );
});
