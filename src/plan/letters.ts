import { isAbsolute } from 'node:path';
import { listArtworks } from '../artwork/index.js';
import { createRandom } from '../base/random.js';
import type { AlphabetConfig } from '../config/index.js';
import type { Pairings, RunFolder } from '../files/index.js';
import { type Font, placeGlyphs } from '../glyph/index.js';
import { type EngineFacts, engineIdentity } from '../nst/index.js';
import { type LetterJob, type LetterRecipe, recipeId } from './job.js';
import { arrangementOf, hashOnce, materialFiles, materialRecipes } from './materials.js';
import { pairArtworks } from './pairing.js';

/**
 * One job for every character of the set, so that a letter's picture never depends on which others are rendered. A letter
 * with an artwork of its `own` takes it in the place of its usual one; the others keep theirs.
 */
export async function planJobs(
  config: AlphabetConfig,
  font: Font,
  engine: EngineFacts,
  folder: RunFolder,
  own: Pairings = {},
): Promise<{ jobs: Map<string, LetterJob>; notes: string[] }> {
  const placements = placeGlyphs(font, config.characters, config.glyph);
  const { artworks: settings, transfer } = config;
  const fixed = Object.entries(settings.map).map(([letter, [first]]) => [letter, first!.file]);
  const { pairs, notes } = pairArtworks(
    config.characters,
    await listArtworks(settings.from),
    { pairing: settings.pairing, map: Object.fromEntries(fixed) },
    createRandom(config.seed).fork('pairing'),
  );
  const hash = hashOnce();
  const start = isAbsolute(transfer.start) ? transfer.start : undefined;

  const jobs = new Map<string, LetterJob>();
  for (const { character, artwork } of pairs) {
    const ownArtwork = own[character];
    const usual = settings.map[character] ?? [{ file: artwork, weight: 1 }];
    const ink = ownArtwork === undefined ? usual : [{ file: ownArtwork, weight: 1 }];
    const ground = settings.ground[character] ?? settings.ground.all ?? [];
    const mask = settings.masks[character] ?? settings.masks.all;
    const recipe: LetterRecipe = {
      character,
      seed: config.seed,
      font: { sha256: font.sha256, axes: config.font.axes },
      placement: placements.get(character)!,
      materials: { ink: await materialRecipes(ink, hash), ground: await materialRecipes(ground, hash) },
      arrangement: arrangementOf(settings),
      mask: mask && (await hash(mask)),
      start: start && (await hash(start)),
      transfer,
      engine: engineIdentity(engine),
    };
    jobs.set(character, {
      id: recipeId(recipe),
      recipe,
      fontFile: config.font.file,
      encoderFile: config.encoder,
      inputs: { ink: materialFiles(ink), ground: materialFiles(ground), mask, start },
      set: [...placements],
      files: {
        content: folder.content(character),
        letter: folder.letter(character),
        frames: folder.frames(character),
      },
    });
  }
  return { jobs, notes };
}
