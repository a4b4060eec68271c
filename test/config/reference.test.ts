import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeEditorSchema, writeFlags, writeReference } from '../../scripts/reference.js';
import { configFlags } from '../../src/config/index.js';
import { listKeys } from '../../src/config/keys.js';

describe('what is derived from the schema', () => {
  it.each([
    ['docs/config.md', writeReference],
    ['config/alphabet.schema.json', writeEditorSchema],
    ['config/flags.json', writeFlags],
  ])('is up to date in %s (else run: npm run docs)', async (file, write) => {
    expect(await readFile(file, 'utf8')).toBe(write());
  });

  it.each(listKeys())('explains and defaults the key $path', ({ node }) => {
    expect(node.description).toMatch(/^[A-Z].{20,}\.$/);
    expect(node.default).toBeDefined();
  });

  it('gives every scripted flag its key', () => {
    expect(Object.fromEntries(configFlags.map(({ name, path }) => [name, path.join('.')]))).toEqual({
      as: 'text.formats',
      pairing: 'artworks.pairing',
      pdf: 'sheet.page.pdf',
      profile: 'sheet.page.profile',
      recursive: 'artworks.recursive',
      captions: 'sheet.captions',
      film: 'film.formats',
      formats: 'sheet.formats',
      'paper-size': 'sheet.page.size',
      preset: 'preset',
      characters: 'characters',
      font: 'font.file',
      face: 'font.face',
      styles: 'artworks.from',
      detail: 'transfer.detail',
      encoder: 'encoder',
      engine: 'engine',
      size: 'transfer.sizePx',
      iterations: 'transfer.iterations',
      scope: 'transfer.scope',
      contrast: 'transfer.contrast',
      found: 'transfer.found.amount',
      lay: 'transfer.found.lay',
      legible: 'transfer.found.legible',
      seam: 'transfer.found.seamRatio',
      fit: 'transfer.fitRatio',
      polarity: 'transfer.polarity',
      file: 'text.file',
      name: 'text.name',
      mode: 'text.mode',
      each: 'text.each',
      page: 'text.page',
      writing: 'text.writing',
      path: 'text.path',
      dpi: 'text.dpi',
      'font-size': 'text.size',
      align: 'text.align',
      wrap: 'text.wrap',
      ground: 'text.ground',
      scheduler: 'schedule.scheduler',
      redis: 'schedule.redis',
      store: 'schedule.store',
      'store-key': 'schedule.storeKey',
      seed: 'seed',
      out: 'out',
      workers: 'workers',
      batch: 'batch',
    });
  });

  it('is named at the top of the shipped file, so that editors find it', async () => {
    const [first] = (await readFile('config/alphabet.yaml', 'utf8')).split('\n');
    expect(first).toBe('# yaml-language-server: $schema=alphabet.schema.json');
  });
});
