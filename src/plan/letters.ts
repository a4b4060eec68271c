import { isAbsolute } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { createRandom } from '../base/random.js';
import type { AlphabetConfig } from '../config/index.js';
import { type Pairings, runFolder } from '../files/index.js';
import { type Font, placeGlyphs, whereFound } from '../glyph/index.js';
import { engineIdentity } from '../nst/index.js';
import { collectInputs, hashOnce } from './inputs.js';
import type { PictureJob } from './job.js';
import type { Machine } from './machine.js';
import { arrangementOf, materialRecipes, nameless } from './materials.js';
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
 * with an artwork of its `own` takes it in the place of its usual one; the others keep theirs. `best` are artworks that suit letters best.
 */
export async function planLetters(
  config: AlphabetConfig,
  font: Font,
  {
    machine,
    own = {},
    best = {},
  }: {
    readonly machine: Pick<Machine, 'engine' | 'encoderFile'>;
    readonly own?: Pairings;
    readonly best?: Pairings | undefined;
  },
): Promise<LettersPlan> {
  const placements = placeGlyphs(font, config.characters, config.glyph);
  const { artworks: settings, transfer } = config;
  const { pairs, notes } = await pairLetters(config, best);
  const hash = hashOnce();
  const start = isAbsolute(transfer.start) ? transfer.start : undefined;
  const folder = runFolder(config.out);

  const jobs = new Map<string, LetterJob>();
  const uses = new Map<string, number>();
  for (const { character, artwork } of pairs) {
    const { add, inputs } = collectInputs(hash);
    const ownArtwork = own[character];
    const usual = settings.map[character] ?? [{ file: artwork, weight: 1 }];
    const ink = ownArtwork === undefined ? usual : [{ file: ownArtwork, weight: 1 }];
    const ground = settings.ground[character] ?? settings.ground.all ?? [];
    const mask = settings.masks[character] ?? settings.masks.all;
    const part = uses.get(ink[0]!.file) ?? 0;
    uses.set(ink[0]!.file, part + 1);
    const plain: LetterRecipe = {
      character,
      seed: config.seed,
      font: { sha256: font.sha256, axes: config.font.axes, face: font.face },
      placement: placements.get(character)!,
      materials: { ink: await materialRecipes(ink, add), ground: await materialRecipes(ground, add) },
      arrangement: arrangementOf(settings),
      mask: mask && (await add(mask)),
      start: start && (await add(start)),
      transfer: nameless(transfer),
      engine: engineIdentity(machine.engine),
    };
    const recipe = isFound(plain)
      ? { ...plain, places: config.places[character], part }
      : { ...plain, transfer: asPainted(plain.transfer) };
    jobs.set(character, {
      id: recipeId(recipe),
      name: character,
      recipe,
      inputs: { ...inputs, [font.sha256]: font.file },
      encoderFile: machine.encoderFile,
      set: [...placements],
      files: {
        content: folder.content(character),
        picture: folder.letter(character),
        frames: folder.frames(character),
      },
    });
  }
  return { jobs, notes: [...whereFound([font]), ...notes] };
}

async function pairLetters({ characters, artworks, seed }: AlphabetConfig, best: Pairings): Promise<Dealt> {
  const fixed = Object.entries(artworks.map).map(([letter, [first]]) => [letter, first!.file]);
  return pairArtworks(characters, await listArtworks(artworks.from), {
    pairing: artworks.pairing,
    map: { ...best, ...Object.fromEntries(fixed) },
    random: createRandom(seed).fork('pairing'),
  });
}
