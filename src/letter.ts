import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { centredSquare, splitArtwork } from './artwork/index.js';
import type { FontSettings, TransferSettings } from './config/index.js';
import { AbecedaryError } from './errors.js';
import { type Font, loadFont, type Placement, rasterGlyph } from './glyph/index.js';
import {
  type Frame,
  openStyliser,
  planScales,
  type Scale,
  type ScaleInput,
  type Styliser,
  type Weights,
} from './nst/index.js';
import { hashFile, readPicture, resizePicture, writePicture } from './output/index.js';
import { type Pixels, type Planes, toPixels, toPlanes } from './pixels.js';
import type { Progress } from './progress.js';
import { createRandom } from './random.js';

/** All that decides a letter's picture. Plain JSON; equal recipes make equal bytes. */
export interface LetterRecipe {
  readonly character: string;
  readonly seed: number;
  readonly font: { readonly sha256: string; readonly axes: FontSettings['axes'] };
  readonly placement: Placement;
  readonly artwork: { readonly sha256: string; readonly background: string };
  readonly transfer: TransferSettings;
  readonly engine: {
    readonly name: string;
    readonly provider: string;
    readonly version: number;
    readonly encoder: string;
  };
}

/** One letter to be made: the recipe, and where its ingredients are read and its results written. */
export interface LetterJob {
  /** Hash of the recipe. */
  readonly id: string;
  readonly recipe: LetterRecipe;
  readonly fontFile: string;
  readonly artworkFile: string;
  readonly files: {
    readonly content: string;
    readonly letter: string;
    /** Folder of the frames, one picture after each iteration. */
    readonly frames: string;
  };
}

/** What is known of a letter once its tile is written. */
export interface LetterResult {
  readonly letter: string;
  /** SHA-256 of the tile's file, hexadecimal. */
  readonly sha256: string;
  readonly seconds: number;
  readonly evaluations: number;
  readonly losses: Readonly<Record<string, number>>;
}

/** The id of the job that follows a recipe: its SHA-256, hexadecimal. */
export function recipeId(recipe: LetterRecipe): string {
  return createHash('sha256').update(JSON.stringify(recipe)).digest('hex');
}

/** Makes letters one after another; keeps the engine and the font between them. */
export interface LetterRenderer {
  /**
   * Rasters the glyph, stylises it and writes content picture, frames and, last of all, the tile.
   * Throws AbecedaryError with a sentence when an ingredient is unusable or a file cannot be written.
   */
  render(job: LetterJob, report: (progress: Progress) => void): Promise<LetterResult>;
  close(): Promise<void>;
}

/** `open` makes the engine ready when the first letter comes. */
export function createLetterRenderer(open: () => Promise<Styliser> = openStyliser): LetterRenderer {
  let styliser: Promise<Styliser> | undefined;
  const fonts = new Map<string, Promise<Font>>();

  return {
    render: async (job, report) => {
      styliser ??= open();
      const key = `${job.fontFile} ${JSON.stringify(job.recipe.font)}`;
      const font = fonts.get(key) ?? loadFont({ file: job.fontFile, axes: job.recipe.font.axes });
      fonts.set(key, font);
      return renderLetter(job, await font, await styliser, report);
    },
    close: async () => (await styliser)?.close(),
  };
}

async function renderLetter(
  job: LetterJob,
  font: Font,
  styliser: Styliser,
  report: (progress: Progress) => void,
): Promise<LetterResult> {
  const started = performance.now();
  const { recipe, files } = job;
  const letter = recipe.character;
  const { transfer } = recipe;
  report({ kind: 'started', letter, artwork: job.artworkFile });

  if ((await hashFile(job.artworkFile, 'artwork')) !== recipe.artwork.sha256) {
    throw new AbecedaryError(
      'artwork',
      `Expected the artwork ${job.artworkFile} of «${letter}» to stay as it was, but it changed during the run; start again.`,
    );
  }
  const artwork = centredSquare(
    await readPicture(job.artworkFile, { background: recipe.artwork.background }),
  );
  const size = { canvasPx: transfer.sizePx, boxPx: transfer.sizePx };
  await writePicture(files.content, rasterGlyph(font, letter, recipe.placement, size));

  const scales = planScales(transfer.sizePx, transfer.iterations);
  const inputs = await Promise.all(
    scales.map((scale) =>
      prepareScale(scale, rasterGlyph(font, letter, recipe.placement, scale), artwork, transfer),
    ),
  );
  const { picture, evaluations, losses } = await styliser.stylise(inputs, weightsFrom(transfer), {
    random: createRandom(recipe.seed).fork(letter),
    onFrame: async (frame) => {
      await writePicture(frameFile(files.frames, frame), toPixels(frame.picture), { durable: false });
      const { iteration, evaluations, loss, sizePx, workRatio } = frame;
      const { iterations } = transfer;
      report({ kind: 'iteration', letter, iteration, iterations, evaluations, loss, sizePx, workRatio });
    },
  });
  await writePicture(files.letter, toPixels(picture));
  const seconds = (performance.now() - started) / 1000;
  return { letter, sha256: await hashFile(files.letter), seconds, evaluations, losses };
}

function frameFile(folder: string, frame: Frame): string {
  return join(folder, `${String(frame.iteration).padStart(3, '0')}.jpg`);
}

function weightsFrom(transfer: TransferSettings): Weights {
  return {
    content: transfer.contentWeight,
    layers: transfer.layerWeights,
    totalVariation: transfer.totalVariation,
    startNoise: transfer.startNoise,
    evaluationsPerIteration: transfer.evaluationsPerIteration,
  };
}

/** Glyph and artwork at the size of one scale, the artwork split into what ink and ground are made of. */
async function prepareScale(
  scale: Scale,
  glyph: Pixels,
  artwork: Pixels,
  transfer: TransferSettings,
): Promise<ScaleInput> {
  const sidePx = Math.max(64, Math.round((scale.canvasPx * transfer.detail) / 8) * 8);
  const style = toPlanes(await resizePicture(artwork, sidePx, sidePx));
  const split = splitArtwork(style, transfer.split);
  const paper = toPlanes(glyph);
  const ink: Planes = { ...paper, data: paper.data.map((value) => 1 - value) };
  return {
    ...scale,
    ink,
    guide: painted(ink, split.darkColour, split.lightColour),
    artwork: style,
    artworkRegions: { ink: split.dark, ground: split.light },
  };
}

/** The mask painted in two colours. */
function painted(mask: Planes, inside: readonly number[], outside: readonly number[]): Planes {
  const area = mask.data.length;
  const data = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    for (let at = 0; at < area; at++) {
      const share = mask.data[at]!;
      data[channel * area + at] = share * inside[channel]! + (1 - share) * outside[channel]!;
    }
  }
  return { ...mask, channels: 3, data };
}
