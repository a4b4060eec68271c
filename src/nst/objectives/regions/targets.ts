import type { Values } from '../../../backend/index.js';
import { product } from '../../../base/masks.js';
import type { Planes } from '../../../base/pixels.js';
import { comparedChannels, type Encoder } from '../../encoder/encoder.js';
import type { Measurer } from '../../evaluator.js';
import { port, type Region, statistics } from '../ports.js';
import { toneHalvings } from './places.js';
import { halved, regionWeights } from './region-weights.js';
import type { ScaleInput, StyleSource, Weights } from './scale-input.js';
import { depthsWithin, heldPlaces, toneFeeds } from './tones.js';

/** Pictures measured under an encoder. */
interface Measured extends Measurer {
  readonly encoder: Encoder;
}

/** How far from the outline the limits of the tones at the outline reach, as a ratio of the letter's side. */
const rimRatio = 0.1;

/** Statistics of the artworks, features of the guide, region weights and factors: all that the objective is fed but the picture. */
export async function targetsOf(scale: ScaleInput, weights: Weights, measured: Measured): Promise<Values> {
  const { encoder } = measured;
  const { held, tones } = heldAndTones(scale, weights);
  const regions = Object.entries(scale.regions);
  const places = regions.map(([, mask]) => regionWeights(product(mask, held), encoder.taps));
  const placeWeights = encoder.taps.map(
    (_, tap) => [port.weights(tap), joined(places.map((taps) => taps[tap]!))] as const,
  );
  const content = await measured.contentOf(scale.guide);
  const feeds: Record<string, Float32Array> = {
    ...Object.fromEntries(placeWeights),
    ...tones,
    [port.content]: content,
    [port.contentRoot]: halved(held, encoder.taps[encoder.contentTap]!.halvings).data.map(Math.sqrt),
    [port.contentFactor]: Float32Array.of(weights.content / squaredNorm(content)),
    [port.variationFactor]: Float32Array.of(weights.totalVariation),
    [port.variationKnee]: Float32Array.of(weights.variationKnee),
  };
  for (const [at, [region]] of regions.entries()) {
    const sources = scale.sources[region] ?? [];
    const style = await blendedStatistics(sources, measured);
    const present = encoder.taps.map(
      (_, tap) => sources.length > 0 && places[at]![tap]!.some((value) => value > 0),
    );
    const counts = scale.shares?.[region] ?? 1 / regions.length;
    Object.assign(feeds, styleFeeds(style, region, { encoder, counts, present, layers: weights.layers }));
  }
  return feeds;
}

interface StyleFeedOptions {
  readonly encoder: Encoder;
  /** How much the region counts. */
  readonly counts: number;
  /** By tap: whether the region has places and artworks there. */
  readonly present: readonly boolean[];
  readonly layers: Weights['layers'];
}

/** Targets and factors of a region's statistics; zeros where there is nothing to reach. */
function styleFeeds(
  style: Values,
  region: Region,
  { encoder, counts, present, layers }: StyleFeedOptions,
): Values {
  const totalLayers = layers.reduce((sum, each) => sum + each, 0);
  const feeds: Record<string, Float32Array> = {};
  for (const [tap, each] of encoder.taps.entries()) {
    const channels = comparedChannels(each);
    for (const statistic of statistics) {
      const target =
        style[port.statistic(tap, 'source', statistic)] ??
        new Float32Array(statistic === 'mean' ? channels : channels ** 2);
      const norm = squaredNorm(target);
      const share = (counts * (layers[tap] ?? 1)) / (totalLayers * statistics.length);
      feeds[port.statistic(tap, region, statistic)] = target;
      feeds[port.styleFactor(tap, region, statistic)] = Float32Array.of(
        present[tap] && norm > 0 ? share / norm : 0,
      );
    }
  }
  return feeds;
}

/** What the outline holds. How deep places lie is measured once for both, and let go of: it is as large as the regions. */
function heldAndTones(scale: ScaleInput, weights: Weights): { held: Planes; tones: Values } {
  const { regions, letterPx, shares } = scale;
  const fitPx = weights.fitRatio * letterPx;
  const depths = depthsWithin(regions);
  const tones = toneFeeds(regions, depths, {
    limits: scale.tones,
    fitPx,
    rimPx: rimRatio * letterPx,
    halvings: toneHalvings(scale),
    weight: weights.tone,
    shares,
  });
  return { held: heldPlaces(regions, depths, fitPx), tones };
}

/** The statistics of several sources, averaged by their shares: what they cost does not grow with their number. */
async function blendedStatistics(
  sources: readonly StyleSource[],
  { encoder, statisticsOf }: Measured,
): Promise<Values> {
  const total = sources.reduce((sum, { share }) => sum + share, 0);
  const blended: Record<string, Float32Array> = {};
  for (const { picture, mask, share } of sources) {
    const masks = regionWeights(mask, encoder.taps);
    const weights = Object.fromEntries(masks.map((each, tap) => [port.weights(tap), each]));
    const found = await statisticsOf(picture, weights);
    for (const [name, value] of Object.entries(found)) {
      blended[name] ??= new Float32Array(value.length);
      addShare(blended[name], value, [share, total]);
    }
  }
  return blended;
}

function addShare(into: Float32Array, values: Float32Array, [share, total]: readonly [number, number]): void {
  for (let at = 0; at < into.length; at++) into[at] = into[at]! + (values[at]! * share) / total;
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
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += vector[at]! * vector[at]!;
  return sum;
}
