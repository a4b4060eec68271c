import { luminanceWeights } from '../../base/colour.js';
import type { Size } from '../../base/pixels.js';
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
  sumOfHuber,
  sumOfSquares,
  transpose,
} from '../../graph/index.js';
import { type Encoder, encode, type Tap } from '../encoder/encoder.js';
import type { Scale } from '../scales.js';

/** The parts of a picture that are matched with their own statistics. Those of a letter: itself, and what it stands on. */
export const regions = ['ink', 'ground'] as const;
/** The name of one. */
export type Region = string;
/** Something of each region. Every picture has ink and ground; a text may have several kinds of them. */
export type ByRegion<Value> = Readonly<Record<(typeof regions)[number], Value>> &
  Readonly<Record<Region, Value>>;

/** The statistics of a region that are matched. */
export const statistics = ['mean', 'covariance'] as const;
export type Statistic = (typeof statistics)[number];

/** Names of the values that go into and come out of the programs, so that nobody spells them twice. */
export const port = {
  image: 'image',
  /** One row for each region, in their order. */
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
  /** Sums over places, of which the statistics are made. */
  moments: (tap: number) => `moments.relu${tap + 1}`,
  /** How the loss changes with the moments. */
  slope: (tap: number) => `slope.relu${tap + 1}`,
  /** Which steps between neighbours count, in a part of a picture. */
  stepRoot: (axis: 'rows' | 'columns') => `variation.root.${axis}`,
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
  /** `[K, 1]` for a mean, `[K, K]` for a covariance, K channels as they are compared. */
  readonly value: Node;
}

/**
 * The moments of every tap's features within regions, of which the statistics are made: `[C, regions·(C + 1)]`, for each region second
 * moments and mean. They are sums over places, so those of a picture are the sums of those of its parts.
 */
export function tapMoments(taps: readonly Node[], regionCount: number): Node[] {
  return taps.map((features, tap) => {
    const flattened = flat(features);
    return moments(flattened, input(port.weights(tap), [regionCount, flattened.shape[1]!]));
  });
}

function regionStatistics<Name>(
  all: readonly Node[],
  taps: readonly Tap[],
  names: readonly Name[],
): RegionStatistic<Name>[] {
  return all.flatMap((ofTap, tap) => {
    const channels = ofTap.shape[0]!;
    const compared = comparison(taps[tap]!);
    return names.flatMap((region, at) => {
      const second = slice(ofTap, 1, at * (channels + 1), channels);
      const mean = slice(ofTap, 1, at * (channels + 1) + channels, 1);
      const values = compared({ mean, covariance: subtract(second, matmul(mean, transpose(mean))) });
      return statistics.map((statistic) => ({ tap, region, statistic, value: values[statistic] }));
    });
  });
}

/** Takes a tap's statistics to where they are compared. */
function comparison({ metric }: Tap): (own: Record<Statistic, Node>) => Record<Statistic, Node> {
  if (metric === undefined) return (own) => own;
  const weight = constant(metric.weight.data, metric.weight.shape);
  const bias = constant(metric.bias.data, [metric.bias.shape[0]!, 1]);
  return ({ mean, covariance }) => ({
    mean: add(matmul(weight, mean), bias),
    covariance: matmul(matmul(weight, covariance), transpose(weight)),
  });
}

/** A picture of a size as it is fed. */
export const picture = ({ width, height }: Size): Node => input(port.image, [1, 3, height, width]);

/** The statistics of one source, by their names, from its moments. */
export function sourceStatistics(all: readonly Node[], taps: readonly Tap[]): Record<string, Node> {
  const named = regionStatistics(all, taps, ['source'] as const).map(
    ({ tap, region, statistic, value }) => [port.statistic(tap, region, statistic), value] as const,
  );
  return Object.fromEntries(named);
}

/**
 * The statistics that serve as targets, of a picture of `size`: mean and covariance of each tap under one row of weights
 * (guided as in Gatys et al. 2017, section 4; centred moments instead of the raw Gram matrix).
 */
export function statisticsProgram(encoder: Encoder, size: Size): Program {
  const features = encode(picture(size), encoder);
  return { outputs: sourceStatistics(tapMoments(features, 1), encoder.taps) };
}

