import {
  centredPart,
  combineMaterials,
  cutSquare,
  dressOneRegion,
  type Looks,
  type Material,
  type Part,
  recoloured,
  splitMaterials,
  tiled,
  undivided,
} from '../artwork/index.js';
import { type Colour, parseColour } from '../base/colour.js';
import { AbecedaryError } from '../base/errors.js';
import { bled, bordered, filled, grey, inverted, over, painted, product, withAlpha } from '../base/masks.js';
import { type Pixels, type Planes, type Size, toPixels, toPlanes } from '../base/pixels.js';
import type { TransferSettings } from '../config/index.js';
import { hashFile, readPicture, resizePicture } from '../files/index.js';
import type { Scale, ScaleInput, StyleSource } from '../nst/index.js';
import type { LetterJob, LetterRecipe, MaterialFiles, MaterialRecipe } from '../plan/job.js';

/** What is drawn: a letter, or set text. */
export interface Subject {
  /** What it is called in sentences. */
  readonly name: string;
  /** How much of each pixel of a canvas the ink covers, 0..1, one channel; `box` lies in its middle, and may be fractional. */
  draw(place: Pick<Scale, 'canvas' | 'box'>): Planes;
  /** Side of the artwork that a region is made of at a scale, a multiple of eight. */
  artworkSidePx(scale: Scale, region: 'ink' | 'ground'): number;
}

/** Of a job what its looks come from. */
export interface LooksOrder {
  readonly recipe: Pick<LetterRecipe, 'materials' | 'arrangement' | 'transfer'>;
  readonly inputs: LetterJob['inputs'];
}

/** What a picture is made from, at every scale. */
export interface Ingredients {
  /** Ink and looks at one scale. */
  at(scale: Scale): Promise<ScaleInput>;
  /** The picture that the coarsest scale starts from, where it is another than its guide. */
  start(scale: Scale): Promise<Planes | undefined>;
  /**
   * Puts the plain colour, or transparency, where nothing is to be styled; with `opaque`, white instead of transparency.
   * Takes the box of any scale.
   */
  finish(tile: Planes, options?: { readonly opaque?: boolean }): Promise<Planes>;
}

