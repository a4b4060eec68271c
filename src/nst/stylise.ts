import type { Backend, Executable, Values } from '../backend/index.js';
import { product } from '../compositing.js';
import { throwIfAborted } from '../errors.js';
import type { Program } from '../graph/index.js';
import { cropPlanes, type Planes, type Size } from '../pixels.js';
import type { Random } from '../random.js';
import { beginDescent, continueDescent, type Descent, type Evaluate } from './descent.js';
import type { Encoder } from './encoder.js';
import {
  contentProgram,
  objectiveProgram,
  port,
  type Region,
  regions,
  statistics,
  statisticsProgram,
  toneHalvings,
} from './objective.js';
import { halved, regionWeights } from './regions.js';
import { doubled } from './resample.js';
import type { Scale } from './scales.js';
import { heldPlaces, type ToneLimit, toneFeeds } from './tones.js';

/** How the parts of the objective are weighed; see docs/method.md. */
export interface Weights {
  /** Content against style. */
  readonly content: number;
  /** One per tap, finest first; only their proportions matter. */
  readonly layers: readonly number[];
  /** Smoothness, at the full size only. */
  readonly totalVariation: number;
  /** Steps between neighbours above this count in proportion, below it by their square; 0..1. */
  readonly variationKnee: number;
  /** Against places of the letter that are too light, and of the ground that are too dark, or the other way round. */
  readonly tone: number;
  /** Distance from the outline, as a ratio of a letter's side, from which on content, statistics and tone count in full. */
  readonly fitRatio: number;
  /** Largest value of the noise that the start gets, in units of the full range. */
  readonly startNoise: number;
  readonly evaluationsPerIteration: number;
}

/** What one scale starts from. All pictures have the size of its canvas unless said otherwise. */
export interface ScaleInput extends Scale {
  /** One channel each, 0..1: the letters, and what they stand on. */
  readonly regions: Readonly<Record<Region, Planes>>;
  /** RGB: the letters painted in the artwork's colours; content target, and start unless another is given. */
  readonly guide: Planes;
  /** What the statistics of each region are taken from; a region without any is left to the content. */
  readonly sources: Readonly<Record<Region, readonly StyleSource[]>>;
  readonly tones: Readonly<Partial<Record<Region, ToneLimit | undefined>>>;
}

/** An artwork that a region takes its look from, at the scale of the canvas. */
export interface StyleSource {
  /** RGB, a square whose side the stride divides. */
  readonly picture: Planes;
  /** One channel of the same size, 0..1: where the statistics are taken. */
  readonly mask: Planes;
  /** Weight among the region's sources; only their proportions matter. */
  readonly share: number;
}

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
   * its turn comes. `onFrame` sees the picture after every iteration and is waited for. Throws AbecedaryError `aborted`
   * on the signal, `engine` when the arithmetic fails.
   */
  stylise(
    scales: readonly Scale[],
    inputAt: (scale: Scale) => Promise<ScaleInput>,
    weights: Weights,
    options: StyliseOptions,
  ): Promise<Stylised>;
  close(): Promise<void>;
}

export interface StyliseOptions {
  readonly random: Random;
  /** RGB of the coarsest canvas, to start from instead of its guide. */
  readonly start?: Planes | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onFrame?: ((frame: Frame) => Promise<void> | void) | undefined;
}

/** What a styliser works with. */
interface Workshop {
  readonly encoder: Encoder;
  /** The objective at a scale, kept for all pictures of that size. */
  objective(scale: Scale): Promise<Executable>;
  /** Runs a program that a picture needs no longer, and gives its memory back at once: it is as much as the objective's. */
  runEach(program: Program, feeds: readonly Values[]): Promise<Values[]>;
}

