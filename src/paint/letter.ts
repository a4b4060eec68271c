import { join } from 'node:path';
import { bordered, inverted } from '../base/masks.js';
import { type Pixels, square, toPixels, toPlanes } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import { createRandom } from '../base/random.js';
import type { TransferSettings } from '../config/index.js';
import { hashFile, removeFolder, replaceFolder, writePicture } from '../files/index.js';
import { type Font, loadFont, type Placement, rasterGlyph } from '../glyph/index.js';
import { comparedPx, judgeLegibility, type Legibility } from '../judge/index.js';
import {
  createGathering,
  type Engine,
  type Frame,
  type Gathering,
  type OriginalStyliser,
  openOriginalStyliser,
  openStyliser,
  planScales,
  type ScaleState,
  type Styliser,
  type Weights,
} from '../nst/index.js';
import type { LetterJob, LetterRecipe } from '../plan/job.js';
import { artworkSidePx, gatherIngredients, type Subject } from './ingredients.js';
import { paintOriginal } from './original-letter.js';

/** What is known of a letter once its tile is written. */
export interface LetterResult {
  readonly letter: string;
  /** SHA-256 of the tile's file, hexadecimal. */
  readonly sha256: string;
  readonly seconds: number;
  readonly evaluations: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly course: Course;
  readonly legibility: Legibility;
  /** How often it was made: twice where the first was hard to read. */
  readonly tries: number;
}

/** Total loss after each iteration, and the side of the picture that it was measured at, in pixels. */
export type Course = readonly (readonly [sizePx: number, loss: number])[];

/** Where a letter stands that is not finished. */
export interface LetterState {
  /** 2 while it is made once more. */
  readonly attempt: 1 | 2;
  /** The finished first attempt, in the second. */
  readonly first?: Made | undefined;
  /** Absent at the start of an attempt. */
  readonly scale?: ScaleState | undefined;
  /** Of the attempt so far. */
  readonly course: Course;
  /** Spent so far. */
  readonly seconds: number;
}

/** Keeps the state of one letter, and the frames that belong to it, until the letter is finished. */
export interface Checkpoints {
  /** The latest state that was kept, with its frames in their folders; undefined where there is none. */
  load(): Promise<LetterState | undefined>;
  save(state: LetterState): Promise<void>;
}

/** Folder of the frames of a second attempt, while it is not known which is the better one. */
export const secondFrames = (frames: string): string => `${frames}.second`;

/** Makes letters, one after another or those of a gathering side by side; keeps the engine and the font between them. */
export interface LetterRenderer {
  /**
   * Rasters the glyph, stylises it and writes content picture, frames and, last of all, the tile.
   * Goes on from a checkpoint, to the same bytes. Throws AbecedaryError with a sentence when an ingredient is unusable or a
   * file cannot be written.
   */
  render(
    job: LetterJob,
    report: (progress: Progress) => void,
    checkpoints?: Checkpoints,
  ): Promise<LetterResult>;
  close(): Promise<void>;
}

/** What makes the pictures, by the files of the weights that it works with and by what does the arithmetic. */
interface Engines {
  open(weights: string, engine: Engine): Promise<Styliser>;
  openOriginal(weights: string, engine: Engine): Promise<OriginalStyliser>;
}

export interface RendererOptions {
  /** What letters that are made side by side have their evaluations gathered by. */
  readonly gathering?: Gathering | undefined;
  /** Makes an engine ready when the first letter comes that needs it. */
  readonly open?: Engines['open'] | undefined;
}

