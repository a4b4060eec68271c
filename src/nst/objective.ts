import {
  add,
  averagePool,
  constant,
  gradient,
  input,
  matmul,
  moments,
  multiply,
  type Node,
  type Program,
  relu,
  reshape,
  scale,
  slice,
  subtract,
  sumOfSquares,
  transpose,
} from '../graph/index.js';
import { luminanceWeights, type Size } from '../pixels.js';
import { type Encoder, encode } from './encoder.js';
import type { Scale } from './scales.js';

/** The parts of a picture that are matched with their own statistics: the letter itself, and what it stands on. */
export const regions = ['ink', 'ground'] as const;
export type Region = (typeof regions)[number];

/** The statistics of a region that are matched. */
export const statistics = ['mean', 'covariance'] as const;
export type Statistic = (typeof statistics)[number];

/** Names of the values that go into and come out of the programs, so that nobody spells them twice. */
export const port = {
  image: 'image',
  /** One row for each region, in the order of `regions`. */
  weights: (tap: number) => `weights.relu${tap + 1}`,
  statistic: (tap: number, region: Region | 'source', statistic: Statistic) =>
    `${statistic}.relu${tap + 1}.${region}`,
  styleFactor: (tap: number, region: Region, statistic: Statistic) =>
    `factor.${statistic}.relu${tap + 1}.${region}`,
  content: 'content',
  /** Roots of how much each place of the content tap counts. */
  contentRoot: 'content.root',
  contentFactor: 'factor.content',
  variationFactor: 'factor.variation',
  /** The step between neighbours from which the variation grows in proportion to the step, not to its square. */
  variationKnee: 'variation.knee',
  /** 1 where the picture is to stay darker than the limit, -1 where lighter. */
  toneSign: 'tone.sign',
  toneLimit: 'tone.limit',
  /** Roots of how much each place counts. */
  toneRoot: 'tone.root',
  toneFactor: 'factor.tone',
  loss: 'loss',
  gradient: 'gradient',
  part: (name: string) => `part.${name}`,
} as const;

/** Features `[1, C, H, W]` as `[C, H·W]`. */
function flat(features: Node): Node {
  const [, channels, rows, columns] = features.shape;
  return reshape(features, [channels!, rows! * columns!]);
}

interface RegionStatistic<Name> {
  readonly tap: number;
  readonly region: Name;
  readonly statistic: Statistic;
  /** `[C, 1]` for a mean, `[C, C]` for a covariance. */
  readonly value: Node;
}

function regionStatistics<Name>(taps: readonly Node[], names: readonly Name[]): RegionStatistic<Name>[] {
  return taps.flatMap((features, tap) => {
    const flattened = flat(features);
    const [channels, places] = flattened.shape as [number, number];
    const all = moments(flattened, input(port.weights(tap), [names.length, places]));
    return names.flatMap((region, at) => {
      const second = slice(all, 1, at * (channels + 1), channels);
      const mean = slice(all, 1, at * (channels + 1) + channels, 1);
      const covariance = subtract(second, matmul(mean, transpose(mean)));
      return [
        { tap, region, statistic: 'mean' as const, value: mean },
        { tap, region, statistic: 'covariance' as const, value: covariance },
      ];
    });
  });
}

/** A picture of a size as it is fed. */
const picture = ({ width, height }: Size): Node => input(port.image, [1, 3, height, width]);

/**
 * The statistics that serve as targets, of a picture of `size`: mean and covariance of each tap under one row of weights
 * (guided as in Gatys et al. 2017, section 4; centred moments instead of the raw Gram matrix).
 */
export function statisticsProgram(encoder: Encoder, size: Size): Program {
  const taps = encode(picture(size), encoder);
  const named = regionStatistics(taps, ['source'] as const).map(
    ({ tap, region, statistic, value }) => [port.statistic(tap, region, statistic), value] as const,
  );
  return { outputs: Object.fromEntries(named) };
}

/** The features that serve as content target, of a picture of `size`. */
export function contentProgram(encoder: Encoder, size: Size): Program {
  const taps = encode(picture(size), encoder);
  return { outputs: { [port.content]: taps[encoder.contentTap]! } };
}

