import { basename, isAbsolute } from 'node:path';
import { leftOutArtworks, listArtworks } from '../artwork/index.js';
import { AbecedaryError } from '../base/errors.js';
import { createRandom } from '../base/random.js';
import { mapSideBySide } from '../base/side-by-side.js';
import { type AlphabetConfig, type LetterSettings, transferOfLetter } from '../config/index.js';
import { oncePerFile, type Pairings, requireWholePicture, runFolder } from '../files/index.js';
import {
  type Font,
  fontOf,
  type OwnSettings,
  type PlacedLetter,
  placeLetters,
  whereFound,
} from '../glyph/index.js';
import { engineIdentity } from '../nst/index.js';
import { collectInputs, type Hash, hashOnce } from './inputs.js';
import type { PictureJob } from './job.js';
import type { Machine } from './machine.js';
import { arrangementOf, type ChosenArtwork, materialRecipes, nameless } from './materials.js';
import { asPainted } from './painting.js';
import { type Dealt, pairArtworks } from './pairing.js';
import { isFound, type LetterRecipe, recipeId } from './recipe.js';

export type LetterJob = PictureJob<LetterRecipe>;

export interface LettersPlan {
  /** One job for every character, in the order of the configuration. */
  readonly jobs: ReadonlyMap<string, LetterJob>;
  /** Sentences the user should read. */
  readonly notes: readonly string[];
}

/**
 * One job for every character of the set, so that a letter's picture never depends on which others are rendered. A letter
 * with settings of its `own` takes them in the place of the configuration's; the others keep artwork and bytes. `best` are artworks that suit letters best;
 * `artworks` are those that can be used, where they are known already.
 */
export async function planLetters(
  config: AlphabetConfig,
  font: Font,
  {
    machine,
    own = {},
    best = {},
    artworks,
  }: {
    readonly machine: Pick<Machine, 'engine' | 'encoderFile'>;
    readonly own?: OwnSettings | undefined;
    readonly best?: Pairings | undefined;
    readonly artworks?: UsableArtworks | undefined;
  },
): Promise<LettersPlan> {
  const letters = Object.fromEntries(
    config.characters.map((each): [string, LetterSettings] => [
      each,
      { ...config.letters[each], ...own[each] },
    ]),
  );
  const placed = await placeLetters(config, letters, font);
  const { pairs, notes } = await pairLetters(config, best, artworks ?? (await usableArtworks(config)));
  const parts = countParts(config, pairs);
  const ingredients: Ingredients = {
    hash: hashOnce(),
    machine,
    set: Array.from(placed, ([character, { placement }]) => [character, placement]),
  };
  const jobs = new Map<string, LetterJob>();
  for (const { character, artwork } of pairs) {
    const settings = letters[character]!;
    const ink = settings.artwork ?? [{ file: artwork, weight: 1 }];
    const part = parts.of(character, { isOwn: own[character]?.artwork !== undefined, file: ink[0]!.file });
    const letter = { character, settings, ink, part, placed: placed.get(character)! };
    jobs.set(character, await planLetter(config, letter, ingredients));
  }
  return { jobs, notes: [...whereFound([font]), ...notes] };
}

interface Ingredients {
  readonly hash: Hash;
  readonly machine: Pick<Machine, 'engine' | 'encoderFile'>;
  readonly set: LetterJob['set'];
}

interface PlannedLetter {
  readonly character: string;
  readonly settings: LetterSettings;
  readonly ink: readonly ChosenArtwork[];
  readonly part: number;
  readonly placed: PlacedLetter;
}

async function planLetter(
  config: AlphabetConfig,
  { character, settings, ink, part, placed: { font, placement } }: PlannedLetter,
  { hash, machine, set }: Ingredients,
): Promise<LetterJob> {
  const { add, inputs } = collectInputs(hash);
  const { artworks } = config;
  const transfer = transferOfLetter(config, settings);
  const ground = artworks.ground[character] ?? artworks.ground.all ?? [];
  const mask = artworks.masks[character] ?? artworks.masks.all;
  const start = isAbsolute(transfer.start) ? transfer.start : undefined;
  const drawn = fontOf(config.font, settings);
  const plain: LetterRecipe = {
    character,
    seed: settings.seed ?? config.seed,
    font: { sha256: font.sha256, axes: drawn.axes, face: font.face },
    placement,
    materials: { ink: await materialRecipes(ink, add), ground: await materialRecipes(ground, add) },
    arrangement: arrangementOf(artworks),
    mask: mask && (await add(mask)),
    start: start && (await add(start)),
    transfer: nameless(transfer),
    engine: engineIdentity(machine.engine),
  };
  const recipe = isFound(plain)
    ? { ...plain, places: settings.place, part }
    : { ...plain, transfer: asPainted(plain.transfer) };
  const folder = runFolder(config.out);
  return {
    id: recipeId(recipe),
    name: character,
    recipe,
    inputs: { ...inputs, [font.sha256]: font.file },
    encoderFile: machine.encoderFile,
    set,
    files: {
      content: folder.content(character),
      picture: folder.letter(character),
      frames: folder.frames(character),
    },
  };
}

