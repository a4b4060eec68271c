import { basename, join } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import { fileStem, isWholePicture } from '../files/index.js';
import { type Font, loadFont } from '../glyph/index.js';
import { type LetterJob, planLetters } from '../plan/letters.js';
import type { Machine } from '../plan/machine.js';
import { artworkPicture, type Cell, writePageFiles } from '../products/index.js';
import { checkWanted } from './alphabet.js';
import { makePictures, type PicturesOptions } from './make-pictures.js';
import { failuresOf, type Order, type Register, unrecorded } from './order.js';

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
export function makeContactSheet(config: AlphabetConfig, { only, signal }: ContactOptions = {}): ContactRun {
  return underWay(async (report) => {
    const started = performance.now();
    const letters = checkWanted(config.characters, only);
    const sizePx = Math.min(previewPx, config.transfer.sizePx);
    const preview = { ...config, transfer: { ...config.transfer, sizePx }, out: join(config.out, 'contact') };
    const order = contactOrder(preview, letters, config.out);
    const made = await makePictures(preview, order, { signal, report });
    return { ...made, seconds: (performance.now() - started) / 1000 };
  });
}

function contactOrder(
  config: AlphabetConfig,
  letters: readonly string[],
  folder: string,
): Order<Omit<ContactResult, 'seconds'>> {
  return async (machine) => {
    const font = await loadFont(config.font);
    const rows: Row[] = [];
    for (const artwork of new Set(await listArtworks(config.artworks.from)))
      rows.push({ artwork, jobs: await planRow(config, artwork, { letters, font, machine }) });
    // Two copies of one artwork make one job.
    const jobs = new Map(rows.flatMap((row) => row.jobs.map((job) => [job.id, job])));
    return {
      jobs: [...jobs.values()],
      notes: [],
      register: wholeFiles,
      finish: async (settled, { report }) => {
        const { files, notes } = await layRows(config, rows, folder);
        report({ kind: 'product', product: 'contact', files, notes });
        return { files, rendered: settled.rendered, kept: settled.kept, failed: failuresOf(settled) };
      },
    };
  };
}

/** Of pictures that are named by their jobs: one is there exactly when it is what would be made. */
export const wholeFiles: Register = {
  ...unrecorded,
  isCurrent: ({ files }) => isWholePicture(files.picture),
};

/** The letters that are made of one artwork. */
interface Row {
  readonly artwork: string;
  readonly jobs: readonly LetterJob[];
}

async function planRow(
  config: AlphabetConfig,
  artwork: string,
  { letters, font, machine }: { letters: readonly string[]; font: Font; machine: Machine },
): Promise<LetterJob[]> {
  const everywhere = [{ file: artwork, weight: 1, mask: undefined }];
  const map = Object.fromEntries(config.characters.map((character) => [character, everywhere]));
  const planned = { ...config, artworks: { ...config.artworks, map } };
  const { jobs } = await planLetters(planned, font, { machine });
  return letters.map((letter) => previewOf(jobs.get(letter)!, basename(artwork), config.out));
}

/** A letter without frames, made in some way that has a name; its file is named by its job. */
export function previewOf(job: LetterJob, way: string, folder: string): LetterJob {
  const file = `${fileStem(job.name)}-${job.id.slice(0, 16)}.png`;
  const files = { content: job.files.content, picture: join(folder, 'letters', file) };
  return { ...job, name: `${job.name} × ${way}`, files };
}

/** A cell for every artwork: itself, and the letters that were made of it. */
async function layRows(
  config: AlphabetConfig,
  rows: readonly Row[],
  folder: string,
): ReturnType<typeof writePageFiles> {
  const cells: Cell[] = [];
  for (const { artwork, jobs } of rows) {
    const pictures: Cell['pictures'][number][] = [await artworkPicture(artwork, { config })];
    for (const { name, files } of jobs) {
      const isThere = await isWholePicture(files.picture);
      pictures.push(isThere ? { name: `${artwork} ${name}`, source: files.picture } : undefined);
    }
    cells.push({ pictures, caption: { strong: basename(artwork), quiet: '' } });
  }
  const title = 'Letters with every artwork';
  return writeContactPage(config, { folder, stem: 'contact', title, cells, tilePx: previewPx });
}

/** Writes a page to choose by, in the formats of the overview. */
export function writeContactPage(
  { sheet, overview, font }: AlphabetConfig,
  page: Pick<Parameters<typeof writePageFiles>[0], 'folder' | 'stem' | 'title' | 'cells' | 'tilePx'>,
): ReturnType<typeof writePageFiles> {
  return writePageFiles({
    ...page,
    formats: overview.formats.length > 0 ? overview.formats : ['jpeg'],
    settings: { ...sheet, columns: 'auto', gapRatio: 0.2, marginRatio: 0.35 },
    font,
    betweenRatio: 0.04,
    captionScale: 1.4,
  });
}
