import { bled, filled, grey, inverted, over, product } from '../../base/masks.js';
import { type Planes, type Rectangle, type Size, toPlanes } from '../../base/pixels.js';
import { resizePicture } from '../../files/index.js';
import { layQuilt, paintedShares, quiltPlaces, seamsOf, tonedQuilt } from '../../found/index.js';
import type { Scale, ScaleInput, StyleSource } from '../../nst/index.js';
import type { PictureJob, TextRecipe } from '../../plan/index.js';
import type { Ingredients } from '../ingredients.js';
import { fitted, readNamed } from '../materials.js';
import type { Subject } from '../subject.js';
import type { FoundArtwork } from './artwork.js';
import { findPage, type PageMaterials, type QuiltedPart, smallnessOf } from './page-materials.js';
import { type FoundScale, growerOf, shownOver } from './scale.js';
import { shownOf } from './shown.js';

/** A page of text that is found in its artworks. */
export async function foundPage(job: PictureJob<TextRecipe>, subject: Subject): Promise<Ingredients> {
  const materials = await findPage(job, subject);
  const mask = await readNamed(job.recipe.mask, job);
  const { transfer } = subject;
  let last: Pick<FoundScale, 'finish' | 'grow'> | undefined;
  return {
    at: async (scale) => {
      const ink = subject.draw(scale);
      const styled = mask === undefined ? filled(ink, 1) : grey(await fitted(mask, scale));
      const laid = ofStyled(await layPage(materials, subject, scale), ink, transfer.scope);
      const guide = over(laid.ink, laid.ground, ink);
      const { letterPx } = scale;
      const small = smallnessOf(letterPx, scale.box);
      const seams = over(laid.inkSeams, laid.groundSeams, ink);
      const shares = paintedShares(ink, transfer.found.amount, { letterPx, seams, small });
      last = {
        ...shownOver(guide, shares, scale),
        grow: growerOf(ink, scale),
      };
      return inputOf(materials, subject, { scale, ink, styled, guide, laid });
    },
    start: async () => undefined,
    finish: shownOf(subject, { limits: materials.limits, mask }, () => last),
  };
}

/** RGB each, and one channel each of where their pieces meet. */
interface LaidPage {
  readonly ink: Planes;
  readonly ground: Planes;
  readonly inkSeams: Planes;
  readonly groundSeams: Planes;
}

/** Where only ink or ground is styled, that one goes on under what is laid over the other: painted along a plain colour it would have a rim. */
function ofStyled(laid: LaidPage, ink: Planes, scope: TextRecipe['transfer']['scope']): LaidPage {
  if (scope === 'both') return laid;
  return scope === 'ink'
    ? { ...laid, ground: bled(laid.ink, ink), groundSeams: laid.inkSeams }
    : { ...laid, ink: laid.ground, inkSeams: laid.groundSeams };
}

interface PageScale {
  readonly scale: Scale;
  readonly ink: Planes;
  readonly styled: Planes;
  readonly guide: Planes;
  readonly laid: LaidPage;
}

function inputOf(
  { limits, inks }: PageMaterials,
  subject: Subject,
  { scale, ink, styled, guide, laid }: PageScale,
): ScaleInput {
  const masks = inks.map((glyphs) => (inks.length === 1 ? ink : subject.drawSome(scale, glyphs)));
  const names = inks.map((_, at) => (at === 0 ? 'ink' : `ink1.${at + 1}`));
  const areas = masks.map(({ data }) => data.reduce((sum, value) => sum + value, 0));
  const all = areas.reduce((sum, area) => sum + area, 0);
  const byInk = <Value>(value: (at: number) => Value): Record<string, Value> =>
    Object.fromEntries(names.map((name, at) => [name, value(at)]));
  const around = inverted(ink);
  const sourceOf = (picture: Planes, mask: Planes): StyleSource[] => [{ picture, mask, share: 1 }];
  return {
    ...scale,
    start: guide,
    guide,
    regions: {
      ...byInk((at) => product(masks[at]!, styled)),
      ground: product(around, styled),
    } as ScaleInput['regions'],
    shares: { ...byInk((at) => (all > 0 ? areas[at]! / all / 2 : 0)), ground: 0.5 },
    sources: {
      ...byInk((at) => sourceOf(laid.ink, masks[at]!)),
      ground: sourceOf(laid.ground, around),
    } as unknown as ScaleInput['sources'],
    tones: { ...byInk(() => limits.ink), ground: limits.ground },
  };
}

