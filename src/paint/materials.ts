import { centredPart, cutSquare, type Material, type Part, recoloured, tiled } from '../artwork/index.js';
import { type Colour, parseColour } from '../base/colour.js';
import { AbecedaryError } from '../base/errors.js';
import { bordered, grey } from '../base/masks.js';
import { type Pixels, type Planes, type Size, toPixels, toPlanes } from '../base/pixels.js';
import { hashFile, readPicture, resizePicture } from '../files/index.js';
import type { Scale, StyleSource } from '../nst/index.js';
import type { MaterialRecipe, PictureJob } from '../plan/index.js';
import type { CanvasView, Subject } from './subject.js';

export const black: Colour = [0, 0, 0];
export const white: Colour = [1, 1, 1];

/** The artworks of a region as they are at the finest scale: cut, recoloured and tiled as the recipe says. */
export function readMaterials(
  materials: readonly MaterialRecipe[],
  job: PictureJob,
  { subject, finest }: { readonly subject: Subject; readonly finest: Scale },
): Promise<Material[]> {
  const sidePx = Math.max(subject.artworkSidePx(finest, 'ink'), subject.artworkSidePx(finest, 'ground'));
  return Promise.all(
    materials.map((material) => readMaterial(material, job, { name: subject.name, sidePx })),
  );
}

async function readMaterial(
  { sha256, mask, share }: MaterialRecipe,
  { recipe, inputs }: PictureJob,
  { name, sidePx }: { readonly name: string; readonly sidePx: number },
): Promise<Material> {
  const { arrangement, transfer } = recipe;
  await checkUnchanged(inputs[sha256]!, sha256, name);
  const tilePx = Math.max(16, Math.round(sidePx / arrangement.tiles));
  const arranged = async (file: string): Promise<Planes> => {
    const cut = cutSquare(await readPicture(file, arrangement), arrangement);
    return tiled(toPlanes(await resizePicture(cut, tilePx, tilePx)), sidePx);
  };
  const picture = await arranged(inputs[sha256]!);
  const { colours } = transfer;
  const palette =
    colours === 'glyph' ? [black, white] : colours === 'artwork' ? undefined : colours.map(parseColour);
  return {
    picture: palette === undefined ? picture : recoloured(picture, palette),
    ...(mask === undefined ? {} : { mask: grey(await arranged(inputs[mask]!)) }),
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

/** A picture that a recipe names by its hash, over white; undefined where it names none. */
export async function readNamed(
  sha256: string | undefined,
  { inputs }: Pick<PictureJob, 'inputs'>,
): Promise<Pixels | undefined> {
  return sha256 === undefined ? undefined : readPicture(inputs[sha256]!, { background: '#ffffff' });
}

/** A part of an artwork at the size of a scale's artworks. */
export async function sourceAt({ picture, mask, share }: Part, sidePx: number): Promise<StyleSource> {
  const resized = async (planes: Planes): Promise<Planes> =>
    planes.width === sidePx ? planes : toPlanes(await resizePicture(toPixels(planes), sidePx, sidePx));
  return { picture: await resized(picture), mask: await resized(mask), share };
}

/** The middle of a picture at the size of a canvas, its edge where the box ends, its border repeated beyond. */
export async function fitted(picture: Pixels, { canvas, box }: CanvasView): Promise<Planes> {
  const size: Size = { width: Math.round(box.width), height: Math.round(box.height) };
  const part = await resizePicture(centredPart(picture, size), size.width, size.height);
  return bordered(toPlanes(part), canvas);
}
