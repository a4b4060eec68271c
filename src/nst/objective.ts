import {
  add,
  constant,
  gradient,
  input,
  matmul,
  moments,
  multiply,
  type Node,
  type Program,
  reshape,
  scale,
  slice,
  subtract,
  sumOfSquares,
  transpose,
} from '../graph/index.js';
import { type Encoder, encode } from './encoder.js';

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
  statistic: (tap: number, region: Region, statistic: Statistic) => `${statistic}.relu${tap + 1}.${region}`,
  styleFactor: (tap: number, region: Region, statistic: Statistic) =>
    `factor.${statistic}.relu${tap + 1}.${region}`,
  content: 'content',
  contentFactor: 'factor.content',
  variationFactor: 'factor.variation',
  loss: 'loss',
  gradient: 'gradient',
  part: (name: string) => `part.${name}`,
} as const;

/** Features `[1, C, H, W]` as `[C, H·W]`. */
function flat(features: Node): Node {
  const [, channels, rows, columns] = features.shape;
  return reshape(features, [channels!, rows! * columns!]);
}

interface RegionStatistic {
  readonly tap: number;
  readonly region: Region;
  readonly statistic: Statistic;
  /** `[C, 1]` for a mean, `[C, C]` for a covariance. */
  readonly value: Node;
}

function regionStatistics(taps: readonly Node[]): RegionStatistic[] {
  return taps.flatMap((features, tap) => {
    const flattened = flat(features);
    const [channels, places] = flattened.shape as [number, number];
    const all = moments(flattened, input(port.weights(tap), [regions.length, places]));
    return regions.flatMap((region, at) => {
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

/**
 * The statistics that serve as targets: for a picture of `sidePx`, mean and covariance of each tap within each region
 * (guided as in Gatys et al. 2017, section 4; centred moments instead of the raw Gram matrix).
 */
export function statisticsProgram(encoder: Encoder, sidePx: number): Program {
  const taps = encode(input(port.image, [1, 3, sidePx, sidePx]), encoder);
  const named = regionStatistics(taps).map(
    ({ tap, region, statistic, value }) => [port.statistic(tap, region, statistic), value] as const,
  );
  return { outputs: Object.fromEntries(named) };
}

/** The features that serve as content target, of a picture of `sidePx`. */
export function contentProgram(encoder: Encoder, sidePx: number): Program {
  const taps = encode(input(port.image, [1, 3, sidePx, sidePx]), encoder);
  return { outputs: { [port.content]: taps[encoder.contentTap]! } };
}

/** Sum of squared differences of neighbours, along rows and columns. */
function squaredVariation(image: Node): Node {
  const [, , rows, columns] = image.shape;
  const along = (axis: number, size: number): Node =>
    sumOfSquares(subtract(slice(image, axis, 1, size - 1), slice(image, axis, 0, size - 1)));
  return scale(add(along(2, rows!), along(3, columns!)), 1 / (3 * rows! * columns!));
}

/**
 * Loss and gradient of one letter at one size, as one program:
 *
 *   L = Σ_taps Σ_regions (factor·‖μ − μ*‖² + factor·‖Σ − Σ*‖²) + factor·‖F − F*‖² + factor·TV,  TV = mean squared difference of neighbours.
 *
 * All targets, region weights and factors are inputs, so that one program serves every letter of its size.
 */
export function objectiveProgram(encoder: Encoder, sidePx: number): Program {
  const image = input(port.image, [1, 3, sidePx, sidePx]);
  const taps = encode(image, encoder);
  const factor = (name: string, part: Node): Node => multiply(part, input(name, []));

  const parts = new Map<string, Node>();
  for (const { tap, region, statistic, value } of regionStatistics(taps)) {
    const target = input(port.statistic(tap, region, statistic), value.shape);
    const part = factor(port.styleFactor(tap, region, statistic), sumOfSquares(subtract(value, target)));
    parts.set(`${statistic}.relu${tap + 1}.${region}`, part);
  }
  const content = taps[encoder.contentTap]!;
  const distance = sumOfSquares(subtract(content, input(port.content, content.shape)));
  parts.set('content', factor(port.contentFactor, distance));
  parts.set('variation', factor(port.variationFactor, squaredVariation(image)));

  const loss = [...parts.values()].reduce((sum, part) => add(sum, part), constant(Float32Array.of(0), []));
  const named = [...parts].map(([name, part]) => [port.part(name), part] as const);
  return {
    outputs: { [port.loss]: loss, [port.gradient]: gradient(loss, image), ...Object.fromEntries(named) },
  };
}
