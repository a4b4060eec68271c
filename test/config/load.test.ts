import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createConfig, findConfigFile, loadConfig } from '../../src/config/index.js';
import { listKeys } from '../../src/config/keys.js';
import { mistakesOf, useFolder } from './support.js';

const folder = useFolder();

describe('a configuration', () => {
  it('is complete without any file', async () => {
    const config = await loadConfig(undefined, { folder: folder.path });
    const share = expect.any(Number);
    expect(config).toEqual({
      preset: 'found',
      characters: [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
      font: { file: 'default', face: 'auto', axes: {} },
      glyph: { fit: 'common', marginRatio: share },
      artworks: {
        from: 'included',
        recursive: false,
        pairing: 'turn',
        ground: {},
        masks: {},
        crop: { x: 0.5, y: 0.5, sizeRatio: 1 },
        turnDegrees: 0,
        tiles: 1,
        background: '#ffffff',
      },
      cutouts: { make: false, growRatio: 0, svg: true },
      encoder: 'compact',
      engine: 'auto',
      transfer: {
        sizePx: 400,
        iterations: 20,
        evaluationsPerIteration: 20,
        enough: 0.02,
        found: {
          amount: share,
          lay: 'either',
          width: share,
          interest: share,
          legible: share,
          seamRatio: share,
        },
        contentWeight: share,
        detail: share,
        layerWeights: [share, share, share, share],
        scope: 'both',
        plain: '#ffffff',
        contrast: 'auto',
        toneWeight: share,
        fitRatio: share,
        polarity: 'auto',
        secondTryBelow: share,
        colours: 'artwork',
        start: 'artwork',
        totalVariation: share,
        totalVariationKind: 'smooth',
        startNoise: share,
        split: { by: 'auto', inkRatio: share, groundRatio: share },
        method: 'regions',
      },
      letters: {},
      sheet: {
        formats: ['png'],
        columns: 'auto',
        gapRatio: 0,
        marginRatio: 0,
        paper: '#ffffff',
        captions: 'none',
        captionFont: 'quiet',
        page: {
          size: 'fitted',
          orientation: 'auto',
          dpi: 300,
          marginRatio: 0.06,
          bleedMm: 0,
          cropMarks: false,
          pdf: 'plain',
          profile: 'none',
        },
      },
      overview: { formats: ['jpeg'] },
      film: {
        formats: ['gif', 'webp'],
        shapes: ['1:1'],
        frameMs: 120,
        holdMs: 2000,
        sizePx: 256,
        limitMb: 2,
        sheet: true,
        sheetSizePx: 1120,
        sheetLimitMb: 4,
        frames: false,
      },
      report: { make: true, films: true },
      text: {
        content: '',
        file: 'none',
        formats: ['png'],
        name: 'auto',
        mode: 'whole',
        each: 'page',
        artworks: [],
        page: '1200x1500',
        dpi: 300,
        margin: '8%',
        size: 'fit',
        align: 'start',
        vertical: 'middle',
        leading: share,
        tracking: 0,
        stanzaGapRatio: share,
        wrap: 'auto',
        direction: 'auto',
        language: 'auto',
        writing: 'across',
        path: 'none',
        hyphenate: false,
        features: [],
        fallbackFonts: [],
        ground: 'auto',
        variants: 1,
      },
      schedule: {
        scheduler: 'local',
        redis: 'redis://127.0.0.1:6379',
        store: 'own',
        storeKey: 'auto',
        limitMinutes: 0,
      },
      seed: 1,
      out: join(folder.path, 'out'),
      workers: 'auto',
      batch: 'auto',
    });
  });

  it('has the defaults that the documentation states', () => {
    const config = createConfig();
    for (const { path, node } of listKeys()) {
      if (node.properties !== undefined || ['characters', 'out'].includes(path[0]!)) continue;
      const value = path.reduce((found: unknown, key) => (found as Record<string, unknown>)[key], config);
      expect([path, value]).toEqual([path, node.default]);
    }
  });

  it('has the same values in the file that comes with the program', async () => {
    expect(await loadConfig('config/alphabet.yaml')).toEqual(createConfig({ out: 'out' }));
  });

  it.each([
    ['an empty file', ''],
    ['a file of comments', '# nothing here\n'],
    ['sections whose keys are all commented out', 'transfer:\n  # sizePx: 20\n  split:\nfont:\n'],
  ])('takes %s as all defaults', async (_, text) => {
    const file = await folder.write('empty.yaml', text);
    expect(await loadConfig(file, { folder: folder.path })).toEqual(createConfig({}, folder.path));
  });

  it('is read from JSON, with a byte order mark and Windows line ends, as well', async () => {
    const file = await folder.write(
      'a.json',
      '\ufeff{\r\n  "transfer": {\r\n    "sizePx": 64\r\n  }\r\n}\r\n',
    );
    expect((await loadConfig(file, { folder: folder.path })).transfer.sizePx).toBe(64);
  });

  it('is built by a program from plain values, whose mistakes are named without a file', () => {
    expect(createConfig({ transfer: { sizePx: 64 } }).transfer.iterations).toBe(20);
    expect(() => createConfig({ seed: -1 })).toThrow(
      'Expected seed to be a whole number from 0 on, got -1; change it, or leave it out to get 1.',
    );
  });

  it('is found in the working folder only where there is one', async () => {
    expect(await findConfigFile(process.cwd())).toBe(join('config', 'alphabet.yaml'));
    expect(await findConfigFile(folder.path)).toBeUndefined();
  });
});

describe('paths', () => {
  it('are relative to the file that names them', async () => {
    const text = `font: { file: ../f.otf }
artworks:
  from: [art/a.png, /abs/b.png]
  ground: { all: ground.png }
  masks: { A: ../masks/a.png }
letters:
  A: ~/c.png
  B: { artwork: [{ file: d.png, mask: masks/d.png }, { file: /abs/e.png, weight: 2 }], font: own.ttf }
transfer: { start: start.png }
out: ../out
`;
    const file = await folder.write('paths.yaml', text);
    const config = await loadConfig(join(folder.path, file), { folder: '/elsewhere' });
    expect(config.font.file).toBe(resolve(folder.path, '../f.otf'));
    expect(config.artworks.from).toEqual([join(folder.path, 'art/a.png'), '/abs/b.png']);
    expect(config.letters).toEqual({
      A: { artwork: [{ file: join(homedir(), 'c.png'), weight: 1 }] },
      B: {
        artwork: [
          { file: join(folder.path, 'd.png'), weight: 1, mask: join(folder.path, 'masks/d.png') },
          { file: '/abs/e.png', weight: 2 },
        ],
        font: join(folder.path, 'own.ttf'),
      },
    });
    expect(config.artworks.ground).toEqual({ all: [{ file: join(folder.path, 'ground.png'), weight: 1 }] });
    expect(config.artworks.masks).toEqual({ A: resolve(folder.path, '../masks/a.png') });
    expect(config.transfer.start).toBe(join(folder.path, 'start.png'));
    expect(config.out).toBe(resolve(folder.path, '../out'));
  });

  it('in flags are relative to the working folder', async () => {
    const file = await folder.write('out.yaml', 'out: mine\nfont: { file: mine.otf }\n');
    const flags = { out: 'o', styles: 'art', font: 'f.otf' };
    const config = await loadConfig(join(folder.path, file), { folder: '/some/place', flags });
    expect([config.out, config.artworks.from, config.font.file]).toEqual([
      '/some/place/o',
      '/some/place/art',
      '/some/place/f.otf',
    ]);
  });

  it('do not swallow the words default, included, those for the start and the names of encoders', async () => {
    const file = await folder.write('words.yaml', 'font: { file: x.otf }\nartworks: { from: art }\n');
    const flags = { styles: 'included', font: 'default' };
    const config = await loadConfig(file, { folder: folder.path, flags });
    expect([config.artworks.from, config.font.file]).toEqual(['included', 'default']);
    for (const encoder of ['compact', 'rich', 'vgg19', 'vgg16'])
      expect(createConfig({ encoder }, folder.path).encoder).toBe(encoder);
    expect(createConfig({ encoder: 'mine.safetensors' }, '/some/place').encoder).toBe(
      '/some/place/mine.safetensors',
    );
    for (const start of ['artwork', 'glyph', 'noise'])
      expect(createConfig({ transfer: { start } }, folder.path).transfer.start).toBe(start);
    const storeOf = (store: string) => createConfig({ schedule: { store } }, '/some/place').schedule.store;
    expect(['own', 's3://bucket/x', 'shared'].map(storeOf)).toEqual([
      'own',
      's3://bucket/x',
      '/some/place/shared',
    ]);
  });
});

describe('flags', () => {
  it('win over the file and leave its other keys alone', async () => {
    const file = await folder.write(
      'flags.yaml',
      'seed: 5\ntransfer: { sizePx: 64, detail: 2 }\nworkers: 3\n',
    );
    const flags = { size: '128', iterations: '7', workers: 'auto', characters: '01' };
    const config = await loadConfig(file, { folder: folder.path, flags });
    expect(config).toMatchObject({ seed: 5, workers: 'auto', characters: ['0', '1'] });
    expect(config.transfer).toMatchObject({ sizePx: 128, iterations: 7, detail: 2 });
  });

  it('for other characters let go of the fixed artworks of letters that are no more', async () => {
    const both = '{ A: a.png, B: b.png }';
    const yaml = `letters: ${both}\nartworks: { ground: { A: a.png, all: b.png }, masks: ${both} }\n`;
    const file = await folder.write('map.yaml', yaml);
    const { artworks, letters } = await loadConfig(file, {
      folder: folder.path,
      flags: { characters: 'BC' },
    });
    const { ground, masks } = artworks;
    expect([letters, ground, masks].map((each) => Object.keys(each))).toEqual([['B'], ['all'], ['B']]);
  });

  it.each([
    [{ size: 'big' }, 'Expected --size to be a whole number from 32 to 4096, got "big"; change it.'],
    [{ size: '' }, 'Expected --size to be a whole number from 32 to 4096, got ""; change it.'],
    [{ size: '0x80' }, 'Expected --size to be a whole number from 32 to 4096, got "0x80"; change it.'],
    [{ size: '31' }, 'Expected --size to be a whole number from 32 to 4096, got 31; change it.'],
    [{ iterations: '2.5' }, 'Expected --iterations to be a whole number from 1 to 200, got 2.5; change it.'],
    [{ seed: '-1' }, 'Expected --seed to be a whole number from 0 on, got -1; change it.'],
    [
      { workers: 'atuo' },
      'Expected --workers to be auto or a whole number from 1 to 64, got "atuo"; did you mean auto?',
    ],
    [
      { workers: 'autp' },
      'Expected --workers to be auto or a whole number from 1 to 64, got "autp"; did you mean auto?',
    ],
    [{ out: '' }, 'Expected --out to be a folder, got ""; change it.'],
    [
      { characters: 'ABA' },
      'Expected --characters to hold each character only once (not A twice), got "ABA"; change it.',
    ],
  ])('with a wrong value are named: %o', async (flags, sentence) => {
    expect(await mistakesOf(undefined, folder.path, flags)).toEqual([sentence]);
  });

  it('and the file are wrong together, and both are reported', async () => {
    const file = await folder.write('both.yaml', 'seed: x\n');
    expect(await mistakesOf(file, folder.path, { size: '1' })).toEqual([
      '2 settings need a correction:',
      'both.yaml:1:7: Expected seed to be a whole number from 0 on, got "x"; change it, or leave it out to get 1.',
      'Expected --size to be a whole number from 32 to 4096, got 1; change it.',
    ]);
  });
});