export function createStyliser(backend: Backend, encoder: Encoder): Styliser {
  const objectives = new Map<string, Promise<Executable>>();
  const workshop: Workshop = {
    encoder,
    objective: (scale) => {
      const halvings = toneHalvings(scale);
      const key = `${scale.canvas.width} ${scale.canvas.height} ${halvings}`;
      const ready = objectives.get(key) ?? backend.compile(objectiveProgram(encoder, scale.canvas, halvings));
      objectives.set(key, ready);
      return ready;
    },
    runEach: async (program, feeds) => {
      const executable = await backend.compile(program);
      try {
        const results: Values[] = [];
        for (const each of feeds) results.push(await executable.run(each));
        return results;
      } finally {
        await executable.release();
      }
    },
  };

  return {
    stylise: (scales, inputAt, weights, options) => stylise(scales, inputAt, weights, options, workshop),
    close: async () => {
      for (const objective of objectives.values()) await (await objective).release();
      objectives.clear();
    },
  };
}

async function stylise(
  scales: readonly Scale[],
  inputAt: (scale: Scale) => Promise<ScaleInput>,
  weights: Weights,
  { random, start, signal, onFrame }: StyliseOptions,
  workshop: Workshop,
): Promise<Stylised> {
  const workOfIteration = (scale: Scale): number =>
    scale.evaluationRatio * scale.canvas.width * scale.canvas.height;
  const totalWork = scales.reduce((sum, scale) => sum + scale.iterations * workOfIteration(scale), 0);
  let work = 0;
  let iteration = 0;
  let evaluations = 0;
  let picture: Planes | undefined;
  let losses: Record<string, number> = {};

  for (const [at, scale] of scales.entries()) {
    throwIfAborted(signal);
    const last = at === scales.length - 1;
    const scaleInput = await inputAt(scale);
    picture =
      picture === undefined
        ? withNoise(start ?? scaleInput.guide, weights.startNoise, random)
        : middle(doubled(picture), scale.canvas);
    const objective = await workshop.objective(scale);
    const variation = last ? weights.totalVariation : 0;
    const feeds = await targets(scaleInput, { ...weights, totalVariation: variation }, workshop);
    const { evaluate, parts } = bind(objective, feeds);

    const before = evaluations;
    let descent: Descent = await beginDescent(picture.data, evaluate);
    for (let done = 0; done < scale.iterations; done++) {
      throwIfAborted(signal);
      const budget = evaluationsAllowed(weights, scale) - (done === 0 ? 1 : 0);
      descent = await continueDescent(descent, evaluate, budget);
      evaluations = before + descent.evaluations;
      work += workOfIteration(scale);
      iteration++;
      picture = { ...picture, data: descent.point.position };
      await onFrame?.({
        iteration,
        evaluations,
        loss: descent.point.loss,
        sizePx: Math.round(Math.max(scale.box.width, scale.box.height)),
        workRatio: work / totalWork,
        picture: boxOf(picture, scale),
      });
    }
    if (last) losses = { total: descent.point.loss, ...(await parts(descent.point.position)) };
  }
  return { picture: boxOf(picture!, scales.at(-1)!), evaluations, losses };
}

/** In one iteration at this scale. Two at least, where two are allowed at all: the first one of a scale only looks. */
function evaluationsAllowed({ evaluationsPerIteration: most }: Weights, { evaluationRatio }: Scale): number {
  return Math.max(Math.min(2, most), Math.ceil(most * evaluationRatio));
}

/** What is kept of a canvas. */
function boxOf(picture: Planes, { box }: Scale): Planes {
  return middle(picture, { width: Math.round(box.width), height: Math.round(box.height) });
}

function middle(picture: Planes, { width, height }: Size): Planes {
  const left = Math.floor((picture.width - width) / 2);
  const top = Math.floor((picture.height - height) / 2);
  return cropPlanes(picture, left, top, width, height);
}

function withNoise(guide: Planes, amplitude: number, random: Random): Planes {
  return { ...guide, data: guide.data.map((value) => value + amplitude * random.between(-1, 1)) };
}

/**
 * Binds everything but the picture. The first evaluation fixes the unit of the loss: it is 1 there.
 */
