import type { Backend, Executable, Values } from '../backend/index.js';
import { throwIfAborted } from '../errors.js';
import type { Program } from '../graph/index.js';
import { cropPlanes, type Planes } from '../pixels.js';
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
} from './objective.js';
import { regionWeights } from './regions.js';
import { doubled } from './resample.js';
import type { Scale } from './scales.js';

/** How the parts of the objective are weighed; see docs/method.md. */
export interface Weights {
  /** Content against style. */
  readonly content: number;
  /** One per tap, finest first; only their proportions matter. */
  readonly layers: readonly number[];
  /** Smoothness, at the full size only. */
  readonly totalVariation: number;
  /** Largest value of the noise that the start gets, in units of the full range. */
  readonly startNoise: number;
  readonly evaluationsPerIteration: number;
}

/** What one scale starts from. All pictures are squares of the scale's canvas unless said otherwise. */
export interface ScaleInput extends Scale {
  /** One channel: 1 where the letter is, 0 where its ground is. */
  readonly ink: Planes;
  /** RGB: the letter painted in the artwork's colours; start and content target. */
  readonly guide: Planes;
  /** RGB, a square whose side the stride divides: the artwork at the scale of this canvas. */
  readonly artwork: Planes;
  /** One channel each, of the artwork's size: where the statistics of a region are taken. */
  readonly artworkRegions: Readonly<Record<Region, Planes>>;
}

/** A picture after an iteration, cropped to the letter's tile at its scale. */
export interface Frame {
  readonly iteration: number;
  readonly evaluations: number;
  readonly loss: number;
  readonly sizePx: number;
  /** Share of the expected work that is done, 0..1. */
  readonly workRatio: number;
  readonly picture: Planes;
}

export interface Stylised {
  /** RGB, the letter's tile at full size. */
  readonly picture: Planes;
  readonly evaluations: number;
  /** Total and parts by name at the end. Weighted; relative to the total at the start of the last scale. */
  readonly losses: Readonly<Record<string, number>>;
}

/** Holds the compiled programs, so that letters of one size share them. */
export interface Styliser {
  /**
   * Optimises one letter from the coarsest scale to the finest. `onFrame` sees the picture after every iteration and is
   * waited for. Throws AbecedaryError `aborted` on the signal, `engine` when the arithmetic fails.
   */
  stylise(scales: readonly ScaleInput[], weights: Weights, options: StyliseOptions): Promise<Stylised>;
  close(): Promise<void>;
}

export interface StyliseOptions {
  readonly random: Random;
  readonly signal?: AbortSignal | undefined;
  readonly onFrame?: ((frame: Frame) => Promise<void> | void) | undefined;
}

/** Places at each tap's border whose features have seen padding enough to be left out of the statistics. */
const contaminatedBorder = [1, 2, 2, 1];

/** What a styliser works with. */
interface Workshop {
  readonly encoder: Encoder;
  /** The objective at a size, kept for all letters of that size. */
  objective(sidePx: number): Promise<Executable>;
  /** Runs a program that a letter needs once, and gives its memory back at once: it is as much as the objective's. */
  runOnce(program: Program, feeds: Values): Promise<Values>;
}

export function createStyliser(backend: Backend, encoder: Encoder): Styliser {
  const objectives = new Map<number, Promise<Executable>>();
  const workshop: Workshop = {
    encoder,
    objective: (sidePx) => {
      const ready = objectives.get(sidePx) ?? backend.compile(objectiveProgram(encoder, sidePx));
      objectives.set(sidePx, ready);
      return ready;
    },
    runOnce: async (program, feeds) => {
      const executable = await backend.compile(program);
      try {
        return await executable.run(feeds);
      } finally {
        await executable.release();
      }
    },
  };

  return {
    stylise: (scales, weights, options) => stylise(scales, weights, options, workshop),
    close: async () => {
      for (const objective of objectives.values()) await (await objective).release();
      objectives.clear();
    },
  };
}