/** Reads the artworks and masks of a job, and takes from them what ink and ground are made of. `finest` is the largest scale. */
export async function gatherIngredients(
  { recipe, inputs }: LooksOrder,
  subject: Subject,
  finest: Scale,
): Promise<Ingredients> {
  const { transfer } = recipe;
  const finestPx = largestArtworkPx(subject, finest);
  const read = (region: 'ink' | 'ground'): Promise<Material[]> =>
    Promise.all(
      recipe.materials[region].map((material, at) =>
        readMaterial(material, inputs[region][at]!, recipe, { name: subject.name, sidePx: finestPx }),
      ),
    );
  const [ink, ground] = [await read('ink'), await read('ground')];
  const looks = looksFor(transfer, ink, ground);
  const whole = transfer.split.by === 'none' && ground.length === 0 ? undivided(ink) : undefined;
  const paper = { background: '#ffffff' };
  const mask = inputs.mask === undefined ? undefined : await readPicture(inputs.mask, paper);
  const startPicture = inputs.start === undefined ? undefined : await readPicture(inputs.start, paper);

  return {
    at: async (scale) => {
      const ink = subject.draw(scale);
      const sources = (parts: readonly Part[], region: 'ink' | 'ground'): Promise<StyleSource[]> =>
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
    start: async (scale) => {
      if (startPicture !== undefined) return fitted(startPicture, scale);
      if (transfer.start === 'artwork') return undefined;
      const ink = subject.draw(scale);
      if (transfer.start === 'glyph') return painted(ink, black, white);
      const between = looks.ink.colour.map((value, at) => (value + looks.ground.colour[at]!) / 2);
      return painted(ink, between, between);
    },
    finish: async (tile, { opaque = false } = {}) => {
      if (transfer.scope === 'both' && mask === undefined) return tile;
      const size = { width: tile.width, height: tile.height };
      const ink = subject.draw({ canvas: size, box: size });
      const plain = painted(ink, looks.ink.colour, looks.ground.colour);
      return finished(tile, { ink, plain, transfer, mask, opaque });
    },
  };
}

export const black: Colour = [0, 0, 0];
export const white: Colour = [1, 1, 1];

/** A picture with what is plain in it, or transparency, where nothing is to be styled. */
export async function finished(
  tile: Planes,
  {
    ink,
    plain,
    transfer,
    mask,
    opaque,
  }: {
    readonly ink: Planes;
    /** What it looks like where it is not styled. */
    readonly plain: Planes;
    readonly transfer: Pick<TransferSettings, 'scope' | 'plain'>;
    readonly mask: Pixels | undefined;
    readonly opaque: boolean;
  },
): Promise<Planes> {
  const size = { width: tile.width, height: tile.height };
  const inScope = { both: filled(ink, 1), ink, ground: inverted(ink) }[transfer.scope];
  const shown =
    mask === undefined ? inScope : product(inScope, grey(await fitted(mask, { canvas: size, box: size })));
  // The artist's mask is no edge between two looks: what lies under its soft places is good as it is.
  const edge = bled(tile, inScope);
  if (transfer.scope === 'both' || transfer.plain !== 'transparent') return over(edge, plain, shown);
  return opaque ? over(edge, painted(ink, white, white), shown) : withAlpha(edge, shown);
}

/** Side of the artwork that a picture is made from where it is to be as large as `canvasPx`, at the detail that is asked for. */
export function artworkSidePx(canvasPx: number, { detail }: Pick<TransferSettings, 'detail'>): number {
  return Math.max(64, Math.round((canvasPx * detail) / 8) * 8);
}

/** Side of the artworks as they are read: what any region needs. */
export function largestArtworkPx(subject: Subject, finest: Scale): number {
  return Math.max(subject.artworkSidePx(finest, 'ink'), subject.artworkSidePx(finest, 'ground'));
}

/** Cut, recoloured and tiled as the recipe says. */
export async function readMaterial(
  { sha256, mask, share }: MaterialRecipe,
  files: MaterialFiles,
  { arrangement, transfer }: Pick<LetterRecipe, 'arrangement' | 'transfer'>,
  { name, sidePx }: { readonly name: string; readonly sidePx: number },
): Promise<Material> {
  await checkUnchanged(files.picture, sha256, name);
  const tilePx = Math.max(16, Math.round(sidePx / arrangement.tiles));
  const arranged = async (file: string): Promise<Planes> => {
    const cut = cutSquare(await readPicture(file, arrangement), arrangement);
    return tiled(toPlanes(await resizePicture(cut, tilePx, tilePx)), sidePx);
  };
  const picture = await arranged(files.picture);
  const { colours } = transfer;
  const palette =
    colours === 'glyph' ? [black, white] : colours === 'artwork' ? undefined : colours.map(parseColour);
  return {
    picture: palette === undefined ? picture : recoloured(picture, palette),
    ...(mask === undefined ? {} : { mask: grey(await arranged(files.mask!)) }),
    share,
  };
}

/** Throws `artwork` when a file is no longer what it was when the job was planned. */
export async function checkUnchanged(file: string, sha256: string, letter: string): Promise<void> {
  if ((await hashFile(file, 'artwork')) === sha256) return;
  throw new AbecedaryError(
    'artwork',
    `Expected the artwork ${file} of «${letter}» to stay as it was, but it changed during the run; start again.`,
  );
}

function looksFor(transfer: TransferSettings, ink: readonly Material[], ground: readonly Material[]): Looks {
  const { scope, contrast, plain } = transfer;
  if (scope !== 'both') {
    const colour = plain === 'transparent' ? undefined : parseColour(plain);
    return dressOneRegion(scope, scope === 'ground' && ground.length > 0 ? ground : ink, colour, contrast);
  }
  if (ground.length > 0) return combineMaterials(ink, ground, contrast);
  return splitMaterials(ink, { ...transfer.split, contrast, polarity: transfer.polarity });
}

/** A part of an artwork at the size of a scale's artworks. */
export async function sourceAt({ picture, mask, share }: Part, sidePx: number): Promise<StyleSource> {
  const resized = async (planes: Planes): Promise<Planes> =>
    planes.width === sidePx ? planes : toPlanes(await resizePicture(toPixels(planes), sidePx, sidePx));
  return { picture: await resized(picture), mask: await resized(mask), share };
}

/** The middle of a picture at the size of a canvas, its edge where the box ends, its border repeated beyond. */
export async function fitted(
  picture: Pixels,
  { canvas, box }: Pick<Scale, 'canvas' | 'box'>,
): Promise<Planes> {
  const size: Size = { width: Math.round(box.width), height: Math.round(box.height) };
  const part = await resizePicture(centredPart(picture, size), size.width, size.height);
  return bordered(toPlanes(part), canvas);
}