export function createLetterRenderer({
  gathering = createGathering(1),
  open = (weights, engine) => openStyliser(weights, { engine, gathering }),
}: RendererOptions = {}): LetterRenderer {
  const stylisers = new Map<string, Promise<Styliser>>();
  const originals = new Map<string, Promise<OriginalStyliser>>();
  const engines: Engines = {
    open: (weights, engine) => once(stylisers, keyOf(weights, engine), () => open(weights, engine)),
    openOriginal: (weights, engine) =>
      once(originals, keyOf(weights, engine), () => openOriginalStyliser(weights, { engine, gathering })),
  };
  const fonts = new Map<string, Promise<Font>>();
  const masks = new Map<string, Pixels>();

  return {
    render: async (job, report, checkpoints = noCheckpoints) => {
      const leave = gathering.enter();
      try {
        const key = `${job.fontFile} ${JSON.stringify(job.recipe.font)}`;
        const loaded = await once(fonts, key, () =>
          loadFont({ file: job.fontFile, axes: job.recipe.font.axes }),
        );
        const maskOf = (character: string, placement: Placement): Pixels => {
          const name = `${key} ${character} ${JSON.stringify(placement)}`;
          const mask = masks.get(name) ?? rasterGlyph(loaded, character, { placement, ...maskSize });
          masks.set(name, mask);
          return mask;
        };
        return await renderLetter(job, loaded, maskOf, engines, report, checkpoints);
      } finally {
        leave();
      }
    },
    close: async () => {
      for (const each of [...stylisers.values(), ...originals.values()]) await (await each).close();
    },
  };
}

const noCheckpoints: Checkpoints = { load: async () => undefined, save: async () => {} };

/** The letters of a set are rastered once for all that are told apart from them. */
const maskSize = { canvasPx: comparedPx, boxPx: comparedPx };

const keyOf = (weights: string, { name, provider }: Engine): string => `${name} ${provider} ${weights}`;

function once<Made>(
  made: Map<string, Promise<Made>>,
  key: string,
  make: (key: string) => Promise<Made>,
): Promise<Made> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const making = make(key);
  made.set(key, making);
  // What failed once may succeed for the next letter.
  making.catch(() => made.delete(key));
  return making;
}

async function renderLetter(
  job: LetterJob,
  font: Font,
  maskOf: (character: string, placement: Placement) => Pixels,
  engines: Engines,
  report: (progress: Progress) => void,
  checkpoints: Checkpoints,
): Promise<LetterResult> {
  const started = performance.now();
  const { recipe, files } = job;
  const { character: letter, transfer } = recipe;
  const size = { canvasPx: transfer.sizePx, boxPx: transfer.sizePx };
  report({ kind: 'started', letter, artwork: job.inputs.ink[0]!.picture });
  await writePicture(files.content, rasterGlyph(font, letter, { placement: recipe.placement, ...size }));

  const state = await checkpoints.load();
  const secondsSoFar = (): number => (state?.seconds ?? 0) + (performance.now() - started) / 1000;
  const stages = (attempt: 1 | 2, first?: Made): Stages => ({
    resume: state?.attempt === attempt ? state.scale : undefined,
    course: state?.attempt === attempt ? state.course : [],
    onScale: (scale, course) => checkpoints.save({ attempt, first, scale, course, seconds: secondsSoFar() }),
  });
  const masks = new Map(job.set.map(([character, placement]) => [character, maskOf(character, placement)]));
  const judged = (made: Made): Attempt => ({
    ...made,
    legibility: judgeLegibility(made.picture, masks, letter),
  });
  const first = state?.first ?? (await stylise(job, font, engines, report, stages(1)));
  let best = judged(first);
  let tries = 1;
  let evaluations = best.evaluations;
  const frames = secondFrames(files.frames);
  if (best.legibility.r2 < transfer.secondTryBelow) {
    // Of a second attempt that was stopped before it had a checkpoint.
    if (state?.first === undefined) await removeFolder(frames);
    if (state?.attempt !== 2) {
      await checkpoints.save({ attempt: 2, first, course: [], seconds: secondsSoFar() });
    }
    const stronger = { ...transfer, ...clearer(transfer) };
    const again = { ...job, recipe: { ...recipe, transfer: stronger }, files: { ...files, frames } };
    const second = judged(await stylise(again, font, engines, report, stages(2, first)));
    tries = 2;
    evaluations += second.evaluations;
    if (second.legibility.r2 > best.legibility.r2) {
      best = second;
      await replaceFolder(files.frames, frames);
    }
  }
  await removeFolder(frames);
  await writePicture(files.letter, best.picture);
  const seconds = secondsSoFar();
  const sha256 = await hashFile(files.letter);
  const { losses, course, legibility } = best;
  return { letter, sha256, seconds, evaluations, losses, course, legibility, tries };
}

/** Where an attempt goes on, and who is told where it stands. */
interface Stages {
  readonly resume: ScaleState | undefined;
  /** Up to there. */
  readonly course: Course;
  readonly onScale: (state: ScaleState, course: Course) => Promise<void>;
}

