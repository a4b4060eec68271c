import type { Looks } from '../../artwork/index.js';
import { inverted } from '../../base/masks.js';
import { nearestMarked } from '../../base/nearest.js';
import { cropPlanes, type Planes, type Rectangle, type Size } from '../../base/pixels.js';
import {
  type Limit,
  type Quilt,
  type QuiltRoom,
  type QuiltTones,
  quilted,
  quiltPlaces,
  quiltRoomOf,
  quiltTones,
  roomOf,
} from '../../found/index.js';
import type { PlacedGlyph } from '../../glyph/text/index.js';
import type { PictureJob, TextRecipe } from '../../plan/index.js';
import type { Subject } from '../subject.js';
import { type FoundArtwork, readArtwork } from './artwork.js';
import { limitsIn } from './limits.js';
import { fullInterest } from './materials.js';

/** A part of a page that is laid from pieces of one artwork. */
export interface QuiltedPart {
  readonly artwork: FoundArtwork;
  readonly quilt: Quilt;
  readonly tones: QuiltTones;
  /** Where it lies, in places of its layer. */
  readonly box: Rectangle;
}

/** What is laid with artworks of one size. */
interface Layer {
  /** Shorter side of the artworks, in pixels of the finished page. */
  readonly artworkPx: number;
}

interface InkLayer extends Layer {
  readonly parts: readonly QuiltedPart[];
  /** The layer's places, and which part each belongs to. */
  readonly size: Size;
  readonly owners: Int32Array;
}

/** What a page of text is laid from. */
export interface PageMaterials {
  readonly looks: Looks;
  readonly ground: Layer & { readonly part: QuiltedPart };
  readonly ink: InkLayer;
  /** Glyphs by the look that they are made of. */
  readonly inks: readonly (readonly PlacedGlyph[])[];
}

/** Letters of this share of the page's shorter side are made of artworks as letters of an alphabet are. */
const usualLetterRatio = 1 / 3;
/** The forms of the ground are at least those of a letter of this share of the page. */
const groundRatio = 0.45;

/** Finds a page of text in its artworks: the ground in the first one, each unit of the text (page, line, word …) in its own. */
export async function findPage(order: PictureJob<TextRecipe>, subject: Subject): Promise<PageMaterials> {
  const { recipe } = order;
  const { transfer, size } = subject;
  const { found, detail } = transfer;
  const artworks: FoundArtwork[] = [];
  for (const { materials } of recipe.looks)
    artworks.push(await readArtwork(materials[0]!, order, subject.name));
  const first = artworks[0]!;
  const { looks, keep } = limitsIn(first, transfer);
  const roomIn = ({ look, usable }: FoundArtwork, limit: Limit): QuiltRoom =>
    quiltRoomOf(roomOf(look, usable, limit), found.interest * fullInterest);
  const formPx = formOf(subject.forms.letterPx!, size);
  const groundPx = detail * Math.max(formPx, groundRatio * Math.min(size.width, size.height));
  const inkPx = detail * formPx;

  const page = inPlaces(size, groundPx);
  const box = { left: 0, top: 0, ...page };
  const open = inverted(subject.draw({ canvas: page, box: page }));
  const part = partOf(first, roomIn(first, keep.ground), { region: open, box });

  const units = unitsOf(subject.glyphs, recipe.each);
  const rooms = artworks.map((artwork) => roomIn(artwork, keep.ink));
  const letters = inPlaces(size, inkPx);
  const masks = units.map(({ glyphs }) => subject.drawSome({ canvas: letters, box: letters }, glyphs));
  const { boxes, owners } = shareOut(masks, letters);
  const parts = units.map(({ number }, at) => {
    const which = number % artworks.length;
    const region = cropPlanes(masks[at]!, boxes[at]!);
    return partOf(artworks[which]!, rooms[which]!, { region, box: boxes[at]! });
  });
  return {
    looks,
    ground: { artworkPx: groundPx, part },
    ink: { artworkPx: inkPx, parts, size: letters, owners },
    inks: artworks.map((_, which) =>
      units.filter(({ number }) => number % artworks.length === which).flatMap(({ glyphs }) => glyphs),
    ),
  };
}

/**
 * How large a letter would be in an alphabet whose forms suit this one on its page. Forms shrink with the square root of the letter: at the same
 * ratio nothing of them would be left in small letters. It depends on proportions alone, so that a small page is like a large one.
 */
function formOf(letterPx: number, { width, height }: Size): number {
  const usualPx = usualLetterRatio * Math.min(width, height);
  return letterPx >= usualPx ? letterPx : Math.min(usualPx, 2 * Math.sqrt(letterPx * usualPx));
}

/** A page in places of an artwork of a size; at least as many as there are in a letter's stem. */
function inPlaces({ width, height }: Size, artworkPx: number): Size {
  const scale = quiltPlaces / artworkPx;
  return { width: Math.ceil(width * scale), height: Math.ceil(height * scale) };
}

function partOf(
  artwork: FoundArtwork,
  room: QuiltRoom,
  { region, box }: { readonly region: Planes; readonly box: Rectangle },
): QuiltedPart {
  const quilt = quilted(room, region, box);
  return { artwork, quilt, tones: quiltTones(quilt, room, region), box };
}

interface Unit {
  readonly number: number;
  readonly glyphs: readonly PlacedGlyph[];
}

/** Glyphs that belong together; spaces and the like draw nothing. */
function unitsOf(glyphs: readonly PlacedGlyph[], each: TextRecipe['each']): Unit[] {
  const units = new Map<number, PlacedGlyph[]>();
  for (const glyph of glyphs) {
    if (/^\s*$/u.test(glyph.character)) continue;
    const number = each === 'page' ? 0 : glyph[each];
    units.set(number, [...(units.get(number) ?? []), glyph]);
  }
  return [...units].map(([number, own]) => ({ number, glyphs: own }));
}

/** A place with less ink than this is none of a unit's. */
const leastInk = 1e-3;

/** Gives every place to the unit that has most ink there, or to the nearest one; and the boxes of all that have ink. */
function shareOut(
  masks: readonly Planes[],
  { width, height }: Size,
): { readonly boxes: readonly Rectangle[]; readonly owners: Int32Array } {
  const area = width * height;
  const most = new Float32Array(area);
  const owners = new Int32Array(area);
  for (const [unit, { data }] of masks.entries()) {
    for (let at = 0; at < area; at++) {
      if (data[at]! <= Math.max(leastInk, most[at]!)) continue;
      most[at] = data[at]!;
      owners[at] = unit;
    }
  }
  const { place } = nearestMarked(most, width, height);
  return { boxes: masks.map(boxOf), owners: owners.map((_, at) => owners[Math.max(0, place[at]!)]!) };
}

/** What a mask covers, with a place around it. */
function boxOf({ width, height, data }: Planes): Rectangle {
  let [left, top, right, bottom] = [width - 1, height - 1, 0, 0];
  for (let at = 0; at < data.length; at++) {
    if (data[at]! <= leastInk) continue;
    const [row, column] = [Math.floor(at / width), at % width];
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  [left, top] = [Math.max(0, Math.min(left, right) - 1), Math.max(0, Math.min(top, bottom) - 1)];
  [right, bottom] = [Math.min(width - 1, right + 1), Math.min(height - 1, bottom + 1)];
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}
