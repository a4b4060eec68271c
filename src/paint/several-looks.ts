import { dressOneRegion, dressSeveral, type Look, type Material } from '../artwork/index.js';
import { parseColour } from '../base/colour.js';
import { grey, inverted, product } from '../base/masks.js';
import type { Planes } from '../base/pixels.js';
import type { TransferSettings } from '../config/index.js';
import type { PlacedGlyph } from '../glyph/text/index.js';
import type { Scale, ScaleInput, StyleSource } from '../nst/index.js';
import { contrastOf, isLetter, looksOf, type PictureJob, type Recipe } from '../plan/index.js';
import { type Claim, sharesOf } from './claims.js';
import type { Ingredients } from './ingredients.js';
import { fitted, readMaterials, readNamed, sourceAt } from './materials.js';
import { withPlainPlaces } from './plain.js';
import { startFrom } from './start.js';
import type { CanvasView, Region, Subject } from './subject.js';

/** A kind of ink or ground in the picture. */
interface LookRegion {
  readonly name: string;
  readonly kind: Region;
  readonly look: Look;
  maskAt(view: CanvasView): Promise<Planes>;
}

/** A picture with several kinds of ink: by line, word or letter, or by the places that artworks claim. */
export async function severalLooks(job: PictureJob, subject: Subject, finest: Scale): Promise<Ingredients> {
  const { transfer } = subject;
  const regions = await openRegions(job, subject, finest);
  const mask = await readNamed(job.recipe.mask, job);
  const masksAt = (view: CanvasView): Promise<Planes[]> =>
    Promise.all(regions.map(({ maskAt }) => maskAt(view)));
  const firstGround = regions.find(({ kind }) => kind === 'ground')!;
  return {
    at: async (scale) => {
      const masks = await masksAt(scale);
      const styled = mask === undefined ? undefined : grey(await fitted(mask, scale));
      const sources = await Promise.all(
        regions.map(({ look, kind }) =>
          Promise.all(look.parts.map((part) => sourceAt(part, subject.artworkSidePx(scale, kind)))),
        ),
      );
      return {
        ...scale,
        guide: paintedIn(regions, masks),
        regions: named(
          regions,
          masks.map((each) => (styled === undefined ? each : product(each, styled))),
        ),
        shares: named(regions, countsOf(regions, masks)),
        sources: named<readonly StyleSource[]>(regions, sources),
        tones: named(
          regions,
          regions.map(({ look }) => look.tone),
        ),
      } as ScaleInput;
    },
    start: await startFrom(job, subject, [regions[0]!.look.colour, firstGround.look.colour]),
    finish: async (tile, { opaque = false } = {}) => {
      if (transfer.scope === 'both' && mask === undefined) return tile;
      const size = { width: tile.width, height: tile.height };
      const view = { canvas: size, box: size };
      const plain = paintedIn(regions, await masksAt(view));
      return withPlainPlaces(tile, { ink: subject.draw(view), plain, transfer, mask, opaque });
    },
  };
}

/** The kinds of ink and ground: those that share the places left free, and those of each claimed place. */
async function openRegions(job: PictureJob, subject: Subject, finest: Scale): Promise<LookRegion[]> {
  const { looks, ground } = looksOf(job.recipe);
  const grounds = await readMaterials(ground, job, { subject, finest });
  const read = await Promise.all(
    looks.map(async ({ materials, where }) => ({
      materials: await readMaterials(materials, job, { subject, finest }),
      where: await readNamed(where, job),
    })),
  );
  const free = read.filter(({ where }) => where === undefined);
  const claims = read.flatMap(({ where }) => where ?? []);
  const groups = [
    ...(free.length > 0 ? [free.map(({ materials }) => materials)] : []),
    ...read.filter(({ where }) => where !== undefined).map(({ materials }) => [materials]),
  ];
  const shares = sharesOf(claims, { rest: free.length > 0 });
  return groups.flatMap((inks, at) =>
    regionsOf(dressGroup(inks, grounds, subject.transfer), subject, {
      number: at,
      turns: (glyph) => unitOf(glyph, job.recipe) % inks.length,
      share: claims.length === 0 ? undefined : async (view) => (await shares(view))[at]!,
    }),
  );
}

interface Group {
  readonly number: number;
  /** Which of its inks a glyph is made of. */
  turns(glyph: PlacedGlyph): number;
  /** How much of each place is the group's; all when absent. */
  readonly share: Claim | undefined;
}

function regionsOf(
  { inks, ground }: { readonly inks: readonly Look[]; readonly ground: Look },
  subject: Subject,
  { number, turns, share }: Group,
): LookRegion[] {
  const within = async (view: CanvasView, mask: Planes): Promise<Planes> =>
    share === undefined ? mask : product(mask, await share(view));
  const suffix = (at: number): string => (number + at === 0 ? '' : `${number + 1}.${at + 1}`);
  const inkRegions = inks.map((look, at): LookRegion => {
    const glyphs = subject.glyphs.filter((glyph) => turns(glyph) === at);
    return {
      ...{ name: `ink${suffix(at)}`, kind: 'ink', look },
      maskAt: (view) => within(view, subject.drawSome(view, glyphs)),
    };
  });
  const groundRegion: LookRegion = {
    ...{ name: `ground${suffix(0)}`, kind: 'ground', look: ground },
    maskAt: (view) => within(view, inverted(subject.draw(view))),
  };
  return [...inkRegions, groundRegion];
}

/** A picture in the regions' mean colours. */
function paintedIn(regions: readonly LookRegion[], masks: readonly Planes[]): Planes {
  const area = masks[0]!.data.length;
  const data = new Float32Array(3 * area);
  for (const [which, { look }] of regions.entries()) {
    const share = masks[which]!.data;
    for (let channel = 0; channel < 3; channel++) {
      const value = look.colour[channel]!;
      for (let at = 0; at < area; at++) data[channel * area + at]! += value * share[at]!;
    }
  }
  return { ...masks[0]!, channels: 3, data };
}

function named<Value>(
  regions: readonly LookRegion[],
  values: readonly Value[],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(regions.map(({ name }, at) => [name, values[at]!]));
}

/** Which look's turn it is at a glyph. */
function unitOf(glyph: PlacedGlyph, recipe: Recipe): number {
  return isLetter(recipe) || recipe.each === 'page' ? 0 : glyph[recipe.each];
}

/** Ink and ground count the same, as they do of one letter; the kinds of each by their area. */
function countsOf(regions: readonly LookRegion[], masks: readonly Planes[]): number[] {
  const areas = masks.map(({ data }) => data.reduce((sum, value) => sum + value, 0));
  return regions.map(({ kind }, at) => {
    const ofKind = areas.reduce((sum, area, which) => sum + (regions[which]!.kind === kind ? area : 0), 0);
    return ofKind > 0 ? areas[at]! / ofKind / 2 : 0;
  });
}

function dressGroup(
  inks: readonly (readonly Material[])[],
  ground: readonly Material[],
  transfer: TransferSettings,
): { readonly inks: readonly Look[]; readonly ground: Look } {
  const { scope, polarity, split } = transfer;
  const contrast = contrastOf(transfer);
  if (scope === 'both') return dressSeveral(inks, ground, { ...split, contrast, polarity });
  const plain = transfer.plain === 'transparent' ? undefined : parseColour(transfer.plain);
  const dressed = inks.map((materials) => dressOneRegion(scope, materials, { plain, contrast }));
  return { inks: dressed.map(({ ink }) => ink), ground: dressed[0]!.ground };
}