/**
 * The how many-th of the letters that share its artwork a letter is. The configuration's pairs alone are counted, so that no letter
 * changes where another is given an artwork of its own; that one comes after all who have it from the configuration.
 */
function countParts(
  { letters }: Pick<AlphabetConfig, 'letters'>,
  pairs: Dealt['pairs'],
): { of(character: string, by: { readonly isOwn: boolean; readonly file: string }): number } {
  const uses = new Map<string, number>();
  const usual = new Map<string, number>();
  const files = new Map<string, string>();
  for (const { character, artwork } of pairs) {
    const file = letters[character]?.artwork?.[0]?.file ?? artwork;
    const part = uses.get(file) ?? 0;
    files.set(character, file);
    usual.set(character, part);
    uses.set(file, part + 1);
  }
  return {
    of: (character, { isOwn, file }) =>
      isOwn && file !== files.get(character) ? (uses.get(file) ?? 0) : usual.get(character)!,
  };
}

async function pairLetters(
  { characters, artworks, letters, seed }: AlphabetConfig,
  best: Pairings,
  { whole, broken }: UsableArtworks,
): Promise<Dealt> {
  const fixed = Object.entries(letters).flatMap(([letter, { artwork }]) =>
    artwork === undefined ? [] : [[letter, artwork[0]!.file] as const],
  );
  const dealt = pairArtworks(characters, whole, {
    pairing: artworks.pairing,
    map: { ...best, ...Object.fromEntries(fixed) },
    random: createRandom(seed).fork('pairing'),
  });
  const unfixed = broken.filter(({ file }) => !fixed.some(([, own]) => own === file));
  const notes = [...(await leftOutArtworks(artworks)), ...brokenNotes(unfixed), ...dealt.notes];
  return { ...dealt, notes };
}

const faultOf = oncePerFile(async (file): Promise<string | undefined> => {
  try {
    await requireWholePicture(file);
  } catch (error) {
    if (error instanceof AbecedaryError) return error.message;
    throw error;
  }
});

interface BrokenArtwork {
  readonly file: string;
  readonly message: string;
}

export interface UsableArtworks {
  readonly whole: readonly string[];
  readonly broken: readonly BrokenArtwork[];
}

/** The artworks of the configuration that can be read to their end, and what is wrong with the others. All of them where none can: each letter says why. */
export async function usableArtworks({
  artworks,
}: Pick<AlphabetConfig, 'artworks'>): Promise<UsableArtworks> {
  const files = await listArtworks(artworks);
  const faults = await mapSideBySide([...new Set(files)], async (file) => {
    const message = await faultOf(file);
    return message === undefined ? undefined : { file, message };
  });
  const broken = faults.filter((fault) => fault !== undefined);
  const whole = files.filter((file) => !broken.some((fault) => fault.file === file));
  return whole.length === 0 ? { whole: files, broken: [] } : { whole, broken };
}

/** A sentence for those of each fault: a folder from a telephone has a hundred files of one. */
function brokenNotes(broken: readonly BrokenArtwork[]): string[] {
  const alike = new Map<string, BrokenArtwork[]>();
  for (const fault of broken) {
    const kind = fault.message.replaceAll(fault.file, '');
    alike.set(kind, [...(alike.get(kind) ?? []), fault]);
  }
  return Array.from(alike.values(), brokenNote);
}

function brokenNote(faults: readonly BrokenArtwork[]): string {
  const [first, ...others] = faults.map(({ file }) => basename(file));
  const names =
    others.length === 0
      ? first
      : others.length === 1
        ? `${first} and ${others[0]}`
        : `${first} and ${others.length} more`;
  const verb = others.length === 0 ? 'is' : 'are';
  return `${names} ${verb} given to no letter: ${faults[0]!.message}`;
}
