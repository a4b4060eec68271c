import type { Backend } from '../backend/index.js';
import { throwIfAborted } from '../base/errors.js';
import { cropPlanes, type Planes, type Size } from '../base/pixels.js';
import type { Random } from '../base/random.js';
import { beginDescent, continueDescent, type Descent } from './descent/descent.js';
import { doubled } from './doubled.js';
import type { Encoder } from './encoder/encoder.js';
import type { BoundObjective } from './evaluator.js';
import type { ScaleInput, Weights } from './objectives/scale-input.js';
import type { Scale } from './scales.js';
import { createWorkshop, type Workshop, type WorkshopOptions } from './workshop.js';

/** A picture after an iteration, cropped to the box of its scale. */
export interface Frame {
  readonly iteration: number;
  readonly evaluations: number;
  readonly loss: number;
  /** Longer side of the picture. */
  readonly sizePx: number;
  /** Share of the expected work that is done, 0..1. */
  readonly workRatio: number;
  readonly picture: Planes;
}

export interface Stylised {
  /** RGB, the box of the full size. */
  readonly picture: Planes;
  readonly evaluations: number;
  /** Total and parts by name at the end. Weighted; relative to the total at the start of the last scale. */
  readonly losses: Readonly<Record<string, number>>;
}

/** Holds the compiled programs, so that pictures of one size share them. */
export interface Styliser {
  /**
   * Optimises one picture from the coarsest scale to the finest; `inputAt` is asked for what a scale starts from when
   * its turn comes. `onFrame` sees the picture after every iteration, while the next one is begun; it is waited for before it is called
   * again. Throws AbecedaryError `aborted` on the signal, `engine` when the arithmetic fails.
   */
  stylise(
    scales: readonly Scale[],
    inputAt: (scale: Scale) => Promise<ScaleInput>,
    weights: Weights,
    options: StyliseOptions,
  ): Promise<Stylised>;
  close(): Promise<void>;
}

/** Where a picture stands between two scales: all that the next one starts from, since each begins with a fresh optimiser. */
export interface ScaleState {
  /** Index of the next scale. */
  readonly scale: number;
  /** Iterations and evaluations so far. */
  readonly iteration: number;
  readonly evaluations: number;
  /** RGB, the whole canvas of the scale before. */
  readonly picture: Planes;
}

export interface StyliseOptions {
  readonly random: Random;
  /** RGB of the coarsest canvas, to start from instead of its guide. */
  readonly start?: Planes | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onFrame?: ((frame: Frame) => Promise<void> | void) | undefined;
  /** Goes on from here instead of from the start; the result is the same. */
  readonly resume?: ScaleState | undefined;
  /** Sees where the picture stands after every scale but the last, and is waited for. */
  readonly onScale?: ((state: ScaleState) => Promise<void> | void) | undefined;
}

export function createStyliser(backend: Backend, encoder: Encoder, options: WorkshopOptions = {}): Styliser {
  const workshop = createWorkshop(backend, encoder, options);
  return {
    stylise: (scales, inputAt, weights, options) => stylise(scales, inputAt, weights, options, workshop),
    close: workshop.close,
  };
}

async function stylise(
  scales: readonly Scale[],
  inputAt: (scale: Scale) => Promise<ScaleInput>,
  weights: Weights,
  { random, start, signal, onFrame, resume, onScale }: StyliseOptions,
  workshop: Workshop,
): Promise<Stylised> {
  const workOfIteration = (scale: Scale): number =>
    scale.evaluationRatio * scale.canvas.width * scale.canvas.height;
  const totalWork = scales.reduce((sum, scale) => sum + scale.iterations * workOfIteration(scale), 0);
  let work = 0;
  let iteration = resume?.iteration ?? 0;
  let evaluations = resume?.evaluations ?? 0;
  let picture: Planes | undefined = resume?.picture;
  let losses: Record<string, number> = {};
  // A file is written while the arithmetic goes on.
  let seen: Promise<void> = Promise.resolve();
  const show = async (frame: Frame): Promise<void> => {
    await seen;
    seen = Promise.resolve(onFrame?.(frame));
    // What fails is found out by whoever waits.
    seen.catch(() => {});
  };
  // What a scale starts from is large, and so is what its optimiser remembers: each in a function of its own, so that nothing holds
  // on to the one while the other needs the memory, nor to a scale when the next one begins.
  const begin = async (
    scale: Scale,
    last: boolean,
  ): Promise<BoundObjective & { readonly begun: Descent }> => {
    const scaleInput = await inputAt(scale);
    picture =
      picture === undefined
        ? withNoise(start ?? scaleInput.guide, weights.startNoise, random)
        : middle(doubled(picture), scale.canvas);
    const variation = last ? weights.totalVariation : 0;
    const objective = await workshop.objective(scaleInput, { ...weights, totalVariation: variation }, signal);
    const begun = await beginDescent(picture.data, objective.evaluate, objective.memory);
    picture = { ...picture, data: begun.point.position };
    return { ...objective, begun };
  };

  const paint = async (scale: Scale, last: boolean): Promise<void> => {
    const { evaluate, parts, begun } = await begin(scale, last);
    const before = evaluations;
    let descent: Descent = begun;
    for (let done = 0; done < scale.iterations; done++) {
      throwIfAborted(signal);
      // The first evaluation of a scale only looks.
      const budget = evaluationsAllowed(weights, scale) - (done === 0 ? 1 : 0);
      descent = await continueDescent(descent, evaluate, budget);
      evaluations = before + descent.evaluations;
      work += workOfIteration(scale);
      iteration++;
      picture = { ...picture!, data: descent.point.position };
      await show({
        iteration,
        evaluations,
        loss: descent.point.loss,
        sizePx: Math.round(Math.max(scale.box.width, scale.box.height)),
        workRatio: work / totalWork,
        picture: boxOf(picture, scale),
      });
    }
    if (last) losses = { total: descent.point.loss, ...(await parts(descent.point.position)) };
  };

  try {
    for (const [at, scale] of scales.entries()) {
      throwIfAborted(signal);
      if (at < (resume?.scale ?? 0)) {
        work += scale.iterations * workOfIteration(scale);
        continue;
      }
      const last = at === scales.length - 1;
      await paint(scale, last);
      await seen;
      if (!last) await onScale?.({ scale: at + 1, iteration, evaluations, picture: picture! });
    }
  } finally {
    // Nothing is being written any more when this is over, whatever ended it.
    await seen.catch(() => {});
  }
  return { picture: boxOf(picture!, scales.at(-1)!), evaluations, losses };
}

/** In one iteration at this scale. */
function evaluationsAllowed({ evaluationsPerIteration: most }: Weights, { evaluationRatio }: Scale): number {
  return Math.ceil(most * evaluationRatio);
}

/** What is kept of a canvas. */
function boxOf(picture: Planes, { box }: Scale): Planes {
  return middle(picture, { width: Math.round(box.width), height: Math.round(box.height) });
}

function middle(picture: Planes, { width, height }: Size): Planes {
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  return cropPlanes(picture, { left, top, width, height });
}

function withNoise(guide: Planes, amplitude: number, random: Random): Planes {
  return { ...guide, data: guide.data.map((value) => value + amplitude * random.between(-1, 1)) };
}
