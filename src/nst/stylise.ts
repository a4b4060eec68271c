import { halvedMiddle, middleOf } from '../base/middle.js';
import type { Planes } from '../base/pixels.js';
import { beginDescent, continueDescent, type Descent } from './descent/descent.js';
import { doubled } from './doubled.js';
import type { BoundObjective, ScaledObjective } from './evaluator.js';
import type { Scale } from './scales.js';

/** A picture after an iteration, cropped to the box of its scale; one of more than 2²² pixels halved until it has no more. */
export interface Frame {
  readonly iteration: number;
  readonly evaluations: number;
  readonly loss: number;
  /** Longer side of the box. */
  readonly sizePx: number;
  /** Share of the expected work that is done, 0..1. */
  readonly workRatio: number;
  readonly picture: Planes;
}

export interface Stylised {
  /** RGB, the box of the full size. */
  readonly picture: Planes;
  readonly evaluations: number;
  /** Total and parts by name at the end, weighted; of the objective of regions relative to the total at the start of the last scale. */
  readonly losses: Readonly<Record<string, number>>;
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
  readonly onFrame?: ((frame: Frame) => Promise<void> | void) | undefined;
  /** Goes on from here instead of from the start; the result is the same. */
  readonly resume?: ScaleState | undefined;
  /** Sees where the picture stands after every scale but the last, and is waited for. */
  readonly onScale?: ((state: ScaleState) => Promise<void> | void) | undefined;
}

/** Optimises one picture from the coarsest scale to the finest. */
export async function stylise(
  scales: readonly Scale[],
  objective: ScaledObjective,
  { onFrame, resume, onScale }: StyliseOptions,
): Promise<Stylised> {
  const viewer = oneAtATime(onFrame);
  const painting: Painting = {
    scales,
    objective,
    show: viewer.show,
    iteration: resume?.iteration ?? 0,
    evaluations: resume?.evaluations ?? 0,
    picture: resume?.picture,
  };
  let losses: Record<string, number> = {};
  try {
    for (let at = resume?.scale ?? 0; at < scales.length; at++) {
      losses = await paintScale(painting, at);
      await viewer.settled();
      const { iteration, evaluations } = painting;
      if (at < scales.length - 1)
        await onScale?.({ scale: at + 1, iteration, evaluations, picture: painting.picture! });
    }
  } finally {
    // Nothing is being written any more when this is over, whatever ended it.
    await viewer.settled().catch(() => {});
  }
  return { picture: boxOf(painting.picture!, scales.at(-1)!), evaluations: painting.evaluations, losses };
}

/** A picture on its way through the scales. */
interface Painting {
  readonly scales: readonly Scale[];
  readonly objective: ScaledObjective;
  readonly show: (frame: Frame) => Promise<void>;
  iteration: number;
  evaluations: number;
  /** Absent before the first scale. */
  picture: Planes | undefined;
}

/** Optimises at one scale; returns the losses at the end of the last. */
async function paintScale(painting: Painting, at: number): Promise<Record<string, number>> {
  const { scales, objective, show } = painting;
  const scale = scales[at]!;
  const { bound, begun } = await begin(painting, at);
  const before = painting.evaluations;
  let descent: Descent = begun;
  const gain = gainOf(begun);
  let isEnough = false;
  for (let done = 0; done < scale.iterations; done++) {
    const allowed = isEnough ? 0 : evaluationsAllowed(objective, scale, done);
    // The first evaluation of a scale only looks.
    descent = await continueDescent(descent, bound.evaluate, Math.max(0, allowed - (done === 0 ? 1 : 0)));
    isEnough ||= gain(descent) < objective.enough;
    painting.evaluations = before + descent.evaluations;
    painting.iteration++;
    painting.picture = { ...painting.picture!, data: descent.point.position };
    await show({
      iteration: painting.iteration,
      evaluations: painting.evaluations,
      loss: descent.point.loss,
      sizePx: Math.round(Math.max(scale.box.width, scale.box.height)),
      workRatio: workRatio(scales, at, done + 1),
      picture: shown(painting.picture, scale),
    });
  }
  if (at < scales.length - 1) return {};
  return { total: descent.point.loss, ...descent.point.parts };
}