/**
 * Sum over neighbours, along rows and columns, of Huber's function of their difference d: d² up to the knee k,
 * 2·k·|d| − k² beyond, written as d² − relu(d − k)² − relu(−d − k)²; divided by the number of samples.
 */
function variation(image: Node): Node {
  const [, , rows, columns] = image.shape;
  const knee = input(port.variationKnee, []);
  const along = (axis: number, size: number): Node => {
    const step = subtract(slice(image, axis, 1, size - 1), slice(image, axis, 0, size - 1));
    const excess = add(
      sumOfSquares(relu(subtract(step, knee))),
      sumOfSquares(relu(subtract(scale(step, -1), knee))),
    );
    return subtract(sumOfSquares(step), excess);
  };
  return scale(add(along(2, rows!), along(3, columns!)), 1 / (3 * rows! * columns!));
}

/** How often the picture is halved until its tones are compared: places of 1.4 to 2.8 % of a letter's side, at every size. */
export function toneHalvings({ canvas, box, letterPx }: Pick<Scale, 'canvas' | 'box' | 'letterPx'>): number {
  const withMarginPx = letterPx + canvas.width - box.width;
  const halves = (sidePx: number, halvings: number): boolean => sidePx % 2 ** (halvings + 1) === 0;
  let halvings = 0;
  while (
    withMarginPx / 2 ** (halvings + 1) >= 36 &&
    halves(canvas.width, halvings) &&
    halves(canvas.height, halvings)
  )
    halvings++;
  return halvings;
}

/** Weighted sum of squares of what the picture's local luminance is beyond its limit, on the wrong side. */
function toneExcess(image: Node, halvings: number): Node {
  const [, , rows, columns] = image.shape as [number, number, number, number];
  const weights = constant(Float32Array.from(luminanceWeights), [1, 3]);
  const flatTones = matmul(weights, reshape(image, [3, rows * columns]));
  let tones = reshape(flatTones, [1, 1, rows, columns]);
  for (let halving = 0; halving < halvings; halving++) tones = averagePool(tones);
  const map = (name: string): Node => input(name, tones.shape);
  const beyond = multiply(subtract(tones, map(port.toneLimit)), map(port.toneSign));
  return sumOfSquares(multiply(relu(beyond), map(port.toneRoot)));
}

/**
 * Loss and gradient of a picture of `size`, whose tones are compared after `halvings`, as one program:
 *
 *   L = Σ_taps Σ_regions (factor·‖μ − μ*‖² + factor·‖Σ − Σ*‖²) + factor·‖F − F*‖² + factor·TV + factor·tone excess.
 *
 * All targets, region weights and factors are inputs, so that one program serves every picture of its size.
 */
export function objectiveProgram(encoder: Encoder, size: Size, halvings: number): Program {
  const image = picture(size);
  const taps = encode(image, encoder);
  const factor = (name: string, part: Node): Node => multiply(part, input(name, []));

  const parts = new Map<string, Node>();
  for (const { tap, region, statistic, value } of regionStatistics(taps, regions)) {
    const target = input(port.statistic(tap, region, statistic), value.shape);
    const part = factor(port.styleFactor(tap, region, statistic), sumOfSquares(subtract(value, target)));
    parts.set(`${statistic}.relu${tap + 1}.${region}`, part);
  }
  const content = taps[encoder.contentTap]!;
  const [, , rows, columns] = content.shape as [number, number, number, number];
  const root = input(port.contentRoot, [1, 1, rows, columns]);
  const distance = sumOfSquares(multiply(subtract(content, input(port.content, content.shape)), root));
  parts.set('content', factor(port.contentFactor, distance));
  parts.set('variation', factor(port.variationFactor, variation(image)));
  parts.set('tone', factor(port.toneFactor, toneExcess(image, halvings)));

  const loss = [...parts.values()].reduce((sum, part) => add(sum, part), constant(Float32Array.of(0), []));
  const named = [...parts].map(([name, part]) => [port.part(name), part] as const);
  return {
    outputs: { [port.loss]: loss, [port.gradient]: gradient(loss, image), ...Object.fromEntries(named) },
  };
}
