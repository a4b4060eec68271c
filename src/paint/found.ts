import { cutSquare, type Looks, recoloured, splitMaterials, tiled } from '../artwork/index.js';
import { parseColour } from '../base/colour.js';
import { filled, grey, inverted, over, painted, product } from '../base/masks.js';
import { cropPlanes, type Pixels, type Planes, square, toPixels, toPlanes } from '../base/pixels.js';
import type { PlaceSettings, TransferSettings } from '../config/index.js';
import { readPicture, resizePicture } from '../files/index.js';
import {
  elsewhereFor,
  type Found,
  finePlaces,
  type Guide,
  inkAlong,
  kneeSlopeOf,
  layGuide,
  legibilityOf,
  type Piece,
  paintedShares,
  pieceOf,
  roomOf,
  roomPx,
  type Seam,
  seamOf,
  seamPlaces,
  searchPlaces,
  sidesToTry,
} from '../found/index.js';
import type { Scale, ScaleInput, StyleSource } from '../nst/index.js';
import type { LetterRecipe, PictureJob } from '../plan/index.js';
import type { Ingredients } from './ingredients.js';
import { black, checkUnchanged, fitted, readNamed, white } from './materials.js';
import { withPlainPlaces } from './plain.js';
import type { Subject } from './subject.js';

/** Share of a region's statistics that its piece has within the region; the rest has the part of the artwork that it is of, all over the piece. */
const pieceShare = 0.9;

/** An artwork that letters are found in. */
interface Artwork {
  readonly picture: Pixels;
  /** RGB, reduced to `roomPx`. */
  readonly look: Planes;
  readonly usable: Planes | undefined;
}

/** What a letter is laid from, and what its regions are to look like. */
export interface FoundMaterials {
  readonly found: Found;
  readonly pieces: { readonly ink: Piece; readonly ground: Piece };
  readonly seam: Seam | undefined;
  readonly looks: Looks;
  /** How much of the letter is found, 0..1. */
  readonly amount: number;
}

/** The outline along the artwork's own lines; undefined where it is to stay as it is. */
function seamAlong(
  pieces: FoundMaterials['pieces'],
  subject: Subject,
  bandRatio: number,
  inkBelow: boolean,
): Seam | undefined {
  if (bandRatio === 0) return undefined;
  const place = { canvas: square(seamPlaces), box: square(seamPlaces) };
  const mask = subject.draw(place);
  const { ink, ground } = layGuide(pieces, mask, place);
  return seamOf(ink, ground, mask, { bandRatio, inkBelow });
}

export async function findMaterials(
  order: PictureJob<LetterRecipe>,
  subject: Subject,
): Promise<FoundMaterials> {
  const { recipe } = order;
  const { transfer } = recipe;
  const artwork = await readArtwork(order, subject.name);
  const { split, contrast, polarity } = transfer;
  const material = { picture: artwork.look, mask: artwork.usable, share: 1 };
  const looks = splitMaterials([material], { ...split, contrast, polarity });
  const kneeSlope = kneeSlopeOf(contrast);
  const limits = {
    ink: { ...looks.ink.tone!, kneeSlope },
    ground: { ...looks.ground.tone!, kneeSlope },
  };
  const { look, usable } = artwork;
  const rooms = { ink: roomOf(look, usable, limits.ink), ground: roomOf(look, usable, limits.ground) };
  const place = square(4 * finePlaces);
  const mask = subject.draw({ canvas: place, box: place });
  const { width, interest, lay } = transfer.found;
  const shorterPx = Math.min(artwork.picture.width, artwork.picture.height);
  const next = recipe.places?.next ?? 0;
  const search = (): Found => {
    const all = searchPlaces(rooms, mask, {
      interest: interest * fullInterest,
      sides: sidesToTry(transfer.detail, width, shorterPx),
      count: candidateCount,
      elsewhere: elsewhereFor(recipe.part ?? 0),
      shadow: lay === 'shadow',
      wanted: next + 1,
    });
    return all[Math.min(next, all.length - 1)]!;
  };
  const { ink: inkPlace, ground: groundPlace } = recipe.places ?? {};
  const found =
    inkPlace !== undefined && groundPlace !== undefined
      ? {
          ink: inkPlace,
          ground: groundPlace,
          r2: legibilityOf(rooms, mask, { ink: inkPlace, ground: groundPlace }),
        }
      : withSet(search(), recipe.places);
  const piece = (region: 'ink' | 'ground'): Piece =>
    pieceOf(
      artwork.picture,
      artwork.look,
      found[region],
      region === 'ink' ? mask : inverted(mask),
      limits[region],
    );
  const pieces = { ink: piece('ink'), ground: piece('ground') };
  const seam = seamAlong(pieces, subject, transfer.found.seamRatio, limits.ink.side === 'below');
  return { found, pieces, seam, looks, amount: transfer.found.amount };
}

/** What full interest is worth, in units of luminance; and how many places of each region are weighed against each other. */
const fullInterest = 0.12;
const candidateCount = 32;

/** What is set by hand takes the place of what was found. */
function withSet(found: Found, places: PlaceSettings | undefined): Found {
  return { ...found, ink: places?.ink ?? found.ink, ground: places?.ground ?? found.ground };
}

