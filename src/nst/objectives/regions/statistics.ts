import type { Size } from '../../../base/pixels.js';
import {
  add,
  constant,
  input,
  matmul,
  moments,
  type Node,
  type Program,
  reshape,
  slice,
  subtract,
  sumOfSquares,
  transpose,
} from '../../../graph/index.js';
import { type Encoder, encode, type Tap } from '../../encoder/encoder.js';
import { picture, port, type Region, type Statistic, statistics, weighed } from '../ports.js';

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
