import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import { type BestPairs, isWholePicture, readPairings } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import { findEncoder } from '../plan/encoders.js';
import { firstArtwork } from '../plan/index.js';
import { type LetterJob, planLetters } from '../plan/letters.js';
import { artworkPicture, artworkTitle, type Cell } from '../products/index.js';
import { checkWanted } from './alphabet.js';
import { pairBest } from './best-pairing.js';
import {
  type ContactOptions,
  type ContactResult,
  type ContactRun,
  previewOf,
  wholeFiles,
  writeContactPage,
} from './contact.js';
import { makePictures } from './make-pictures.js';
import { failuresOf, type Order } from './order.js';

/** Feels are tried no larger than this: strokes and forms are to be seen. */
const previewPx = 256;

/**
 * Renders letters under several configurations, small, and lays `presets.jpg`, a cell for each with its name. `configs` differ in how
 * letters are made; all else is of the first. What was tried before with the same settings is kept. Letters are the first of the
 * characters unless `only` says otherwise. A configuration whose encoder is not there is left out, and the page's notes say why.
 */
export function makePresetSheet(
  configs: ReadonlyMap<string, AlphabetConfig>,
  { only, signal }: ContactOptions = {},
): ContactRun {
  return underWay(async (report) => {
    const started = performance.now();
    const [first] = configs.values();
    const letters = checkWanted(first!.characters, only ?? first!.characters.slice(0, 1));
    const { groups, notes } = await byEncoder(configs);
    const tried: Tried[] = [];
    for (const group of groups) {
      const [any] = group.values();
      tried.push(await makePictures(any!, presetOrder(group, letters, first!.out), { signal, report }));
    }
    const jobs = new Map(tried.flatMap((each) => [...each.jobs]));
    const page = await layPresets(first!, jobs);
    report({ kind: 'product', product: 'contact', files: page.files, notes: [...notes, ...page.notes] });
    return {
      files: page.files,
      rendered: tried.flatMap(({ rendered }) => rendered),
      kept: tried.flatMap(({ kept }) => kept),
      failed: tried.flatMap(({ failed }) => failed),
      seconds: (performance.now() - started) / 1000,
    };
  });
}

/** The configurations, small, by their encoders: one machine makes those of one. */
async function byEncoder(
  configs: ReadonlyMap<string, AlphabetConfig>,
): Promise<{ readonly groups: readonly Map<string, AlphabetConfig>[]; readonly notes: readonly string[] }> {
  const groups = new Map<string, Map<string, AlphabetConfig>>();
  const notes: string[] = [];
  let missing: AbecedaryError | undefined;
  for (const [name, config] of configs) {
    const { transfer, encoder, out } = config;
    try {
      await findEncoder(encoder);
    } catch (error) {
      if (!(error instanceof AbecedaryError)) throw error;
      missing = error;
      notes.push(`${name} is left out: ${error.message}`);
      continue;
    }
    const group = groups.get(encoder) ?? new Map<string, AlphabetConfig>();
    const sizePx = Math.min(previewPx, transfer.sizePx);
    groups.set(
      encoder,
      group.set(name, { ...config, transfer: { ...transfer, sizePx }, out: join(out, 'contact') }),
    );
  }
  if (groups.size === 0 && missing !== undefined) throw missing;
  return { groups: [...groups.values()], notes };
}

/** What was tried with one encoder; the letters of each configuration by its name. */
interface Tried extends Pick<ContactResult, 'rendered' | 'kept' | 'failed'> {
  readonly jobs: ReadonlyMap<string, readonly LetterJob[]>;
}

function presetOrder(
  configs: ReadonlyMap<string, AlphabetConfig>,
  letters: readonly string[],
  folder: string,
): Order<Tried> {
  return async (machine, listener) => {
    const own = await readPairings(folder);
    // All presets show the letter with one artwork.
    let best: BestPairs | undefined;
    const jobs = new Map<string, LetterJob[]>();
    for (const [name, config] of configs) {
      const font = await loadFont(config.font);
      best ??= await pairBest({ ...config, out: folder }, font, listener);
      const planned = await planLetters(config, font, { machine, own, best: best?.pairs });
      jobs.set(
        name,
        letters.map((letter) => previewOf(planned.jobs.get(letter)!, name, config.out)),
      );
    }
    // Two configurations that differ in nothing make one job.
    const each = new Map([...jobs.values()].flat().map((job) => [job.id, job]));
    return {
      jobs: [...each.values()],
      notes: [],
      register: wholeFiles,
      finish: async (settled) => ({
        jobs,
        rendered: settled.rendered,
        kept: settled.kept,
        failed: failuresOf(settled),
      }),
    };
  };
}

/** A cell for the artworks of the letters, and one for every configuration. */
async function layPresets(config: AlphabetConfig, jobs: Tried['jobs']): ReturnType<typeof writeContactPage> {
  const [any] = jobs.values();
  const artworks = (any ?? []).map((job) => firstArtwork(job).file);
  const cells: Cell[] = [
    {
      pictures: await Promise.all(artworks.map((file) => artworkPicture(file, { config }))),
      caption: { strong: '', quiet: artworks.map(artworkTitle).join(', ') },
    },
  ];
  for (const [name, letters] of jobs) {
    const pictures: Cell['pictures'][number][] = [];
    for (const [at, { files }] of letters.entries()) {
      const isThere = await isWholePicture(files.picture);
      pictures.push(isThere ? { name: `${name} ${at}`, source: files.picture } : undefined);
    }
    cells.push({ pictures, caption: { strong: name, quiet: '' } });
  }
  const title = 'Letters under every preset';
  return writeContactPage(config, { folder: config.out, stem: 'presets', title, cells, tilePx: previewPx });
}
