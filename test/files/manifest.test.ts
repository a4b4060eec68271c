import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import {
  fileStem,
  type Manifest,
  manifestVersion,
  readManifest,
  runFolder,
  writeManifest,
} from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';

const manifest: Manifest = {
  version: manifestVersion,
  createdBy: { name: 'abecedary', version: '0.1.0' },
  seed: 1,
  engine: { name: 'onnxruntime', provider: 'cpu' },
  versions: { node: '20.20.2', 'onnxruntime-node': '1.30.0' },
  font: { family: 'Archivo Black', style: 'Regular', version: '1.0', file: 'a.woff', sha256: 'f0', axes: {} },
  encoder: { name: 'compact', sha256: 'e0' },
  settings: { transfer: { sizePx: 400 } },
  letters: [
    {
      character: 'A',
      artwork: { file: 'styles/a.png', sha256: 'a0' },
      job: 'j0',
      content: 'content/A.png',
      letter: { file: 'letters/A.png', sha256: 'l0' },
      seconds: 4.5,
      evaluations: 400,
      iterations: 20,
      seed: 7,
      sizePx: 400,
      losses: { total: 0.1, content: 0.02, relu1: 0.03, tv: 0.001 },
      legibility: { rank: 1, r2: 0.71 },
      tries: 2,
    },
  ],
  sheet: 'sheet.png',
};

const place = { x: 0.5, y: 0.5, sideRatio: 0.4, quarterTurns: 1, mirrored: false };

it('a manifest is read as it was written, and is text for people', async () => {
  const out = join(await scratchFolder(), 'out');
  expect(await readManifest(out)).toBeUndefined();
  await writeManifest(out, manifest);
  expect(await readManifest(out)).toEqual(manifest);
  expect(await readFile(join(out, 'manifest.json'), 'utf8')).toContain('\n  "seed": 1,\n');
});

it.each<[string, string, string]>([
  ['cut short', JSON.stringify(manifest).slice(0, 200), 'text that is no JSON'],
  ['a web app’s', '{"name": "app", "icons": []}', 'the file of another program'],
  ['no object', 'null', 'the file of another program'],
  [
    'newer',
    JSON.stringify({ ...manifest, version: 99 }),
    `form 99 where this version knows ${manifestVersion}`,
  ],
  [
    'of no form',
    JSON.stringify({ ...manifest, version: '1' }),
    `form "1" where this version knows ${manifestVersion}`,
  ],
  [
    'old and of another program',
    JSON.stringify({ ...manifest, version: 1, createdBy: { name: 'somebody' } }),
    'the file of another program',
  ],
  ['without font', JSON.stringify({ ...manifest, font: undefined }), 'a damaged entry "font"'],
  [
    'of a half letter',
    JSON.stringify({ ...manifest, letters: [{ character: 'A' }] }),
    'a damaged entry "letters[0].artwork"',
  ],
])('a manifest that is %s is refused in a sentence', async (_title, text, got) => {
  const out = await scratchFolder();
  await writeFile(join(out, 'manifest.json'), text);
  await expect(readManifest(out)).rejects.toMatchObject({
    code: 'output',
    message: `Expected the manifest of an earlier run at ${join(out, 'manifest.json')}, got ${got}; move it away or choose another output folder.`,
  });
});

it.each([
  ['legibility', undefined],
  ['legibility', { rank: 1 }],
  ['tries', '2'],
  ['found', { r2: 0.5 }],
  ['found', { ink: place, ground: { ...place, mirrored: 1 }, r2: 0.5 }],
])('a letter whose %s is %j is damaged', async (key, value) => {
  const out = await scratchFolder();
  const letters = [{ ...manifest.letters[0], [key]: value }];
  await writeFile(join(out, 'manifest.json'), JSON.stringify({ ...manifest, letters }));
  await expect(readManifest(out)).rejects.toThrow('a damaged entry "letters[0]');
});

it('a manifest of an older form is as none: its letters are made anew', async () => {
  const out = await scratchFolder();
  await writeFile(join(out, 'manifest.json'), JSON.stringify({ ...manifest, version: 1, letters: [{}] }));
  expect(await readManifest(out)).toBeUndefined();
});

it('a folder in the manifest’s place is refused in a sentence', async () => {
  const out = await scratchFolder();
  await mkdir(join(out, 'manifest.json'));
  await expect(readManifest(out)).rejects.toThrow('a folder stands where a file is needed');
});

it('every character has a file name of its own on every file system', () => {
  expect(['A', 'Z', '7'].map(fileStem)).toEqual(['A', 'Z', '7']);
  expect(['a', 'é', 'e\u0301', 'ß', '/', '.', '👩‍🎨'].map(fileStem)).toEqual([
    'u0061',
    'u00e9',
    'u0065-0301',
    'u00df',
    'u002f',
    'u002e',
    'u1f469-200d-1f3a8',
  ]);
});

it('the files of a run lie below its folder', () => {
  const run = runFolder('out');
  expect([run.content('A'), run.letter('a'), run.frames('B'), run.manifest]).toEqual(
    [['content', 'A.png'], ['letters', 'u0061.png'], ['frames', 'B'], ['manifest.json']].map((parts) =>
      join('out', ...parts),
    ),
  );
});
