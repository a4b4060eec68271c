import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type AlphabetConfig,
  makeColourFont,
  makeCutOuts,
  makeProducts,
  openLetters,
  type ProductName,
} from '../index.js';
import type { DownloadName } from './worker-tasks.js';

/** Makes what is to be downloaded of a finished run, and returns its files. Throws what making it throws. */
export async function makeDownload(config: AlphabetConfig, name: DownloadName): Promise<readonly string[]> {
  const { out } = config;
  switch (name) {
    case 'sheet':
      return make({ ...config, sheet: { ...config.sheet, formats: ['png'] } }, 'sheet');
    case 'pdf':
      return make({ ...config, sheet: { ...config.sheet, formats: ['pdf'] } }, 'sheet');
    case 'films':
      return make({ ...config, film: { ...config.film, formats: ['gif', 'webp'] } }, 'film');
    case 'letters': {
      await openLetters(config);
      return filesOf(join(out, 'letters'));
    }
    case 'cutouts':
      return filesOf((await makeCutOuts(out)).folder);
    case 'font': {
      const { files } = await makeColourFont(out, {
        family: 'My Abecedary',
        file: join(out, 'font', 'my-abecedary.ttf'),
      });
      return files.map(({ file }) => file);
    }
  }
}

async function make(config: AlphabetConfig, only: ProductName): Promise<readonly string[]> {
  const files: string[] = [];
  await makeProducts(await openLetters(config), {
    only: [only],
    report: (progress) => {
      if (progress.kind === 'sheet') files.push(progress.file);
      if (progress.kind === 'product') files.push(...progress.files);
    },
  });
  return files;
}

async function filesOf(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).sort().map((name) => join(folder, name));
}
