import { isDeepStrictEqual } from 'node:util';
import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  type BestPairs,
  type Looks,
  type Manifest,
  openLooks,
  readManifest,
  runFolder,
  writeBestPairs,
} from '../files/index.js';
import { type Font, loadFont, type OwnSettings } from '../glyph/index.js';
import { type LettersPlan, planLetters } from '../plan/letters.js';
import type { Machine } from '../plan/machine.js';
import { type MadeWith, writeMadeWith } from '../plan/made-with.js';
import {
  changeOwnLetters,
  describeOwn,
  type LetterChange,
  type OwnLetters,
  ownSettings,
  readOwnLetters,
  writeOwnLetters,
} from '../plan/own-letters.js';
import { makeCutOuts } from '../products/cut-outs/index.js';
import {
  arePresent,
  drawPlaceholder,
  expectedProducts,
  makeProducts,
  presentLetters,
  sheetFile,
} from '../products/index.js';
import { checkArtworks } from './artwork-check.js';
import { pairBest } from './best-pairing.js';
import { createControls, type RunControls } from './controls.js';
import { differenceNotes } from './differences.js';
import { type LetterRegister, openLetterRegister } from './letter-register.js';
import { makePictures, type PicturesOptions } from './make-pictures.js';
import { type FinishOptions, failuresOf, type Order, type Settled } from './order.js';

export interface AlphabetOptions extends Omit<PicturesOptions, 'controls'> {
  /** Render only these characters of the configuration; the others' files stay as they are. */
  readonly only?: readonly string[] | undefined;
  /** What letters are to have of their own from now on; later runs in this folder keep it. Files are absolute paths. */
  readonly letters?: Readonly<Record<string, LetterChange>> | undefined;
  /** Whether sheet, films, report and cut-outs are made of the letters. Default: as the configuration says. */
  readonly products?: boolean | undefined;
  /** Where the configuration comes from, for later commands in the folder. */
  readonly madeWith?: MadeWith | undefined;
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
    const { only, letters, madeWith, products, ...others } = options;
    const wanted = checkWanted(config.characters, only);
    const order = alphabetOrder(config, wanted, { changes: letters, madeWith, products });
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
  {
    changes = {},
    madeWith,
    products = true,
  }: Pick<AlphabetOptions, 'madeWith' | 'products'> & { readonly changes: AlphabetOptions['letters'] },
): Order<Omit<AlphabetResult, 'seconds'>> {
  return async (machine, listener) => {
    const looks = openLooks();
    const plan = await planAlphabet(config, machine, { ...listener, changes, looks });
    const { own, best, jobs, notes, locked } = plan;
    const earlier = await readManifest(config.out);
    const register = openLetterRegister(config, { machine, ...plan });
    return {
      jobs: wanted.map((character) => jobs.get(character)!),
      notes: [...notes, ...changeNotes(config.out, changes, plan)],
      register,
      notesOn: (todo) => {
        const meant = Object.keys(changes);
        return differenceNotes(config, earlier, { machine, jobs, todo, meant, locked });
      },
      check: async (todo, { signal, note }) => {
        const sentences = await checkArtworks(todo, { signal, looks });
        if (!signal.aborted) for (const sentence of sentences) note(sentence);
      },
      products: (painted) => (painted === 0 || !products ? [] : expectedProducts(config, painted)),
      begin: async ({ batch }) => {
        if (!machine.remote) register.batchOf(batch);
        if (madeWith !== undefined) await writeMadeWith(config.out, madeWith);
        if (Object.keys(changes).length > 0) await writeOwnLetters(config.out, own);
        if (best !== undefined) await writeBestPairs(config.out, best);
      },
      finish: (settled, options) =>
        finishAlphabet(settled, { ...options, ...plan, config, earlier, register, products }),
    };
  };
}

interface AlphabetPlan extends LettersPlan {
  readonly font: Font;
  /** What letters were given of their own in this folder. */
  readonly own: OwnLetters;
  /** The same, laid over what the configuration gives them. */
  readonly letters: OwnSettings;
  /** Letters that stay as they are once they are there. */
  readonly locked: ReadonlySet<string>;
  /** Those that suit letters best, where that was asked for. */
  readonly best: BestPairs | undefined;
}