/** The features that serve as content target, of a picture of `size`. */
export function contentProgram(encoder: Encoder, size: Size): Program {
  const taps = encode(picture(size), encoder);
  return { outputs: { [port.content]: taps[encoder.contentTap]! } };
}

/** Roots of how much each step between neighbours counts, 0 or 1: along rows `[1, 1, H, W - 1]`, along columns `[1, 1, H - 1, W]`. */
interface StepRoots {
  readonly alongRows: Node;
  readonly alongColumns: Node;
}

/** Sum over neighbours, along rows and columns, of Huber's function of their difference, divided by the number of `samples`. */
function variation(image: Node, samples: number, roots?: StepRoots): Node {
  const [, , rows, columns] = image.shape;
  const knee = input(port.variationKnee, []);
  const along = (axis: number, size: number, root: Node | undefined): Node => {
    const step = subtract(slice(image, axis, 1, size - 1), slice(image, axis, 0, size - 1));
    return sumOfHuber(root === undefined ? step : multiply(step, root), knee);
  };
  const both = add(along(2, rows!, roots?.alongColumns), along(3, columns!, roots?.alongRows));
  return scale(both, 1 / samples);
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
 * Loss and gradient of a picture of `size` with regions of these `names`, whose tones are compared after `halvings`, as one program:
 *
 *   L = Σ_taps Σ_regions (factor·‖μ − μ*‖² + factor·‖Σ − Σ*‖²) + factor·‖F − F*‖² + factor·TV + factor·tone excess.
 *
 * All targets, region weights and factors are inputs, so that one program serves every picture of its size.
 */
export function objectiveProgram(
  encoder: Encoder,
  size: Size,
  halvings: number,
  names: readonly Region[] = regions,
): Program {
  const image = picture(size);
  const taps = encode(image, encoder);
  const parts = new Map([
    ...styleParts(tapMoments(taps, names.length), encoder.taps, names),
    ...placeParts(image, taps[encoder.contentTap]!, { halvings, samples: 3 * size.width * size.height }),
  ]);
  const loss = total(parts.values());
  return { outputs: { [port.loss]: loss, [port.gradient]: gradient(loss, image), ...namedParts(parts) } };
}

const weighed = (part: Node, factor: string): Node => multiply(part, input(factor, []));

/** What the statistics of regions add to the loss, by name. */
export function styleParts(
  all: readonly Node[],
  taps: readonly Tap[],
  names: readonly Region[],
): Map<string, Node> {
  return new Map(
    regionStatistics(all, taps, names).map(({ tap, region, statistic, value }) => {
      const target = input(port.statistic(tap, region, statistic), value.shape);
      const distance = sumOfSquares(subtract(value, target));
      return [
        `${statistic}.relu${tap + 1}.${region}`,
        weighed(distance, port.styleFactor(tap, region, statistic)),
      ] as const;
    }),
  );
}

export interface PlaceOptions {
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
  /** Number of samples of the whole picture, of which this may be a part. */
  readonly samples: number;
  readonly roots?: StepRoots | undefined;
}

/** What single places add to the loss, by name: content, variation and tone. */
export function placeParts(
  image: Node,
  content: Node,
  { halvings, samples, roots }: PlaceOptions,
): Map<string, Node> {
  const [, , rows, columns] = content.shape as [number, number, number, number];
  const root = input(port.contentRoot, [1, 1, rows, columns]);
  const distance = sumOfSquares(multiply(subtract(content, input(port.content, content.shape)), root));
  return new Map([
    ['content', weighed(distance, port.contentFactor)],
    ['variation', weighed(variation(image, samples, roots), port.variationFactor)],
    ['tone', weighed(toneExcess(image, halvings), port.toneFactor)],
  ]);
}

export function total(parts: Iterable<Node>): Node {
  return [...parts].reduce((sum, part) => add(sum, part), constant(Float32Array.of(0), []));
}

export function namedParts(parts: ReadonlyMap<string, Node>): Record<string, Node> {
  return Object.fromEntries([...parts].map(([name, part]) => [port.part(name), part]));
}
