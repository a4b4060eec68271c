import type { Size } from '../../base/pixels.js';
import { add, constant, input, multiply, type Node } from '../../graph/index.js';

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

/** A picture of a size as it is fed. */
export const picture = ({ width, height }: Size): Node => input(port.image, [1, 3, height, width]);

/** A part of the loss by its factor, which is fed. */
export const weighed = (part: Node, factor: string): Node => multiply(part, input(factor, []));

export function total(parts: Iterable<Node>): Node {
  return [...parts].reduce((sum, part) => add(sum, part), constant(Float32Array.of(0), []));
}

export function namedParts(parts: ReadonlyMap<string, Node>): Record<string, Node> {
  return Object.fromEntries([...parts].map(([name, part]) => [port.part(name), part]));
}
