import { dressOneRegion, dressSeveral, type Look, type Material } from '../artwork/index.js';
import { parseColour } from '../base/colour.js';
import { filled, grey, inverted, painted, product } from '../base/masks.js';
import type { Pixels, Planes } from '../base/pixels.js';
import type { TransferSettings } from '../config/index.js';
import { readPicture } from '../files/index.js';
import type { TextLayout } from '../glyph/text/index.js';
import type { Scale, ScaleInput, StyleSource } from '../nst/index.js';
import type { MaterialFiles, MaterialRecipe } from '../plan/job.js';
import type { PageJob } from '../plan/page-job.js';
import {
  black,
  finished,
  fitted,
  gatherIngredients,
  type Ingredients,
  largestArtworkPx,
  readMaterial,
  type Subject,
  sourceAt,
  white,
} from './ingredients.js';

/** A page of text that can be drawn letter by letter. */
export interface TextSubject extends Subject {
  readonly glyphs: TextLayout['glyphs'];
  drawSome(place: Pick<Scale, 'canvas' | 'box'>, glyphs: TextLayout['glyphs']): Planes;
}

/** Reads the artworks and masks of a page, and takes from them what letters and ground are made of. `finest` is the largest scale. */
export async function gatherPageIngredients(
  job: PageJob,
  subject: TextSubject,
  finest: Scale,
): Promise<Ingredients> {
  const { recipe, inputs } = job;
  const { arrangement, transfer, looks } = recipe;
  if (looks.length > 1 || looks[0]!.where !== undefined) return gatherSeveral(job, subject, finest);
  const materials = { ink: looks[0]!.materials, ground: recipe.ground };
  const files = { ink: inputs.looks[0]!.materials, ground: inputs.ground };
  const { mask, start } = inputs;
  return gatherIngredients(
    { recipe: { materials, arrangement, transfer }, inputs: { ...files, mask, start } },
    subject,
    finest,
  );
}

/** A kind of ink or ground on the page. */
interface PageRegion {
  readonly name: string;
  readonly kind: 'ink' | 'ground';
  readonly look: Look;
  maskAt(place: Pick<Scale, 'canvas' | 'box'>): Promise<Planes>;
}