/**
 * Plans the letters of a run folder; writes nothing. `changes` are what letters are to have of their own beside what they have
 * there. Throws AbecedaryError for whatever cannot be used, and `config` for a change of a letter that is locked.
 */
export async function planAlphabet(
  config: AlphabetConfig,
  machine: Machine,
  {
    changes = {},
    looks,
    ...listener
  }: Partial<FinishOptions> & {
    readonly changes?: AlphabetOptions['letters'];
    readonly looks?: Looks;
  } = {},
): Promise<AlphabetPlan> {
  const before = await readOwnLetters(config.out);
  const own = await changeOwnLetters(config.out, before, changes);
  const [earlier, letters] = [before, own].map((each) => overConfig(config, ownSettings(each))) as [
    OwnSettings,
    OwnSettings,
  ];
  const locked = new Set(
    config.characters.filter((each) => earlier[each]?.lock === true && letters[each]?.lock === true),
  );
  for (const letter of Object.keys(changes))
    if (locked.has(letter) && !isDeepStrictEqual(earlier[letter], letters[letter])) throw lockedError(letter);
  const font = await loadFont(config.font);
  const best = await pairBest(config, font, listener);
  const plan = await planLetters(config, font, { machine, own: ownSettings(own), best: best?.pairs, looks });
  return { font, own, letters, locked, best, ...plan };
}

/** What letters have of their own in a folder, laid over what the configuration gives them. */
function overConfig({ characters, letters }: AlphabetConfig, own: OwnSettings): OwnSettings {
  return Object.fromEntries(characters.map((each) => [each, { ...letters[each], ...own[each] }]));
}

/** Says what letters have of their own after changes of it. */
function changeNotes(
  out: string,
  changes: NonNullable<AlphabetOptions['letters']>,
  { own }: Pick<AlphabetPlan, 'own'>,
): string[] {
  const settings = ownSettings(own);
  return Object.keys(changes).map((letter) => {
    const words = describeOwn(settings[letter]!);
    return words === ''
      ? `«${letter}» has nothing of its own any more; it is made as the others are.`
      : `«${letter}» has of its own from now on: ${words}. Later runs in ${out} keep it; abecedary letter ${letter} --undo takes the last change back, --auto all of it.`;
  });
}

function lockedError(letter: string): AbecedaryError {
  return new AbecedaryError(
    'config',
    `Expected a letter that may be changed, got «${letter}», which is locked; take the lock off first: abecedary letter ${letter} --no-lock.`,
  );
}

interface FinishedAlphabet extends FinishOptions, Pick<AlphabetPlan, 'font' | 'jobs' | 'letters'> {
  /** What the folder held before. */
  readonly earlier: Manifest | undefined;
  readonly config: AlphabetConfig;
  readonly register: LetterRegister;
  readonly products: boolean;
}

async function finishAlphabet(
  settled: Settled,
  { config, font, jobs, letters: own, register, earlier, products, signal, report }: FinishedAlphabet,
): Promise<Omit<AlphabetResult, 'seconds'>> {
  const { out, transfer, sheet, cutouts } = config;
  const folder = runFolder(out);
  const present = await presentLetters(register.letters(), folder);
  const failed = failuresOf(settled);
  await register.writeOnly(present, failed);
  const placeholders = new Map<string, Pixels>();
  for (const { letter, message: reason } of failed) {
    const { placement } = jobs.get(letter)!.recipe;
    const square = { placement, sizePx: transfer.sizePx, paper: sheet.paper, reason };
    placeholders.set(letter, await drawPlaceholder(font, letter, square));
  }
  const { rendered, kept } = settled;
  const made = { folder, config: { ...config, letters: own }, letters: present, placeholders, failed };
  const isChanged = products && (rendered.length + failed.length > 0 || !(await isAsBefore(config, earlier)));
  if (isChanged && present.size > 0) await makeProducts(made, { signal, report });
  if (isChanged && cutouts.make) await makeCutOuts(out, { ...cutouts, signal });
  return { out, sheet: sheetFile(config), manifest: folder.manifest, rendered, kept, failed };
}

/** Whether the folder says of its letters what it said before, and what is made of them is there. */
async function isAsBefore(config: AlphabetConfig, earlier: Manifest | undefined): Promise<boolean> {
  if (earlier === undefined || !isDeepStrictEqual(earlier, await readManifest(config.out))) return false;
  return arePresent(config);
}