async function stylise(
  scales: readonly ScaleInput[],
  weights: Weights,
  { random, signal, onFrame }: StyliseOptions,
  workshop: Workshop,
): Promise<Stylised> {
  const workOfIteration = (scale: Scale): number => scale.evaluationRatio * scale.canvasPx ** 2;
  const totalWork = scales.reduce((sum, scale) => sum + scale.iterations * workOfIteration(scale), 0);
  let work = 0;
  let iteration = 0;
  let evaluations = 0;
  let picture = withNoise(scales[0]!.guide, weights.startNoise, random);
  let losses: Record<string, number> = {};

  for (const [at, scale] of scales.entries()) {
    throwIfAborted(signal);
    const last = at === scales.length - 1;
    if (at > 0) picture = doubled(picture);
    const objective = await workshop.objective(scale.canvasPx);
    const variation = last ? weights.totalVariation : 0;
    const feeds = await targets(scale, { ...weights, totalVariation: variation }, workshop);
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
        sizePx: Math.round(scale.boxPx),
        workRatio: work / totalWork,
        picture: tile(picture, scale),
      });
    }
    if (last) losses = { total: descent.point.loss, ...(await parts(descent.point.position)) };
  }
  return { picture: tile(picture, scales.at(-1)!), evaluations, losses };
}

/** In one iteration at this scale. Two at least, where two are allowed at all: the first one of a scale only looks. */
function evaluationsAllowed({ evaluationsPerIteration: most }: Weights, { evaluationRatio }: Scale): number {
  return Math.max(Math.min(2, most), Math.ceil(most * evaluationRatio));
}

/** The letter's tile, cut out of the middle of the canvas. */
function tile(picture: Planes, scale: Scale): Planes {
  const side = Math.round(scale.boxPx);
  const inset = Math.floor((scale.canvasPx - side) / 2);
  return cropPlanes(picture, inset, inset, side, side);
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

/** Statistics of the artwork, features of the guide, region weights and factors: all that the objective is fed but the picture. */
async function targets(scale: ScaleInput, weights: Weights, { encoder, runOnce }: Workshop): Promise<Values> {
  const tapCount = encoder.stages.length;
  const letterRegions = {
    ink: scale.ink,
    ground: { ...scale.ink, data: scale.ink.data.map((value) => 1 - value) },
  };
  const weigh = (of: Readonly<Record<Region, Planes>>): Values => {
    const byRegion = regions.map((region) => regionWeights(of[region], tapCount, contaminatedBorder));
    return Object.fromEntries(
      encoder.stages.map((_, tap) => [port.weights(tap), joined(byRegion.map((taps) => taps[tap]!))]),
    );
  };
  const style = await runOnce(statisticsProgram(encoder, scale.artwork.width), {
    [port.image]: scale.artwork.data,
    ...weigh(scale.artworkRegions),
  });
  const { [port.content]: content } = await runOnce(contentProgram(encoder, scale.canvasPx), {
    [port.image]: scale.guide.data,
  });
  const letterWeights = weigh(letterRegions);

  const totalLayers = weights.layers.reduce((sum, each) => sum + each, 0);
  const feeds: Record<string, Float32Array> = { ...letterWeights, [port.content]: content! };
  feeds[port.contentFactor] = Float32Array.of(weights.content / squaredNorm(content!));
  feeds[port.variationFactor] = Float32Array.of(weights.totalVariation);
  for (const [at, region] of regions.entries()) {
    for (let tap = 0; tap < tapCount; tap++) {
      const weightsOfAll = letterWeights[port.weights(tap)]!;
      const places = weightsOfAll.length / regions.length;
      const present = weightsOfAll.subarray(at * places, (at + 1) * places).some((value) => value > 0);
      for (const statistic of statistics) {
        const target = style[port.statistic(tap, region, statistic)]!;
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