function bind(
  objective: Executable,
  feeds: Values,
): { evaluate: Evaluate; parts: (position: Float32Array) => Promise<Record<string, number>> } {
  let bound = feeds;
  let scaled = false;
  const run = (position: Float32Array): Promise<Values> =>
    objective.run({ ...bound, [port.image]: position });
  return {
    evaluate: async (position) => {
      const results = await run(position);
      const [loss, gradient] = [results[port.loss]![0]!, results[port.gradient]!];
      if (scaled || !(loss > 0)) return { loss, gradient };
      scaled = true;
      bound = Object.fromEntries(
        Object.entries(feeds).map(([name, value]) => [
          name,
          name.startsWith('factor.') ? value.map((each) => each / loss) : value,
        ]),
      );
      return { loss: 1, gradient: gradient.map((value) => value / loss) };
    },
    parts: async (position) => {
      const named = Object.entries(await run(position)).filter(([name]) => name.startsWith(port.part('')));
      return Object.fromEntries(named.map(([name, value]) => [name.slice(port.part('').length), value[0]!]));
    },
  };
}

/** How far from the outline the limits of the tones at the outline reach, as a ratio of the letter's side. */
const rimRatio = 0.1;

/** Statistics of the artworks, features of the guide, region weights and factors: all that the objective is fed but the picture. */
async function targets(scale: ScaleInput, weights: Weights, workshop: Workshop): Promise<Values> {
  const { encoder, runEach } = workshop;
  const fitPx = weights.fitRatio * scale.letterPx;
  const held = heldPlaces(scale.regions, fitPx);
  const byRegion = regions.map((region) => regionWeights(product(scale.regions[region], held), encoder.taps));
  const placeWeights = Object.fromEntries(
    encoder.taps.map((_, tap) => [port.weights(tap), joined(byRegion.map((taps) => taps[tap]!))]),
  );
  const [guide] = await runEach(contentProgram(encoder, scale.canvas), [{ [port.image]: scale.guide.data }]);
  const content = guide![port.content]!;

  const totalLayers = weights.layers.reduce((sum, each) => sum + each, 0);
  const feeds: Record<string, Float32Array> = {
    ...placeWeights,
    ...toneFeeds(scale.regions, scale.tones, {
      fitPx,
      rimPx: rimRatio * scale.letterPx,
      halvings: toneHalvings(scale),
      weight: weights.tone,
    }),
    [port.content]: content,
    [port.contentRoot]: halved(held, encoder.taps[encoder.contentTap]!.halvings).data.map(Math.sqrt),
    [port.contentFactor]: Float32Array.of(weights.content / squaredNorm(content)),
    [port.variationFactor]: Float32Array.of(weights.totalVariation),
    [port.variationKnee]: Float32Array.of(weights.variationKnee),
  };
  for (const [at, region] of regions.entries()) {
    const style = await blendedStatistics(scale.sources[region], workshop);
    const styled = scale.sources[region].length > 0;
    for (const [tap, { channels }] of encoder.taps.entries()) {
      const present = styled && byRegion[at]![tap]!.some((value) => value > 0);
      for (const statistic of statistics) {
        const target =
          style[port.statistic(tap, 'source', statistic)] ??
          new Float32Array(statistic === 'mean' ? channels : channels ** 2);
        const norm = squaredNorm(target);
        const share = (weights.layers[tap] ?? 1) / (totalLayers * regions.length * statistics.length);
        feeds[port.statistic(tap, region, statistic)] = target;
        feeds[port.styleFactor(tap, region, statistic)] = Float32Array.of(
          present && norm > 0 ? share / norm : 0,
        );
      }
    }
  }
  return feeds;
}

/** The statistics of several sources, averaged by their shares: what they cost does not grow with their number. */
async function blendedStatistics(
  sources: readonly StyleSource[],
  { encoder, runEach }: Workshop,
): Promise<Values> {
  const total = sources.reduce((sum, { share }) => sum + share, 0);
  const blended: Record<string, Float32Array> = {};
  for (const { picture, mask, share } of sources) {
    const masks = regionWeights(mask, encoder.taps);
    const weights = Object.fromEntries(masks.map((each, tap) => [port.weights(tap), each]));
    const [found] = await runEach(statisticsProgram(encoder, picture), [
      { [port.image]: picture.data, ...weights },
    ]);
    for (const [name, value] of Object.entries(found!)) {
      blended[name] = value.map((each, at) => (blended[name]?.[at] ?? 0) + (each * share) / total);
    }
  }
  return blended;
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const result = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    result.set(row, at);
    at += row.length;
  }
  return result;
}

function squaredNorm(vector: Float32Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}