/** The outcome of one attempt. */
export interface Made {
  readonly picture: Pixels;
  readonly evaluations: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly course: Course;
}

interface Attempt extends Made {
  readonly legibility: Legibility;
}

/** What helps a letter that is hard to read: more between ink and ground, and less freedom at the outline. */
function clearer({ contrast, contentWeight, fitRatio }: TransferSettings): Partial<TransferSettings> {
  return { contrast: (contrast + 1) / 2, contentWeight: 2 * contentWeight, fitRatio: fitRatio / 2 };
}

async function stylise(
  job: LetterJob,
  font: Font,
  engines: Engines,
  report: (progress: Progress) => void,
  { resume, course: before, onScale }: Stages,
): Promise<Made> {
  const { recipe, files } = job;
  const { character: letter, transfer } = recipe;
  const course = [...before];
  const stages = { resume, onScale: (state: ScaleState) => onScale(state, course) };
  const keep = async (frame: Frame, picture: Pixels): Promise<void> => {
    const file = frameFile(files.frames, frame);
    await writePicture(file, picture, { durable: false, compact: true });
    const { iteration, evaluations, loss, sizePx, workRatio } = frame;
    course.push([sizePx, Number(loss.toPrecision(5))]);
    const { iterations } = transfer;
    const figures = { iteration, iterations, evaluations, loss, sizePx, workRatio };
    report({ kind: 'iteration', letter, ...figures, frame: file });
  };
  if (transfer.method === 'original') {
    const original = await engines.openOriginal(job.encoderFile, job.recipe.engine);
    const onFrame = (frame: Frame): Promise<void> => keep(frame, toPixels(frame.picture));
    const made = await paintOriginal(job, font, original, { ...stages, onFrame });
    return { ...made, course, picture: toPixels(made.picture) };
  }
  const styliser = await engines.open(job.encoderFile, job.recipe.engine);
  const scales = planScales(square(transfer.sizePx), transfer.iterations);
  const ingredients = await gatherIngredients(job, letterSubject(recipe, font), scales.at(-1)!);
  const weights = weightsFrom(transfer);
  const { picture, evaluations, losses } = await styliser.stylise(scales, ingredients.at, weights, {
    random: createRandom(recipe.seed).fork(letter),
    start: await ingredients.start(scales[0]!),
    ...stages,
    onFrame: async (frame) =>
      keep(frame, toPixels(await ingredients.finish(frame.picture, { opaque: true }))),
  });
  return { picture: toPixels(await ingredients.finish(picture)), evaluations, losses, course };
}

/** A letter as it is drawn for its own square. */
export function letterSubject({ character, placement, transfer }: LetterRecipe, font: Font): Subject {
  return {
    name: character,
    draw: ({ canvas, box }) => {
      const [canvasPx, boxPx] = [canvas.width, box.width];
      // At full size on whole pixels: the tile that is cut out of the canvas is to be exactly the glyph's own picture.
      const evenPx = boxPx === transfer.sizePx ? canvasPx - ((canvasPx - boxPx) % 2) : canvasPx;
      const drawn = rasterGlyph(font, character, { placement, canvasPx: evenPx, boxPx });
      return bordered(inverted(toPlanes(drawn)), canvas);
    },
    artworkSidePx: ({ canvas }) => artworkSidePx(canvas.width, transfer),
  };
}

/** The file of the picture after an iteration. */
export function frameFile(folder: string, { iteration }: Pick<Frame, 'iteration'>): string {
  return join(folder, `${String(iteration).padStart(3, '0')}.jpg`);
}

/** What the settings mean for the objective. */
export function weightsFrom(transfer: TransferSettings): Weights {
  return {
    content: transfer.contentWeight,
    layers: transfer.layerWeights,
    totalVariation: transfer.totalVariation,
    variationKnee: transfer.totalVariationKind === 'edges' ? edgeKnee : 1,
    tone: transfer.contrast > 0 ? transfer.toneWeight : 0,
    fitRatio: transfer.fitRatio,
    startNoise: transfer.startNoise,
    evaluationsPerIteration: transfer.evaluationsPerIteration,
  };
}

/** A step between neighbours that is seen as an edge, of the way from black to white. */
const edgeKnee = 0.04;