async function gatherSeveral(
  { recipe, inputs }: PageJob,
  subject: TextSubject,
  finest: Scale,
): Promise<Ingredients> {
  const { transfer } = recipe;
  const read = (materials: readonly MaterialRecipe[], files: readonly MaterialFiles[]): Promise<Material[]> =>
    Promise.all(
      materials.map((material, at) => {
        const sidePx = largestArtworkPx(subject, finest);
        return readMaterial(material, files[at]!, recipe, { name: subject.name, sidePx });
      }),
    );
  const paper = { background: '#ffffff' };
  const readMask = async (file: string | undefined): Promise<Pixels | undefined> =>
    file === undefined ? undefined : readPicture(file, paper);
  const ground = await read(recipe.ground, inputs.ground);
  const looks = await Promise.all(
    recipe.looks.map(async ({ materials }, at) => ({
      materials: await read(materials, inputs.looks[at]!.materials),
      where: await readMask(inputs.looks[at]!.where),
    })),
  );
  const free = looks.filter(({ where }) => where === undefined);
  const placed = looks.filter(({ where }) => where !== undefined);
  // What no artwork claims belongs to those without a place, or to the last one.
  const shares = async (place: Pick<Scale, 'canvas' | 'box'>): Promise<Planes[]> => {
    const claimed: Planes[] = [];
    let rest = filled({ ...place.canvas, channels: 1, data: new Float32Array(0) }, 1);
    for (const { where } of placed) {
      const own = product(rest, grey(await fitted(where!, place)));
      rest = { ...rest, data: rest.data.map((value, at) => value - own.data[at]!) };
      claimed.push(own);
    }
    if (free.length > 0) return [rest, ...claimed];
    const last = claimed.pop()!;
    return [...claimed, { ...last, data: last.data.map((value, at) => value + rest.data[at]!) }];
  };
  const groups = [
    ...(free.length > 0 ? [free.map(({ materials }) => materials)] : []),
    ...placed.map(({ materials }) => [materials]),
  ];
  const regions = groups.flatMap((inks, group) => {
    const dressed = dressGroup(inks, ground, transfer);
    const within = async (place: Pick<Scale, 'canvas' | 'box'>, mask: Planes): Promise<Planes> =>
      placed.length === 0 ? mask : product(mask, (await shares(place))[group]!);
    const number = (at: number): string => (group + at === 0 ? '' : `${group + 1}.${at + 1}`);
    const made: PageRegion[] = dressed.inks.map((look, at) => {
      const glyphs = subject.glyphs.filter((glyph) => unitOf(glyph, recipe.each) % inks.length === at);
      return {
        ...{ name: `ink${number(at)}`, kind: 'ink', look },
        maskAt: (place) => within(place, subject.drawSome(place, glyphs)),
      };
    });
    made.push({
      ...{ name: `ground${number(0)}`, kind: 'ground', look: dressed.ground },
      maskAt: (place) => within(place, inverted(subject.draw(place))),
    });
    return made;
  });

  const mask = await readMask(inputs.mask);
  const startPicture = await readMask(inputs.start);
  const masksAt = (place: Pick<Scale, 'canvas' | 'box'>): Promise<Planes[]> =>
    Promise.all(regions.map(({ maskAt }) => maskAt(place)));
  const paint = (masks: readonly Planes[]): Planes => {
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
  };

  return {
    at: async (scale) => {
      const masks = await masksAt(scale);
      const guide = paint(masks);
      const styled = mask === undefined ? undefined : grey(await fitted(mask, scale));
      const sources = await Promise.all(
        regions.map(({ look, kind }) =>
          Promise.all(look.parts.map((part) => sourceAt(part, subject.artworkSidePx(scale, kind)))),
        ),
      );
      return {
        ...scale,
        guide,
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
    start: async (scale) => {
      if (startPicture !== undefined) return fitted(startPicture, scale);
      if (transfer.start === 'artwork') return undefined;
      const ink = subject.draw(scale);
      if (transfer.start === 'glyph') return painted(ink, black, white);
      const [one, other] = [regions[0]!, regions.find(({ kind }) => kind === 'ground')!];
      const between = one.look.colour.map((value, at) => (value + other.look.colour[at]!) / 2);
      return painted(ink, between, between);
    },
    finish: async (tile, { opaque = false } = {}) => {
      if (transfer.scope === 'both' && mask === undefined) return tile;
      const size = { width: tile.width, height: tile.height };
      const place = { canvas: size, box: size };
      const plain = paint(await masksAt(place));
      return finished(tile, { ink: subject.draw(place), plain, transfer, mask, opaque });
    },
  };
}

function named<Value>(
  regions: readonly PageRegion[],
  values: readonly Value[],
): Readonly<Record<string, Value>> {
  return Object.fromEntries(regions.map(({ name }, at) => [name, values[at]!]));
}

/** Which look's turn it is at a letter. */
function unitOf(glyph: TextLayout['glyphs'][number], each: PageJob['recipe']['each']): number {
  return each === 'page' ? 0 : glyph[each];
}

/** Ink and ground count the same, as they do of one letter; the kinds of each by their area. */
function countsOf(regions: readonly PageRegion[], masks: readonly Planes[]): number[] {
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
  const { scope, contrast, polarity, split } = transfer;
  if (scope === 'both') return dressSeveral(inks, ground, { ...split, contrast, polarity });
  const plain = transfer.plain === 'transparent' ? undefined : parseColour(transfer.plain);
  const dressed = inks.map((materials) => dressOneRegion(scope, materials, plain, contrast));
  return { inks: dressed.map(({ ink }) => ink), ground: dressed[0]!.ground };
}
