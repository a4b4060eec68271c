import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  type BestPairs,
  type Pairings,
  readPairings,
  runFolder,
  writeBestPairs,
  writePairings,
} from '../files/index.js';
import { type Font, loadFont } from '../glyph/index.js';
import { type LettersPlan, planLetters } from '../plan/letters.js';
import type { Machine } from '../plan/machine.js';
import { makeCutOuts } from '../products/cut-outs/index.js';
import { drawPlaceholder, makeProducts, presentLetters, sheetFile } from '../products/index.js';
import { checkArtworks } from './artwork-check.js';
import { pairBest } from './best-pairing.js';
import { createControls, type RunControls } from './controls.js';
import { type LetterRegister, openLetterRegister } from './letter-register.js';
import { makePictures, type PicturesOptions } from './make-pictures.js';
import { type FinishOptions, failuresOf, type Order, type Settled } from './order.js';

export interface AlphabetOptions extends Omit<PicturesOptions, 'controls'> {
  /** Render only these characters of the configuration; the others' files stay as they are. */
  readonly only?: readonly string[] | undefined;
  /**
   * New artworks of letters, absolute paths; later runs in this folder keep them. `undefined` gives a letter the artwork that
   * the configuration gives it.
   */
  readonly artworks?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What a run has made. */
export interface AlphabetResult {
  readonly out: string;
  /** File of the sheet. */
  readonly sheet: string;
  readonly manifest: string;
  readonly rendered: readonly string[];
  /** Letters that were up to date and were left as they are. */
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

/** A run under way: its progress as an async iterable, for one listener, and its result as a promise. */
export interface AlphabetRun extends AsyncIterable<Progress>, RunControls {
  /** Rejects with AbecedaryError when the run cannot start, cannot write, or is stopped. A failed letter does not reject. */
  readonly result: Promise<AlphabetResult>;
}

/** Makes an alphabet as the configuration says: renders every letter that is not up to date, then lays the sheet. */
export function makeAlphabet(config: AlphabetConfig, options: AlphabetOptions = {}): AlphabetRun {
  const controls = createControls();
  const run = underWay<Progress, AlphabetResult>(async (report) => {
    const started = performance.now();
    const { only, artworks, ...others } = options;
    const wanted = checkWanted(config.characters, only);
    const order = alphabetOrder(config, wanted, artworks);
    const made = await makePictures(config, order, { ...others, controls, report });
    return { ...made, seconds: (performance.now() - started) / 1000 };
  });
  const { prefer, pause, resume } = controls;
  return { ...run, prefer, pause, resume };
}

/** The letters of `only` in their order, all of them where it is absent. Throws `config` for others. */
export function checkWanted(
  characters: readonly string[],
  only: readonly string[] | undefined,
): readonly string[] {
  const foreign = (only ?? []).filter((character) => !characters.includes(character));
  if (foreign.length > 0) {
    throw new AbecedaryError(
      'config',
      `Expected letters of this alphabet (${characters.join('')}), got ${foreign.join(', ')}; add them to «characters» or choose others.`,
    );
  }
  return only === undefined ? characters : characters.filter((character) => only.includes(character));
}

function alphabetOrder(
  config: AlphabetConfig,
  wanted: readonly string[],
  artworks: AlphabetOptions['artworks'],
): Order<Omit<AlphabetResult, 'seconds'>> {
  return async (machine, listener) => {
    const { font, pairings, best, jobs, notes } = await planAlphabet(config, machine, {
      ...listener,
      changed: artworks,
    });
    const register = openLetterRegister(config, { machine, font, pairings, jobs });
    return {
      jobs: wanted.map((character) => jobs.get(character)!),
      notes,
      register,
      check: checkArtworks,
      begin: async ({ batch }) => {
        if (!machine.remote) register.batchOf(batch);
        if (artworks !== undefined) await writePairings(config.out, pairings);
        if (best !== undefined) await writeBestPairs(config.out, best);
      },
      finish: (settled, options) => finishAlphabet(settled, { ...options, config, font, jobs, register }),
    };
  };
}

interface AlphabetPlan extends LettersPlan {
  readonly font: Font;
  /** The artworks that letters of this run were given one by one. */
  readonly pairings: Pairings;
  /** Those that suit letters best, where that was asked for. */
  readonly best: BestPairs | undefined;
}

/**
 * Plans the letters of a run folder; writes nothing. `changed` are new artworks of letters, and letters that are to have their
 * usual one again (undefined). Throws AbecedaryError for whatever cannot be used.
 */
export async function planAlphabet(
  config: AlphabetConfig,
  machine: Machine,
  {
    changed = {},
    ...listener
  }: Partial<FinishOptions> & {
    readonly changed?: Readonly<Record<string, string | undefined>> | undefined;
  } = {},
): Promise<AlphabetPlan> {
  const known = Object.entries({ ...(await readPairings(config.out)), ...changed });
  const pairings = Object.fromEntries(
    known.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const font = await loadFont(config.font);
  const best = await pairBest(config, font, listener);
  const plan = await planLetters(config, font, { machine, own: pairings, best: best?.pairs });
  return { font, pairings, best, ...plan };
}

interface FinishedAlphabet extends FinishOptions, Pick<AlphabetPlan, 'font' | 'jobs'> {
  readonly config: AlphabetConfig;
  readonly register: LetterRegister;
}

async function finishAlphabet(
  settled: Settled,
  { config, font, jobs, register, signal, report }: FinishedAlphabet,
): Promise<Omit<AlphabetResult, 'seconds'>> {
  const { out, transfer, sheet, cutouts } = config;
  const folder = runFolder(out);
  const present = await presentLetters(register.letters(), folder);
  await register.writeOnly(present);
  const placeholders = new Map(
    settled.failed.map(({ letter }) => {
      const { placement } = jobs.get(letter)!.recipe;
      return [
        letter,
        drawPlaceholder(font, letter, { placement, sizePx: transfer.sizePx, paper: sheet.paper }),
      ];
    }),
  );
  await makeProducts({ folder, config, letters: present, placeholders }, { signal, report });
  if (cutouts.make) await makeCutOuts(out, { ...cutouts, signal });
  const { rendered, kept } = settled;
  const failed = failuresOf(settled);
  return { out, sheet: sheetFile(config), manifest: folder.manifest, rendered, kept, failed };
}
