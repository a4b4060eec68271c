import { recoloured, searchedPart } from '../../artwork/index.js';
import { type Colour, parseColour } from '../../base/colour.js';
import { filled, grey, painted, product } from '../../base/masks.js';
import { type Pixels, type Planes, square, toPixels, toPlanes } from '../../base/pixels.js';
import type { TransferSettings } from '../../config/index.js';
import { readPicture, resizePicture } from '../../files/index.js';
import { roomPx, withinMargins } from '../../found/index.js';
import { looksOf, type MaterialRecipe, type PictureJob, type Recipe } from '../../plan/index.js';
import { black, checkUnchanged, white } from '../materials.js';

/** An artwork that letters are found in. */
export interface FoundArtwork {
  readonly picture: Pixels;
  /** RGB, reduced, usually to `roomPx`. */
  readonly look: Planes;
  /** Which places of it letters may be laid from, one channel. */
  readonly usable: Planes;
  /** The colour of one that is nothing else: the region that is not styled. */
  readonly plain?: Colour;
}

export type OfBoth<Value> = Readonly<Record<'ink' | 'ground', Value>>;

/** What a picture's ink and its ground are found in: its first artwork, the ground's own one, or the plain colour of what is not styled. */
export async function readArtworks(order: PictureJob, name: string): Promise<OfBoth<FoundArtwork>> {
  const { transfer } = order.recipe;
  const { looks, ground } = looksOf(order.recipe);
  const plain = (): FoundArtwork => plainArtwork(plainColourOf(transfer));
  const read = (material: MaterialRecipe) => readArtwork(material, order, name);
  if (transfer.scope === 'ground')
    return { ink: plain(), ground: await read(ground[0] ?? looks[0]!.materials[0]!) };
  const ink = await read(looks[0]!.materials[0]!);
  if (transfer.scope === 'ink') return { ink, ground: plain() };
  return { ink, ground: ground[0] === undefined ? ink : await read(ground[0]) };
}

/** What both regions are made with: where only one is styled, that goes on under the plain colour that is laid over the other. */
export function styledAlone<Value>(
  of: OfBoth<Value>,
  { scope }: Pick<TransferSettings, 'scope'>,
): OfBoth<Value> {
  return scope === 'both' ? of : { ink: of[scope], ground: of[scope] };
}

/** What is not styled; where that is transparent, what the letter is made for: white or black. */
export function plainColourOf({
  scope,
  plain,
  polarity,
}: Pick<TransferSettings, 'scope' | 'plain' | 'polarity'>): Colour {
  if (plain !== 'transparent') return parseColour(plain);
  return (scope === 'ink') === (polarity === 'light-on-dark') ? black : white;
}

function plainArtwork(plain: Colour): FoundArtwork {
  const look = painted(filled({ ...square(roomPx), channels: 1, data: new Float32Array() }, 1), plain, plain);
  return { picture: toPixels(look), look, usable: filled(look, 1), plain };
}

/** An artwork of a job; the picture's name is for sentences. Throws `artwork` when the file has changed. */
export async function readArtwork(
  { sha256, mask }: MaterialRecipe,
  { recipe, inputs }: PictureJob,
  name: string,
): Promise<FoundArtwork> {
  await checkUnchanged(inputs[sha256]!, sha256, name);
  return openArtwork({ file: inputs[sha256]!, mask: mask && inputs[mask] }, recipe);
}

export interface OpenOptions {
  /** Enough of its longer side, where it is only looked at. */
  readonly limitPx?: number | undefined;
  /** Of its look, along the shorter side. */
  readonly lookPx?: number | undefined;
  /** Reads files (RGB) for those who have them already. */
  readonly read?: ((file: string) => Promise<Pixels>) | undefined;
}

/** An artwork, and the picture whose light places of it may be used. Throws `artwork` when one cannot be read. */
export async function openArtwork(
  files: { readonly file: string; readonly mask?: string | undefined },
  { transfer, arrangement }: Pick<Recipe, 'transfer' | 'arrangement'>,
  { limitPx, lookPx = roomPx, read: readFile = reading(arrangement, limitPx) }: OpenOptions = {},
): Promise<FoundArtwork> {
  const read = async (file: string): Promise<Pixels> => searchedPart(await readFile(file), arrangement);
  const picture = coloured(await read(files.file), transfer.colours);
  const mask = files.mask === undefined ? undefined : await read(files.mask);
  const scale = lookPx / Math.min(picture.width, picture.height);
  const side = (px: number): number => Math.round(px * scale);
  const reduced = async (pixels: Pixels): Promise<Planes> =>
    toPlanes(await resizePicture(pixels, side(picture.width), side(picture.height)));
  const look = await reduced(picture);
  const within = withinMargins(look);
  return {
    picture,
    look,
    usable: mask === undefined ? within : product(grey(await reduced(mask)), within),
  };
}

const reading =
  ({ background }: Recipe['arrangement'], limitPx: number | undefined) =>
  (file: string): Promise<Pixels> =>
    readPicture(file, { background, ...(limitPx !== undefined && { limitPx }) });

function coloured(picture: Pixels, colours: TransferSettings['colours']): Pixels {
  if (colours === 'artwork') return picture;
  const palette = colours === 'glyph' ? [black, white] : colours.map(parseColour);
  return toPixels(recoloured(toPlanes(picture), palette));
}