async function readArtwork({ recipe, inputs }: PictureJob<LetterRecipe>, name: string): Promise<Artwork> {
  const { sha256, mask: usable } = recipe.materials.ink[0]!;
  await checkUnchanged(inputs[sha256]!, sha256, name);
  const { transfer } = recipe;
  const picture = coloured(await readRoom(inputs[sha256]!, recipe), transfer.colours);
  const mask = usable === undefined ? undefined : await readRoom(inputs[usable]!, recipe);
  const scale = roomPx / Math.min(picture.width, picture.height);
  const side = (px: number): number => Math.round(px * scale);
  const reduced = async (pixels: Pixels): Promise<Planes> =>
    toPlanes(await resizePicture(pixels, side(picture.width), side(picture.height)));
  return {
    picture,
    look: await reduced(picture),
    usable: mask && grey(await reduced(mask)),
  };
}

/** The whole artwork, unless a square of it was asked for. */
async function readRoom(file: string, { arrangement }: LetterRecipe): Promise<Pixels> {
  const picture = await readPicture(file, arrangement);
  const { sizeRatio, turnDegrees, tiles } = arrangement;
  if (sizeRatio === 1 && turnDegrees === 0 && tiles === 1) return picture;
  const cut = cutSquare(picture, arrangement);
  return tiles === 1 ? cut : toPixels(tiled(toPlanes(cut), cut.width * tiles));
}

function coloured(picture: Pixels, colours: TransferSettings['colours']): Pixels {
  if (colours === 'artwork') return picture;
  const palette = colours === 'glyph' ? [black, white] : colours.map(parseColour);
  return toPixels(recoloured(toPlanes(picture), palette));
}

/** What the statistics of a region are taken from. */
function sourceOf(picture: Planes, region: Planes, part: Planes): StyleSource {
  const scaled = (mask: Planes, share: number): Float32Array => {
    const sum = mask.data.reduce((total, value) => total + value, 0);
    return mask.data.map((value) => (share * value * mask.data.length) / Math.max(1e-6, sum));
  };
  const [own, all] = [scaled(region, pieceShare), scaled(part, 1 - pieceShare)];
  return { picture, mask: { ...region, data: own.map((value, at) => value + all[at]!) }, share: 1 };
}

/** The same up to the outline: what is found keeps the tones that it has there. */
function limitOf({ tone }: Looks['ink']): ScaleInput['tones'][string] {
  return tone && { side: tone.side, limit: tone.limit };
}

/** What a letter is made from at one scale, and how what is painted is laid over it. */
export interface FoundScale {
  readonly input: ScaleInput;
  readonly guide: Guide;
  /** Whether it is only to be seen how the letter grows from the plain one. */
  readonly grows: boolean;
  /** The painted picture (the canvas' middle) where it is to be seen, the guide elsewhere. */
  finish(tile: Planes): Planes;
}

export function foundScale(
  { pieces, seam, looks, amount }: FoundMaterials,
  { letter, styled, grows }: { readonly letter: Planes; readonly styled: Planes; readonly grows: boolean },
  scale: Scale,
): FoundScale {
  const ink = seam === undefined ? letter : inkAlong(seam, letter, scale.box);
  const guide = layGuide(pieces, ink, scale);
  const ground = inverted(ink);
  const everywhere = filled(ink, 1);
  const shares = paintedShares(ink, amount);
  return {
    guide,
    grows,
    input: {
      ...scale,
      start: grows ? painted(letter, black, white) : guide.both,
      regions: { ink: product(ink, styled), ground: product(ground, styled) },
      guide: guide.both,
      sources: {
        ink: [sourceOf(guide.ink, ink, everywhere)],
        ground: [sourceOf(guide.ground, ground, everywhere)],
      },
      tones: { ink: limitOf(looks.ink), ground: limitOf(looks.ground) },
    },
    finish: (tile) => {
      const left = Math.floor((ink.width - tile.width) / 2);
      const top = Math.floor((ink.height - tile.height) / 2);
      const middle = (planes: Planes): Planes =>
        cropPlanes(planes, { left, top, width: tile.width, height: tile.height });
      return over(tile, middle(guide.both), middle(shares));
    },
  };
}

/** A letter that is found in its artwork. */
export async function foundLooks(
  job: PictureJob<LetterRecipe>,
  subject: Subject,
  finest: Scale,
): Promise<Ingredients> {
  const materials = await findMaterials(job, subject);
  const mask = await readNamed(job.recipe.mask, job);
  const { transfer } = subject;
  let last: FoundScale | undefined;
  return {
    found: materials.found,
    at: async (scale) => {
      const ink = subject.draw(scale);
      const styled = mask === undefined ? filled(ink, 1) : grey(await fitted(mask, scale));
      last = foundScale(
        materials,
        { letter: ink, styled, grows: scale.canvas.width < finest.canvas.width },
        scale,
      );
      return last.input;
    },
    start: async () => undefined,
    finish: async (tile, { opaque = false } = {}) => {
      const shown = last === undefined || last.grows ? tile : last.finish(tile);
      if (mask === undefined) return shown;
      const size = { width: tile.width, height: tile.height };
      const ink = subject.draw({ canvas: size, box: size });
      const { ink: inside, ground } = materials.looks;
      const plain = painted(ink, inside.colour, ground.colour);
      return withPlainPlaces(shown, { ink, plain, transfer, mask, opaque });
    },
  };
}
