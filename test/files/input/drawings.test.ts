import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import type { Pixels } from '../../../src/base/pixels.js';
import { readPicture, readPictureSize } from '../../../src/files/index.js';
import { describeWithProgram } from '../../support/programs.js';
import { scratchFolder } from '../../support/scratch.js';

const white = { background: '#ffffff' };

const svg = (body: string, size = 'width="40" height="20" viewBox="0 0 40 20"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${body}</svg>`;

async function save(name: string, bytes: Uint8Array | string): Promise<string> {
  const file = join(await scratchFolder(), name);
  await writeFile(file, bytes);
  return file;
}

function pixelAt({ width, data }: Pixels, x: number, y: number): number[] {
  return [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];
}

const inWords = 'an SVG drawing with text, which looks different on every machine';

describe('SVG', () => {
  const halves = svg('<rect width="20" height="20" fill="#c82828"/>');

  it('is drawn as large as it is needed, its edges sharp, over the background', async () => {
    const file = await save('halves.svg', halves);
    expect(await readPictureSize(file)).toEqual({ width: 4096, height: 2048 });
    const picture = await readPicture(file, { background: '#0000ff', limitPx: 1000 });
    expect([picture.width, picture.height]).toEqual([1000, 500]);
    expect([498, 501].map((x) => pixelAt(picture, x, 250))).toEqual([
      [200, 40, 40],
      [0, 0, 255],
    ]);
  });

  it('may be packed, and have any name', async () => {
    const picture = await readPicture(await save('a.png', gzipSync(halves)), { ...white, limitPx: 40 });
    expect(pixelAt(picture, 5, 5)).toEqual([200, 40, 40]);
  });

  it.each([
    [svg('<text x="1" y="9">A</text>'), inWords],
    [svg('<g><tspan/><svg:text xmlns:svg="http://www.w3.org/2000/svg"/></g>'), inWords],
    [`<!DOCTYPE svg [<!ENTITY t "<text>A</text>">]>${svg('&t;')}`, inWords],
    [svg('<rect', ''), 'an SVG drawing that is damaged or has no size'],
    [gzipSync('nothing'), 'an SVG drawing that is damaged or has no size'],
    [gzipSync(halves).subarray(0, 30), 'a packed file that is damaged or too large'],
  ])('is refused for what it is, %#', async (bytes, what) => {
    await expect(readPicture(await save('odd.svg', bytes), white)).rejects.toMatchObject({
      code: 'artwork',
      message: expect.stringContaining(`odd.svg, got ${what}; `),
    });
  });

  it('no text is found in a comment, a name or an attribute', async () => {
    const file = await save('a.svg', svg('<!-- <text> --><g id="&lt;text&gt;"><textured/></g>'));
    expect((await readPicture(file, { ...white, limitPx: 40 })).width).toBe(40);
  });
});

/** A drawing that asks for a file in every way that there is, and would be red with it; `from` is how the file is called. */
const asking = (from: (name: string) => string): string =>
  `<?xml-stylesheet href="${from('red.css')}"?><!DOCTYPE svg [<!ENTITY red SYSTEM "${from('red.xml')}">]>${svg(
    `<style>@import url("${from('red.css')}"); @font-face { font-family: f; src: url("${from('red.ttf')}") }</style>
    <image width="40" height="20" href="${from('red.png')}" xlink:href="${from('red.png')}"/>
    <use href="${from('red.svg')}#red"/><rect width="40" height="20" fill="url(${from('red.svg')}#paint)"/>
    <filter id="f"><feImage href="${from('red.png')}"/></filter><rect width="40" height="20" fill="none" filter="url(#f)"/>
    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${from('red.svg')}"/><foreignObject href="${from('red.svg')}"/>&red;`,
    'width="40" height="20" xml:base="file:///"',
  )}`;

describe('what lies outside of a drawing', () => {
  const ways = (folder: string): ((name: string) => string)[] => [
    (name) => name,
    (name) => join(folder, name),
    (name) => pathToFileURL(join(folder, name)).href,
  ];

  async function temptation(): Promise<{ folder: string; files: string[] }> {
    const folder = await scratchFolder();
    const red = sharp({ create: { width: 40, height: 20, channels: 3, background: '#ff0000' } });
    await writeFile(join(folder, 'red.png'), await red.png().toBuffer());
    await writeFile(join(folder, 'red.css'), 'svg { background: red } rect { fill: red }');
    await writeFile(join(folder, 'red.xml'), '<rect width="40" height="20" fill="red"/>');
    await writeFile(
      join(folder, 'red.svg'),
      svg('<rect id="red" width="40" height="20" fill="red"/><linearGradient id="paint"/>'),
    );
    const files = [];
    for (const [at, way] of ways(folder).entries()) {
      files.push(join(folder, `drawing${at}.svg`));
      await writeFile(files.at(-1)!, asking(way));
    }
    return { folder, files };
  }

  it('is not seen in it', async () => {
    for (const file of (await temptation()).files) {
      const picture = await readPicture(file, { ...white, limitPx: 40 }).catch((error: Error) => error);
      if (picture instanceof Error) expect(picture.message).toContain('an SVG drawing that is damaged');
      else expect([...picture.data].every((sample) => sample === 255)).toBe(true);
    }
  });

  it.skipIf(!existsSync('/usr/bin/strace'))('is not even opened or asked for', async () => {
    const { folder, files } = await temptation();
    const trace = join(folder, 'trace');
    const program = `import { readPicture } from '${new URL('../../../src/files/index.ts', import.meta.url)}';
      for (const file of ${JSON.stringify(files)}) await readPicture(file, { background: '#ffffff', limitPx: 40 }).catch(() => {});`;
    const node = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', program];
    execFileSync('strace', ['-f', '-e', 'trace=open,openat,connect', '-o', trace, ...node]);
    const calls = execFileSync('cat', [trace], { maxBuffer: 1e9 }).toString();
    for (const file of files) expect(calls).toContain(file);
    expect(calls).not.toMatch(/red\.(?:png|css|xml|svg|ttf)/);
    expect(calls).not.toMatch(/AF_INET/);
  });
});

/** A PDF page of 40 by 20 points, its left half red. */
function pdf(): string {
  const content = '0.784 0.157 0.157 rg 0 0 20 20 re f';
  return `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 40 20]/Contents 4 0 R>>endobj
