import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeColourFont } from '../../../src/index.js';
import { paintRun } from '../../support/painted-run.js';
import { ask, programSkipped } from '../../support/programs.js';
import { scratchForAll } from './scratch-for-all.js';

/** Letters in colour, then what has no picture of a run: figures, an accent, a sign. */
const word = 'AVTO 27É,';
/** Where the pictures lie that the programs draw, to be looked at. */
const artefacts = resolve('out/test-artefacts/font');
const folder = scratchForAll();
const kinds = ['', '-CBDT', '-flat'] as const;
const fileOf = (kind: string, ending = 'ttf'): string => join(folder(), `garden${kind}.${ending}`);

beforeAll(async () => {
  await mkdir(artefacts, { recursive: true });
  const run = await paintRun(folder(), { characters: 'AVTOQR', transfer: { sizePx: 72 } });
  await makeColourFont(run, { family: 'Test Garden', file: fileOf('') });
}, 120_000);

/** Pixels of a line that are painted: how many of the letters in colour are coloured, and how many of the others there are. */
async function painted(file: string): Promise<{ coloured: number; others: number }> {
  const line = await sharp(file).flatten({ background: '#ffffff' }).trim({ threshold: 20 }).toBuffer();
  const { data, info } = await sharp(line).raw().toBuffer({ resolveWithObject: true });
  let [coloured, others] = [0, 0];
  for (let at = 0; at < data.length; at += 3) {
    const x = (at / 3) % info.width;
    const [low, high] = [
      Math.min(data[at]!, data[at + 1]!, data[at + 2]!),
      Math.max(data[at]!, data[at + 1]!, data[at + 2]!),
    ];
    if (low > 200) continue;
    if (x < 0.5 * info.width && high - low > 40) coloured++;
    if (x > 0.6 * info.width) others++;
  }
  return { coloured, others };
}

const noSanitiser = programSkipped('ots-sanitize', 'opentype-sanitizer');
const noPango = programSkipped('pango-view', 'pango1.0-tools');
const noFirefox = programSkipped('firefox-esr', 'firefox-esr');
const noPillow =
  spawnSync('/usr/bin/python3', ['-c', 'import PIL.ImageFont']).status === 0
    ? undefined
    : 'skipped: there is no Pillow (apt-get install python3-pil)';
if (noPillow !== undefined) console.warn(noPillow);

describe.each(kinds)('a font in programs that no one here wrote: garden%s.ttf', (kind) => {
  it.skipIf(noSanitiser)('passes the sanitiser of browsers, with its WOFF2', () => {
    for (const ending of ['ttf', 'woff2'])
      expect(ask('ots-sanitize', fileOf(kind, ending), '/dev/null')).toContain('sanitized successfully');
  });

  it.skipIf(noPango)('shows every letter in Pango', async () => {
    const fonts = join(folder(), `fonts${kind}`);
    await mkdir(fonts, { recursive: true });
    await copyFile(fileOf(kind), join(fonts, 'garden.ttf'));
    const settings = join(fonts, 'fonts.conf');
    await writeFile(
      settings,
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${fonts}/cache</cachedir></fontconfig>`,
    );
    const picture = join(artefacts, `pango${kind}.png`);
    const values = ['--no-display', '--dpi=72', '--font=Test Garden 60px', `--text=${word}`, '-o', picture];
    const { status, stderr } = spawnSync('pango-view', values, {
      env: { ...process.env, FONTCONFIG_FILE: settings },
      encoding: 'utf8',
    });
    expect(stderr.includes('error') || status !== 0 ? stderr : '').toBe('');
    const { coloured, others } = await painted(picture);
    expect(coloured).toBeGreaterThan(1500);
    expect(others).toBeGreaterThan(1000);
  });

  it.skipIf(noPillow)('shows every letter in Pillow', async () => {
    const picture = join(artefacts, `pillow${kind}.png`);
    const script = `
import sys
from PIL import Image, ImageDraw, ImageFont
font = ImageFont.truetype(sys.argv[1], int(sys.argv[2]))
picture = Image.new('RGB', (900, 160), 'white')
ImageDraw.Draw(picture).text((10, 10), sys.argv[3], fill='black', font=font, embedded_color=True)
picture.save(sys.argv[4])`;
    // Pillow takes pictures at their own size alone: that of the largest ones.
    const emPx = await largestStrike(fileOf(''));
    ask('/usr/bin/python3', '-c', script, fileOf(kind), String(emPx), word, picture);
    const { coloured, others } = await painted(picture);
    expect(coloured).toBeGreaterThan(1500);
    expect(others).toBeGreaterThan(1000);
  });

  it.skipIf(noFirefox)(
    'is coloured in Firefox, as WOFF2 and as TTF',
    async () => {
      for (const ending of ['ttf', 'woff2']) {
        const data = (await readFile(fileOf(kind, ending))).toString('base64');
        const page = join(folder(), 'page.html');
        await writeFile(
          page,
          `<meta charset="utf-8"><style>@font-face{font-family:G;src:url(data:font/ttf;base64,${data})}body{margin:8px;font:60px/1.3 G}</style>${word}`,
        );
        const picture = join(artefacts, `firefox${kind}-${ending}.png`);
        const profile = join(folder(), `firefox${kind}${ending}`);
        await mkdir(profile, { recursive: true });
        spawnSync(
          'firefox-esr',
          [
            ...['--headless', '--no-remote', '--profile', profile],
            ...['--screenshot', picture, '--window-size=600,110', `file://${page}`],
          ],
          { env: { ...process.env, HOME: profile }, timeout: 200_000 },
        );
        const { coloured, others } = await painted(picture);
        expect(coloured).toBeGreaterThan(1500);
        expect(others).toBeGreaterThan(1000);
      }
    },
    420_000,
  );
});

/** The largest size of pictures in `sbix`. */
async function largestStrike(file: string): Promise<number> {
  const bytes = await readFile(file);
  for (let entry = 12; entry < 12 + 16 * bytes.readUInt16BE(4); entry += 16) {
    if (bytes.toString('latin1', entry, entry + 4) !== 'sbix') continue;
    const table = bytes.readUInt32BE(entry + 8);
    const strikes = Array.from({ length: bytes.readUInt32BE(table + 4) }, (_, at) =>
      bytes.readUInt16BE(table + bytes.readUInt32BE(table + 8 + 4 * at)),
    );
    return Math.max(...strikes);
  }
  throw new Error(`${file} has no pictures`);
}
