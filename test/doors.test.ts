import { execFileSync } from 'node:child_process';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  openJournal,
  readBestPairs,
  readFilms,
  readFrame,
  readJournal,
  readManifest,
  readPageRecord,
  readPicture,
  readTextFile,
  readTile,
  runFolder,
  shrinkFilm,
} from '../src/files/index.js';
import { lockRun } from '../src/files/lock.js';
import { loadFont } from '../src/glyph/index.js';
import { AbecedaryError, createConfig, loadConfig, makeAlphabet } from '../src/index.js';
import { loadEncoder } from '../src/nst/encoder/encoder.js';
import { hashOnce } from '../src/plan/inputs.js';
import { readOwnLetters } from '../src/plan/own-letters.js';
import { openFolderStore } from '../src/work/store/index.js';
import { givenStoreKey } from '../src/work/store-key.js';
import { scratchFolder } from './support/scratch.js';

/** Everything that a user names, or a run keeps, and what reads it: a name within a folder, and a reader of that folder. */
const doors: Readonly<Record<string, readonly [name: string, read: (folder: string) => Promise<unknown>]>> = {
  font: ['f.ttf', (folder) => loadFont({ file: join(folder, 'f.ttf'), axes: {} })],
  configuration: ['c.yaml', (folder) => loadConfig(join(folder, 'c.yaml'), { folder, flags: {} })],
  encoder: ['e.safetensors', (folder) => loadEncoder(join(folder, 'e.safetensors'))],
  'layers model': ['model.json', (folder) => loadEncoder(join(folder, 'model.json'))],
  text: ['t.txt', (folder) => readTextFile(join(folder, 't.txt'))],
  picture: ['p.png', (folder) => readPicture(join(folder, 'p.png'), { background: '#ffffff' })],
  'hash of an artwork': ['a.png', (folder) => hashOnce()(join(folder, 'a.png'))],
  artwork: [
    'w.png',
    (folder) => {
      const artworks = { from: [join(folder, 'w.png')] };
      return makeAlphabet(createConfig({ characters: 'A', artworks, out: join(folder, 'o') }, folder)).result;
    },
  ],
  'settings of letters': ['.abecedary/letters.json', readOwnLetters],
  manifest: ['manifest.json', readManifest],
  'record of a page': ['page.json', (folder) => readPageRecord(join(folder, 'page.json'))],
  journal: ['.abecedary/journal.jsonl', readJournal],
  'journal of a run that begins': [
    '.abecedary/journal.jsonl',
    async (folder) => (await openJournal(folder)).close(),
  ],
  lock: ['.abecedary/lock', async (folder) => (await lockRun(folder)).release()],
  record: ['results/a.json', (folder) => openFolderStore(folder).readRecord('results/a.json')],
  'letter of a run': ['letters/A.png', (folder) => readTile(join(folder, 'letters/A.png'))],
  'frame of a run': ['frames/001.jpg', (folder) => readFrame(join(folder, 'frames/001.jpg'), 8, '#ffffff')],
  'film of a run': ['film/A.webp', (folder) => shrinkFilm(join(folder, 'film/A.webp'), 8, 50)],
  'list of films': ['film/films.json', (folder) => readFilms(runFolder(folder))],
  'best pairs': ['.abecedary/best-pairs.json', readBestPairs],
  key: ['k', (folder) => givenStoreKey(join(folder, 'k'))],
};

/** What may lie there instead of a file. */
const oddities: Readonly<Record<string, (file: string) => Promise<unknown> | unknown>> = {
  'a named pipe': (file) => execFileSync('mkfifo', [file]),
  'a device without end': (file) => symlink('/dev/zero', file),
  'a folder': (file) => mkdir(file),
  'a socket': (file) => {
    const server = createServer();
    onTestFinished(() => void server.close());
    return new Promise<void>((resolve) => server.listen(file, resolve));
  },
  'no bytes': (file) => writeFile(file, ''),
  'two gigabytes of nothing': async (file) => {
    const handle = await open(file, 'w');
    await handle.truncate(2 ** 31);
    await handle.close();
  },
};

/** What is made anew whatever lies there. */
const madeAnew = ['list of films', 'best pairs'];

/** Where no bytes are fine, or a file may be of any length. */
const fine: Readonly<Record<string, readonly string[]>> = {
  'no bytes': [
    ...['configuration', 'text', 'hash of an artwork', 'journal', 'journal of a run that begins', 'lock'],
    // Its letter fails, with a sentence.
    ...['record', 'artwork'],
  ],
  'two gigabytes of nothing': ['journal', 'journal of a run that begins'],
};

describe.skipIf(process.platform === 'win32').each(Object.entries(doors))(
  'the door for the %s',
  (door, [name, read]) => {
    it.each(Object.entries(oddities))(
      'says of %s what it is, and does not wait or read it',
      async (oddity, make) => {
        const folder = await scratchFolder();
        const file = join(folder, name);
        await mkdir(dirname(file), { recursive: true });
        await make(file);
        const before = process.memoryUsage().rss;
        const outcome = await read(folder).catch((error: unknown) => error);
        expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(200);
        if (madeAnew.includes(door) || fine[oddity]?.includes(door))
          expect(outcome).not.toBeInstanceOf(Error);
        else {
          expect(outcome).toBeInstanceOf(AbecedaryError);
          expect((outcome as Error).message).toMatch(/^Expected [^\n]+\.$/);
        }
      },
    );
  },
);