4 0 obj<</Length ${content.length}>>stream
${content}
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
`;
}

describeWithProgram('pdftoppm', ['poppler-utils', 'PDF'], () => {
  it('is drawn as large as it is needed', async () => {
    const file = await save('page.pdf', pdf());
    expect(await readPictureSize(file)).toEqual({ width: 4096, height: 2048 });
    const picture = await readPicture(file, { ...white, limitPx: 1000 });
    expect([picture.width, picture.height]).toEqual([1000, 500]);
    expect([490, 510].map((x) => pixelAt(picture, x, 250))).toEqual([
      [200, 40, 40],
      [255, 255, 255],
    ]);
  });

  it('is refused where it cannot be drawn', async () => {
    const file = await save('page.pdf', '%PDF-1.7\n');
    await expect(readPicture(file, white)).rejects.toThrow('got a PDF document that cannot be drawn; ');
  });
});

describe('without the programs that draw them', () => {
  it.each([
    ['page.pdf', pdf(), 'a PDF document, and there is no pdftoppm here to draw it; install Poppler'],
    [
      'phone.heic',
      '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
      'a HEIC picture, and there is no converter here for it; export it as JPEG or PNG',
    ],
  ])('%s is refused with the remedy', async (name, bytes, what) => {
    vi.stubEnv('PATH', await scratchFolder());
    await expect(readPicture(await save(name, bytes), white)).rejects.toThrow(`${name}, got ${what}`);
    vi.unstubAllEnvs();
  });
});

describeWithProgram('heif-enc', ['libheif-examples', 'HEIC'], () => {
  it('is converted by the system’s own program', async () => {
    const folder = await scratchFolder();
    const red = sharp({ create: { width: 64, height: 32, channels: 3, background: '#c82828' } });
    await red.png().toFile(join(folder, 'red.png'));
    const file = join(folder, 'phone.heic');
    execFileSync('heif-enc', ['-q', '100', join(folder, 'red.png'), '-o', file], { stdio: 'ignore' });
    expect(await readPictureSize(file)).toEqual({ width: 64, height: 32 });
    const middle = pixelAt(await readPicture(file, white), 32, 16);
    for (const [channel, wanted] of [200, 40, 40].entries())
      expect(Math.abs(middle[channel]! - wanted)).toBeLessThanOrEqual(3);
  });

  it('is refused where it is damaged', async () => {
    const file = await save('phone.heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic');
    await expect(readPicture(file, white)).rejects.toThrow(/got a HEIC picture that [\w-]+ cannot convert; /);
  });
});
