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
import { type PictureJob, pageContrastOf, type TextRecipe } from '../../plan/index.js';
import type { Subject } from '../subject.js';
import { type FoundArtwork, type OfBoth, readArtwork, readArtworks, styledAlone } from './artwork.js';
import { limitsAt, polaritiesOf } from './limits.js';
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
  readonly limits: OfBoth<Limit>;
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
  const first = await readArtworks(order, subject.name);
  const artworks = [first.ink];
  for (const { materials } of transfer.scope === 'ground' ? [] : recipe.looks.slice(1))
    artworks.push(await readArtwork(materials[0]!, order, subject.name));
  const [polarity] = transfer.scope === 'both' ? [transfer.polarity] : polaritiesOf(transfer);
  const limits = limitsAt(first, { ...transfer, polarity: polarity! })(pageContrastOf(transfer));
  const roomIn = ({ look, usable }: FoundArtwork, limit: Limit): QuiltRoom =>
    quiltRoomOf(roomOf(look, usable, limit), found.interest * fullInterest);
  const formPx = formOf(subject.forms.letterPx!, size);
  const groundPx = detail * Math.max(formPx, groundRatio * Math.min(size.width, size.height));

  const page = inPlaces(size, groundPx);
  const box = { left: 0, top: 0, ...page };
  const letters = subject.draw({ canvas: page, box: page });
  const room = roomIn(first.ground, limits.ground);
  const part = partOf(first.ground, room, { region: inverted(letters), box });

  const units = unitsOf(subject.glyphs, recipe.each);
  const inkRooms = artworks.map((artwork) => ({ artwork, room: roomIn(artwork, limits.ink) }));
  const isShadow = found.lay === 'shadow' && artworks.length === 1 && first.ink === first.ground;
  const ink: InkLayer = isShadow
    ? {
        artworkPx: groundPx,
        parts: [{ ...part, tones: quiltTones(part.quilt, inkRooms[0]!.room, letters) }],
        size: page,
        owners: new Int32Array(page.width * page.height),
      }
    : layInk(units, inkRooms, { artworkPx: detail * formPx, subject });
  return {
    limits: styledAlone(limits, transfer),
    ground: { artworkPx: groundPx, part },
    ink,
    inks: artworks.map((_, which) =>
      units.filter(({ number }) => number % artworks.length === which).flatMap(({ glyphs }) => glyphs),
    ),
  };
}

/** Each unit from the artwork whose turn it is, in a place of its own. */
function layInk(
  units: readonly Unit[],
  rooms: readonly { readonly artwork: FoundArtwork; readonly room: QuiltRoom }[],
  { artworkPx, subject }: Layer & { readonly subject: Subject },
): InkLayer {
  const size = inPlaces(subject.size, artworkPx);
  const { regions, owners } = shareOut(units, subject, size);
  const parts = units.map(({ number }, at) => {
    const { artwork, room } = rooms[number % rooms.length]!;
    return partOf(artwork, room, regions[at]!);
  });
  return { artworkPx, parts, size, owners };
}

/** How much smaller letters of a page are than those that an artwork is laid in as in an alphabet, 0..1. */
export function smallnessOf(letterPx: number, { width, height }: Size): number {
  return 1 - Math.min(1, letterPx / (usualLetterRatio * Math.min(width, height)));
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

/** Where a part lies, and how much each place of that shows it. */
interface PartRegion {
  readonly box: Rectangle;
  readonly region: Planes;
}

function partOf(artwork: FoundArtwork, room: QuiltRoom, { region, box }: PartRegion): QuiltedPart {
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

/** Where units have ink; every place belongs to the one that has most ink there, or to the nearest one. */
function shareOut(
  units: readonly Unit[],
  subject: Subject,
  size: Size,
): { readonly regions: readonly PartRegion[]; readonly owners: Int32Array } {
  const { width, height } = size;
  const most = new Float32Array(width * height);
  const owners = new Int32Array(width * height);
  const regions = units.map(({ glyphs }, unit) => {
    const mask = subject.drawSome({ canvas: size, box: size }, glyphs);
    for (const [at, value] of mask.data.entries()) {
      if (value <= Math.max(leastInk, most[at]!)) continue;
      most[at] = value;
      owners[at] = unit;
    }
    const box = boxOf(mask);
    return { box, region: cropPlanes(mask, box) };
  });
  const { place } = nearestMarked(most, width, height);
  return { regions, owners: owners.map((_, at) => owners[Math.max(0, place[at]!)]!) };
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