/** A single step may be a first one, or one that was too long, and tells little of what the next would bring. */
const fewestForGain = 5;

/**
 * Tells again and again which share of the loss was taken away since it last told; infinite while too few evaluations were spent to say.
 */
function gainOf(begun: Descent): (descent: Descent) => number {
  let told = { evaluations: begun.evaluations, loss: begun.point.loss };
  return (descent) => {
    const now = { evaluations: descent.evaluations, loss: descent.point.loss };
    if (now.evaluations - told.evaluations < fewestForGain) return Number.POSITIVE_INFINITY;
    const share = 1 - now.loss / told.loss;
    told = now;
    return share;
  };
}

/**
 * What a scale starts from is large, and so is what its optimiser remembers: in a function of its own, so that nothing holds on to the
 * one while the other needs the memory.
 */
async function begin(
  painting: Painting,
  at: number,
): Promise<{ readonly bound: BoundObjective; readonly begun: Descent }> {
  const { scales, objective } = painting;
  const scale = scales[at]!;
  const { start, ...bound } = await objective.at(scale, { first: at === 0, last: at === scales.length - 1 });
  painting.picture = start ?? enlarged(painting.picture!, scales[at - 1]!, scale);
  const begun = await beginDescent(painting.picture.data, bound.evaluate, bound);
  painting.picture = { ...painting.picture, data: begun.point.position };
  return { bound, begun };
}

/** In the next iteration at a scale, after so many. */
function evaluationsAllowed(
  { evaluationsPerIteration: most }: ScaledObjective,
  { evaluationRatio, uneven = false }: Scale,
  done: number,
): number {
  const each = most * evaluationRatio;
  return uneven ? Math.ceil((done + 1) * each - 1e-9) - Math.ceil(done * each - 1e-9) : Math.ceil(each);
}

/** The picture of one scale as the next one takes it over. */
function enlarged(picture: Planes, from: Scale, to: Scale): Planes {
  const isSame = from.box.width === to.box.width && from.box.height === to.box.height;
  return isSame ? picture : middleOf(doubled(picture), to.canvas);
}

/** Share of the expected work that is done after some iterations of a scale. */
function workRatio(scales: readonly Scale[], at: number, iterations: number): number {
  const work = ({ evaluationRatio, canvas }: Scale, count: number): number =>
    count * evaluationRatio * canvas.width * canvas.height;
  const sum = (some: readonly Scale[]): number =>
    some.reduce((total, scale) => total + work(scale, scale.iterations), 0);
  return (sum(scales.slice(0, at)) + work(scales[at]!, iterations)) / sum(scales);
}

/** Shows frames while the arithmetic goes on, each after the one before; what fails is told by the next call. */
function oneAtATime(onFrame: StyliseOptions['onFrame']) {
  let seen: Promise<void> = Promise.resolve();
  return {
    show: async (frame: Frame): Promise<void> => {
      await seen;
      seen = Promise.resolve(onFrame?.(frame));
      seen.catch(() => {});
    },
    settled: (): Promise<void> => seen,
  };
}

/** More pixels than a screen has, and than anything is made of that is made of frames. */
const mostShownPixels = 2 ** 22;

function shown(picture: Planes, { box }: Scale): Planes {
  const size = { width: Math.round(box.width), height: Math.round(box.height) };
  let times = 0;
  while ((size.width * size.height) / 4 ** times > mostShownPixels) times++;
  return halvedMiddle(picture, size, times);
}

/** What is kept of a canvas. */
function boxOf(picture: Planes, { box }: Scale): Planes {
  return middleOf(picture, { width: Math.round(box.width), height: Math.round(box.height) });
}
