import { basename, join } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import { fileStem, isWholePicture } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import type { PictureJob } from '../plan/index.js';
import { planLetters } from '../plan/letters.js';
import type { Machine } from '../plan/machine.js';
import { artworkPicture, type Cell, writePageFiles } from '../products/index.js';
import { makePictures, type PicturesOptions } from './make-pictures.js';
import { failuresOf, type Order, type Register } from './order.js';

export interface ContactOptions extends Pick<PicturesOptions, 'signal'> {
  /** The letters that are tried, of the configuration's characters; default: all. */
  readonly only?: readonly string[] | undefined;
}

/** What was tried: each a letter with an artwork, as `A × agate.jpg`. */
export interface ContactResult {
  readonly files: readonly string[];
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

export interface ContactRun extends AsyncIterable<Progress> {
  readonly result: Promise<ContactResult>;
}

/** Letters are tried no larger than this: large enough to choose by, and quick. */
const previewPx = 128;

/**
 * Renders letters with every artwork of the configuration, small, and lays them on one page, so that pairs can be chosen
 * for `artworks.map`. What was tried before with the same settings is kept. Lies in `contact` below the output folder.
 */
export function makeContactSheet(
  config: AlphabetConfig,
  { only = config.characters, signal }: ContactOptions = {},
): ContactRun {
  return underWay(async (report) => {
    const started = performance.now();
    const sizePx = Math.min(previewPx, config.transfer.sizePx);
    const preview = { ...config, transfer: { ...config.transfer, sizePx }, out: join(config.out, 'contact') };
    const made = await makePictures(preview, contactOrder(preview, only, config.out), { signal, report });
    return { ...made, seconds: (performance.now() - started) / 1000 };
  });
}

function contactOrder(
  config: AlphabetConfig,
  letters: readonly string[],
  folder: string,
): Order<Omit<ContactResult, 'seconds'>> {
  return async (machine) => {
    const artworks = await listArtworks(config.artworks.from);
    const pairs = await planPairs(config, { letters, artworks, machine });
    return {
      // Two copies of one artwork make one job.
      jobs: pairs
        .map(({ job }) => job)
        .filter(({ id }, at, all) => all.findIndex((job) => job.id === id) === at),
      notes: [],
      register: wholeFiles,
      finish: async (settled, { report }) => {
        const { files, notes } = await layPairs(config, { folder, pairs, artworks });
        report({ kind: 'product', product: 'contact', files, notes });
        return { files, rendered: settled.rendered, kept: settled.kept, failed: failuresOf(settled) };
      },
    };
  };
}

/** Pictures that are named by their jobs: one is there exactly when it is what would be made. */
const wholeFiles: Register = {
  read: async () => {},
  isCurrent: ({ files }) => isWholePicture(files.picture),
  enter: () => {},
  write: async () => {},
};

interface Pair {
  readonly artwork: string;
  readonly job: PictureJob;
}

async function planPairs(
  config: AlphabetConfig,
  {
    letters,
    artworks,
    machine,
  }: { readonly letters: readonly string[]; readonly artworks: readonly string[]; readonly machine: Machine },
): Promise<Pair[]> {
  const font = await loadFont(config.font);
  const pairs: Pair[] = [];
  for (const artwork of artworks) {
    const map = Object.fromEntries(
      config.characters.map((character) => [character, [{ file: artwork, weight: 1, mask: undefined }]]),
    );
    const planned = { ...config, artworks: { ...config.artworks, map } };
    const { jobs } = await planLetters(planned, font, { machine });
    for (const letter of letters) {
      const job = jobs.get(letter)!;
      const picture = join(config.out, 'letters', `${fileStem(letter)}-${job.id.slice(0, 16)}.png`);
      const files = { content: job.files.content, picture };
      pairs.push({ artwork, job: { ...job, name: `${letter} × ${basename(artwork)}`, files } });
    }
  }
  return pairs;
}

/** A cell for every artwork: itself, and the letters that were made of it. */
async function layPairs(
  config: AlphabetConfig,
  {
    folder,
    pairs,
    artworks,
  }: { readonly folder: string; readonly pairs: readonly Pair[]; readonly artworks: readonly string[] },
): ReturnType<typeof writePageFiles> {
  const cells: Cell[] = [];
  for (const artwork of artworks) {
    const own = pairs.filter((pair) => pair.artwork === artwork);
    const pictures: Cell['pictures'][number][] = [await artworkPicture(artwork, { config })];
    for (const { job } of own) {
      const { picture } = job.files;
      const there = await isWholePicture(picture);
      pictures.push(there ? { name: `${artwork} ${job.name}`, source: picture } : undefined);
    }
    cells.push({ pictures, caption: { strong: basename(artwork), quiet: '' } });
  }
  const { sheet, overview, font } = config;
  return writePageFiles({
    folder,
    stem: 'contact',
    title: 'Letters with every artwork',
    formats: overview.formats.length > 0 ? overview.formats : ['jpeg'],
    settings: { ...sheet, columns: 'auto', gapRatio: 0.2, marginRatio: 0.35 },
    font,
    cells,
    tilePx: previewPx,
    betweenRatio: 0.04,
    captionScale: 1.4,
  });
}
