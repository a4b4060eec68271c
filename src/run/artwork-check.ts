import { basename } from 'node:path';
import { cutSquare, strokeNotes, suitabilityOf } from '../artwork/index.js';
import { AbecedaryError } from '../base/errors.js';
import { inverted } from '../base/masks.js';
import { square, toPlanes } from '../base/pixels.js';
import { mapSideBySide } from '../base/side-by-side.js';
import { type Looks, largePixels, openLooks, readPictureSize } from '../files/index.js';
import { costOf, strokeCost, strokeOf } from '../found/index.js';
import { type Font, loadFont, rasterGlyph } from '../glyph/index.js';
import { planScales } from '../nst/index.js';
import { artworkSidePx, polaritiesOf, reducedArtwork } from '../paint/index.js';
import { isFound, isLetter, type LetterRecipe, looksOf, type PictureJob } from '../plan/index.js';
import { lookAt } from '../plan/usable-artworks.js';

interface CheckOptions {
  /** Those that have not been looked at by then are not. */
  readonly signal?: AbortSignal | undefined;
  /** Those of the artworks that were looked at before. */
  readonly looks?: Looks;
}

/**
 * What speaks against the artworks that the jobs are made of, as sentences with the remedy. One that cannot be read is told of
 * with its letters.
 */
export async function checkArtworks(
  jobs: readonly PictureJob[],
  { signal, looks = openLooks() }: CheckOptions = {},
): Promise<string[]> {
  const users = new Map<string, PictureJob>();
  for (const job of jobs) {
    const { looks, ground } = looksOf(job.recipe);
    const materials = [...looks.flatMap((look) => look.materials), ...ground];
    for (const { sha256 } of materials) users.set(job.inputs[sha256]!, job);
  }
  const strokeFor = strokes();
  const notes = await mapSideBySide([...users], async ([file, job]) => {
    if (signal?.aborted) return [];
    try {
      const faults = await checkArtwork(file, job, looks);
      return faults.length > 0 || !isFoundLetter(job)
        ? faults
        : await checkStrokes(file, job, { strokeFor, looks });
    } catch (error) {
      if (error instanceof AbecedaryError) return [`${madeOf(file, jobs)} cannot be made: ${error.message}`];
      throw error;
    }
  });
  return notes.flat();
}

/** The pictures that an artwork is used for. */
function madeOf(file: string, jobs: readonly PictureJob[]): string {
  const uses = jobs.filter(({ inputs }) => Object.values(inputs).includes(file));
  return uses.map(({ name }) => `«${name}»`).join(', ');
}

async function checkArtwork(file: string, { recipe }: PictureJob, looks: Looks): Promise<string[]> {
  const { arrangement, transfer } = recipe;
  const { sizeRatio, tiles } = arrangement;
  const finest = planScales(square(transfer.sizePx), transfer.iterations).at(-1)!;
  const { width, height } = await readPictureSize(file);
  const usedPx = Math.min(width, height) * sizeRatio;
  const cut = cutSquare(await lookAt(looks, file, arrangement), { ...arrangement, turnDegrees: 0 });
  const wantedPx = artworkSidePx(finest.canvas.width, transfer) / tiles;
  const faults = suitabilityOf(basename(file), cut, { usedPx, wantedPx });
  if (width * height <= largePixels) return faults;
  const large = `${basename(file)} has ${Math.round((width * height) / 1e6)} megapixels and is reduced each time that it is read: a smaller copy is quicker, and no less sharp.`;
  return [...faults, large];
}

type LetterJob = PictureJob<LetterRecipe>;

/** Whether a letter is found in one artwork, ink and ground. */
function isFoundLetter(job: PictureJob): job is LetterJob {
  const { recipe } = job;
  const isOne = recipe.transfer.scope === 'both' && looksOf(recipe).ground.length === 0;
  return isOne && isLetter(recipe) && isFound(recipe);
}

/** Shorter side of the artwork that strokes are looked for in, and side of the letter that they are measured at, in pixels. */
const lookPx = 128;
const letterPx = 96;

/**
 * Whether the artwork has places that could be taken for a stroke of the letter, and for as much of its ground, as they are: for a dark
 * letter or a light one, whichever it suits better.
 */
async function checkStrokes(
  file: string,
  job: LetterJob,
  { strokeFor, looks }: { readonly strokeFor: StrokeFor; readonly looks: Looks },
): Promise<string[]> {
  const usableOf = job.recipe.materials.ink[0]!.mask;
  const mask = usableOf && job.inputs[usableOf];
  const { transfer } = job.recipe;
  const { look, usable, keepFor } = await reducedArtwork({ file, mask }, job.recipe, {
    lookPx,
    read: (each) => lookAt(looks, each, job.recipe.arrangement),
  });
  const stroke = await strokeFor(job);
  const sideRatio = Math.min(1, 1 / transfer.detail);
  let best: { readonly worse: number; readonly notes: string[] } | undefined;
  for (const polarity of polaritiesOf(transfer)) {
    const keep = keepFor(polarity);
    const cost = (region: 'ink' | 'ground'): number =>
      strokeCost(costOf(look, usable, keep[region]), stroke, sideRatio);
    const [ink, ground] = [cost('ink'), cost('ground')];
    const notes = strokeNotes(basename(file), { darkInk: keep.ink.side === 'below', ink, ground });
    if (notes.length === 0) return [];
    const worse = Math.max(ink, ground);
    if (best === undefined || worse < best.worse) best = { worse, notes };
  }
  return best!.notes;
}

type StrokeFor = (job: LetterJob) => Promise<ReturnType<typeof strokeOf>>;

/** Measures strokes of letters; a font is loaded once. */
function strokes(): StrokeFor {
  const fonts = new Map<string, Promise<Font>>();
  return async ({ recipe, inputs }) => {
    const { sha256, axes, face } = recipe.font;
    const font = fonts.get(sha256) ?? loadFont({ file: inputs[sha256]!, axes, face });
    fonts.set(sha256, font);
    const view = { placement: recipe.placement, canvasPx: letterPx, boxPx: letterPx };
    return strokeOf(inverted(toPlanes(rasterGlyph(await font, recipe.character, view))));
  };
}