/** Ink and ground as whole pictures, at the size of a canvas. */
async function layPage(
  { ink, ground }: PageMaterials,
  subject: Subject,
  { canvas, box }: Scale,
): Promise<LaidPage> {
  const shrink = box.width / subject.size.width;
  const corner = {
    left: Math.floor((canvas.width - box.width) / 2),
    top: Math.floor((canvas.height - box.height) / 2),
  };
  const below = await openArtwork(ground.part.artwork, shrink * ground.artworkPx);
  const view = { ...canvas, ...corner, scale: (shrink * ground.artworkPx) / quiltPlaces };
  const whole = tonedQuilt(layQuilt(ground.part.quilt, below, view), ground.part.tones);
  const empty = (channels: number): Planes => ({
    ...{ ...canvas, channels },
    data: new Float32Array(channels * canvas.width * canvas.height),
  });
  const [page, seams] = [empty(3), empty(1)];
  const opened = new Map<FoundArtwork, Planes>();
  const scale = (shrink * ink.artworkPx) / quiltPlaces;
  for (const [at, part] of ink.parts.entries()) {
    const artwork = opened.get(part.artwork) ?? (await openArtwork(part.artwork, shrink * ink.artworkPx));
    opened.set(part.artwork, artwork);
    const size = sizeOf(part.box, scale);
    const own = { ...size, left: 0, top: 0, scale };
    const place = { part, size, scale, corner, owns: ownedBy(at, ink) };
    copyOwned(tonedQuilt(layQuilt(part.quilt, artwork, own), part.tones), page, place);
    if (part.quilt.patches.length > 1) copyOwned(seamsOf(part.quilt, own), seams, place);
  }
  return { ink: page, ground: whole, inkSeams: seams, groundSeams: seamsOf(ground.part.quilt, view) };
}

const ownedBy =
  (part: number, { owners, size }: PageMaterials['ink']) =>
  (x: number, y: number): boolean => {
    const column = Math.min(size.width - 1, Math.max(0, Math.floor(x)));
    const row = Math.min(size.height - 1, Math.max(0, Math.floor(y)));
    return owners[row * size.width + column] === part;
  };

async function openArtwork({ picture }: FoundArtwork, sidePx: number): Promise<Planes> {
  const ratio = sidePx / Math.min(picture.width, picture.height);
  const side = (px: number): number => Math.max(1, Math.round(px * ratio));
  return toPlanes(await resizePicture(picture, side(picture.width), side(picture.height)));
}

interface PartPlace {
  readonly part: QuiltedPart;
  /** In pixels. */
  readonly size: Size;
  /** Pixels of a place. */
  readonly scale: number;
  /** Of the page on the canvas. */
  readonly corner: { readonly left: number; readonly top: number };
  /** Whether a place of the layer is this part's. */
  owns(x: number, y: number): boolean;
}

function sizeOf({ left, top, width, height }: Rectangle, scale: number): Size {
  const side = (from: number, count: number): number =>
    Math.max(1, Math.round((from + count) * scale) - Math.round(from * scale));
  return { width: side(left, width), height: side(top, height) };
}

/** Copies a part's picture to the canvas where the part owns the page. */
function copyOwned(picture: Planes, into: Planes, { part, size, scale, corner, owns }: PartPlace): void {
  const [first, above] = [Math.round(part.box.left * scale), Math.round(part.box.top * scale)];
  const [area, own] = [into.width * into.height, size.width * size.height];
  for (let row = 0; row < size.height; row++) {
    for (let column = 0; column < size.width; column++) {
      const [x, y] = [first + column, above + row];
      const [left, top] = [corner.left + x, corner.top + y];
      if (left < 0 || top < 0 || left >= into.width || top >= into.height) continue;
      if (!owns((x + 0.5) / scale, (y + 0.5) / scale)) continue;
      for (let channel = 0; channel < into.channels; channel++)
        into.data[channel * area + top * into.width + left] =
          picture.data[channel * own + row * size.width + column]!;
    }
  }
}
