import { join } from 'node:path';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig, LetterSettings } from '../config/index.js';
import { fileStem, hashFile, isWholePicture } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import { type LetterJob, planLetters } from '../plan/letters.js';
import { ownSettings, readOwnLetters } from '../plan/own-letters.js';
import { writeTakes } from '../plan/takes.js';
import { listTries, type Try, type TryKind } from '../plan/tries.js';
import { usableArtworks } from '../plan/usable-artworks.js';
import { artworkPicture, type Cell, writePageFiles } from '../products/index.js';
import { checkWanted } from './alphabet.js';
import { pairBest } from './best-pairing.js';
import { makePictures, type PicturesOptions } from './make-pictures.js';
import { failuresOf, type Order, type Register, unrecorded } from './order.js';

export interface ContactOptions extends Pick<PicturesOptions, 'signal'> {
  /** What letters are tried with; default: artworks. */
  readonly kind?: TryKind | undefined;
  /** The letters that are tried, of the configuration's characters; default: all with artworks, else the first. */
  readonly only?: readonly string[] | undefined;
}

/** What was tried: each a letter made in some way, as `A × agate.jpg`. */
export interface ContactResult {
  /** In the order of their numbers, the first of them 1; a picture that could not be made is not there. */
  readonly tries: readonly {
    readonly label: string;
    readonly pictures: readonly { readonly letter: string; readonly file: string }[];
  }[];
  readonly files: readonly string[];
  readonly rendered: readonly string[];
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

export interface ContactRun extends AsyncIterable<Progress> {
  readonly result: Promise<ContactResult>;
}

/** Letters are tried no larger than this: artworks are many, and of other tries strokes and forms are to be seen. */
const previewPx = (kind: TryKind): number => (kind === 'artworks' ? 128 : 256);

/**
 * Renders letters in every way of one kind, small, and lays them on one page with numbers, to choose by; the run's folder remembers
 * what the numbers stand for. What was tried before with the same settings is kept. Lies in `contact` below the output folder.
 */
export function makeContactSheet(
  config: AlphabetConfig,
  { kind = 'artworks', only, signal }: ContactOptions = {},
): ContactRun {
  return underWay(async (report) => {
    const started = performance.now();
    const { characters, transfer, out } = config;
    const letters = checkWanted(
      characters,
      only ?? (kind === 'artworks' ? undefined : characters.slice(0, 1)),
    );
    const sizePx = Math.min(previewPx(kind), transfer.sizePx);
    const preview = { ...config, transfer: { ...transfer, sizePx }, out: join(out, 'contact') };
    const order = contactOrder(preview, { kind, letters, folder: out });
    const made = await makePictures(preview, order, { signal, report });
    return { ...made, seconds: (performance.now() - started) / 1000 };
  });
}

interface Asked {
  readonly kind: TryKind;
  readonly letters: readonly string[];
  /** Of the run. */
  readonly folder: string;
}

function contactOrder(config: AlphabetConfig, asked: Asked): Order<Omit<ContactResult, 'seconds'>> {
  const { kind, letters, folder } = asked;
  return async (machine, listener) => {
    const font = await loadFont(config.font);
    const own = ownSettings(await readOwnLetters(folder));
    const best = await pairBest({ ...config, out: folder }, font, listener);
    const artworks = await usableArtworks(config);
    const rows: Row[] = [];
    for (const each of await listTries(config, kind)) {
      const settings = (letter: string): LetterSettings => ({
        ...own[letter],
        ...each.settings,
        lock: false,
      });
      const tried = Object.fromEntries(letters.map((letter) => [letter, settings(letter)]));
      const { jobs } = await planLetters(config, font, {
        machine,
        own: { ...own, ...tried },
        best: best?.pairs,
        artworks,
      });
      const previews = letters.map((letter) => previewOf(jobs.get(letter)!, each.label, config.out));
      rows.push({ ...each, jobs: previews });
    }
    // Two copies of one artwork make one job.
    const jobs = new Map(rows.flatMap((row) => row.jobs.map((job) => [job.id, job])));
    return {
      jobs: [...jobs.values()],
      notes: [],
      register: wholeFiles,
      finish: async (settled, { report }) => {
        const { files, notes } = await layRows(config, rows, asked);
        const takes = rows.map(({ settings }) => settings);
        await writeTakes(folder, Object.fromEntries(letters.map((letter) => [letter, takes])));
        const alike = await areAlike(settled.failed.length === 0 ? rows : []);
        const hint = alike
          ? `All tries of ${kind} are one picture: nothing of a found letter is left to that; try --contact places, or presets.`
          : `Take one by its number: abecedary letter ${letters[0]} --take 3`;
        report({ kind: 'product', product: 'contact', files, notes: [...notes, hint] });
        const tries = rows.map(({ label, jobs }) => ({
          label,
          pictures: jobs.map(({ files: { picture } }, at) => ({ letter: letters[at]!, file: picture })),
        }));
        return { tries, files, rendered: settled.rendered, kept: settled.kept, failed: failuresOf(settled) };
      },
    };
  };
}

/** Whether all tries of the first letter have the same bytes. */
async function areAlike(rows: readonly Row[]): Promise<boolean> {
  const sums = await Promise.all(rows.map(({ jobs }) => hashFile(jobs[0]!.files.picture)));
  return sums.length > 1 && new Set(sums).size === 1;
}

/** Of pictures that are named by their jobs: one is there exactly when it is what would be made. */
const wholeFiles: Register = {
  ...unrecorded,
  isCurrent: ({ files }) => isWholePicture(files.picture),
};

/** The letters that are made in one way. */
interface Row extends Try {
  readonly jobs: readonly LetterJob[];
}

/** A letter without frames, made in some way that has a name; its file is named by its job. */
function previewOf(job: LetterJob, way: string, folder: string): LetterJob {
  const file = `${fileStem(job.name)}-${job.id.slice(0, 16)}.png`;
  const files = { content: job.files.content, picture: join(folder, 'letters', file) };
  return { ...job, name: `${job.name} × ${way}`, files };
}

/** A cell for every way: the letters that were made so, its artwork before them where that is what is tried. */
async function layRows(
  config: AlphabetConfig,
  rows: readonly Row[],
  { kind, letters, folder }: Asked,
): ReturnType<typeof writePageFiles> {
  const cells: Cell[] = [];
  for (const [at, { label, artwork, jobs }] of rows.entries()) {
    const pictures: Cell['pictures'][number][] =
      artwork === undefined ? [] : [await artworkPicture(artwork, { config })];
    for (const { files } of jobs) {
      const isThere = await isWholePicture(files.picture);
      pictures.push(isThere ? { name: `${at} ${files.picture}`, source: files.picture } : undefined);
    }
    cells.push({ pictures, caption: { strong: String(at + 1), quiet: label } });
  }
  const stem = kind === 'artworks' ? 'contact' : kind;
  const title = `${letters.join(' ')} with different ${kind}`;
  return writeContactPage(config, { folder, stem, title, cells, tilePx: previewPx(kind) });
}

/** Writes a page to choose by, in the formats of the overview. */
function writeContactPage(
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
