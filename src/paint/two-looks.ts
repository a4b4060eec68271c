import {
  combineMaterials,
  dressOneRegion,
  type Looks,
  type Material,
  type Part,
  splitMaterials,
  undivided,
} from '../artwork/index.js';
import { parseColour } from '../base/colour.js';
import { filled, grey, inverted, painted, product } from '../base/masks.js';
import type { TransferSettings } from '../config/index.js';
import type { Scale, StyleSource } from '../nst/index.js';
import { contrastOf, looksOf, type PictureJob } from '../plan/index.js';
import type { Ingredients } from './ingredients.js';
import { black, fitted, readMaterials, readNamed, sourceAt, white } from './materials.js';
import { withPlainPlaces } from './plain.js';
import { startFrom } from './start.js';
import type { Region, Subject } from './subject.js';

/** A picture whose ink is made of one look, and its ground of one. */
export async function twoLooks(job: PictureJob, subject: Subject, finest: Scale): Promise<Ingredients> {
  const { transfer } = subject;
  const { looks: inks, ground: grounds } = looksOf(job.recipe);
  const ink = await readMaterials(inks[0]!.materials, job, { subject, finest });
  const ground = await readMaterials(grounds, job, { subject, finest });
  const looks = looksFor(transfer, ink, ground);
  const whole = transfer.split.by === 'none' && ground.length === 0 ? undivided(ink) : undefined;
  const mask = await readNamed(job.recipe.mask, job);

  return {
    at: async (scale) => {
      const ink = subject.draw(scale);
      const sources = (parts: readonly Part[], region: Region): Promise<StyleSource[]> =>
        Promise.all(parts.map((part) => sourceAt(part, subject.artworkSidePx(scale, region))));
      const styled = mask === undefined ? filled(ink, 1) : grey(await fitted(mask, scale));
      const regions =
        whole === undefined
          ? { ink: product(ink, styled), ground: product(inverted(ink), styled) }
          : { ink: styled, ground: filled(ink, 0) };
      return {
        ...scale,
        regions,
        guide:
          whole === undefined
            ? painted(ink, looks.ink.colour, looks.ground.colour)
            : painted(ink, black, white),
        sources: {
          ink: await sources(whole ?? looks.ink.parts, 'ink'),
          ground: await sources(whole === undefined ? looks.ground.parts : [], 'ground'),
        },
        tones: whole === undefined ? { ink: looks.ink.tone, ground: looks.ground.tone } : {},
      };
    },
    start: await startFrom(job, subject, [looks.ink.colour, looks.ground.colour]),
    finish: async (tile, { opaque = false } = {}) => {
      if (transfer.scope === 'both' && mask === undefined) return tile;
      const size = { width: tile.width, height: tile.height };
      const ink = subject.draw({ canvas: size, box: size });
      const plain = painted(ink, looks.ink.colour, looks.ground.colour);
      return withPlainPlaces(tile, { ink, plain, transfer, mask, opaque });
    },
  };
}

function looksFor(transfer: TransferSettings, ink: readonly Material[], ground: readonly Material[]): Looks {
  const { scope, plain } = transfer;
  const contrast = contrastOf(transfer);
  if (scope !== 'both') {
    const colour = plain === 'transparent' ? undefined : parseColour(plain);
    return dressOneRegion(scope, scope === 'ground' && ground.length > 0 ? ground : ink, {
      plain: colour,
      contrast,
    });
  }
  if (ground.length > 0) return combineMaterials(ink, ground, contrast);
  return splitMaterials(ink, { ...transfer.split, contrast, polarity: transfer.polarity });
}
