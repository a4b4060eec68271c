import type { Size } from '../../base/pixels.js';
import { gradient, input, multiply, type Node, type Program, sumTo } from '../../graph/index.js';
import { type Encoder, encode } from '../encoder/encoder.js';
import { namedParts, picture, port, type Region, total } from '../objectives/ports.js';
import { placeParts } from '../objectives/regions/places.js';
import { sourceStatistics, styleParts, tapMoments } from '../objectives/regions/statistics.js';

/*
 * The objective in parts. It depends on a picture through the moments M of its features, sums over places, and through terms
 * of single places:
 *
 *   L(x) = S(M(x)) + P(x)        dL/dx = Σ_tiles d/dx ( ⟨dS/dM, M_tile(x)⟩ + P_tile(x) )        M = Σ_tiles M_tile
 *
 * where every place belongs to one tile. So the moments of all tiles are summed first, then S and its slope are taken once, and
 * then each tile is differentiated with that slope held fixed.
 */

/** Moments of a tile of `size` within regions, whose weights are 0 outside of its core. */
export function momentsProgram(encoder: Encoder, size: Size, regionCount: number): Program {
  const all = tapMoments(encode(picture(size), encoder), regionCount);
  return { outputs: Object.fromEntries(all.map((ofTap, tap) => [port.moments(tap), ofTap])) };
}

const summedMoments = (encoder: Encoder, regionCount: number): Node[] =>
  encoder.taps.map(({ channels }, tap) => input(port.moments(tap), [channels, regionCount * (channels + 1)]));

/** The statistics that serve as targets, from the moments of a whole artwork. */
export function summedStatisticsProgram(encoder: Encoder): Program {
  return { outputs: sourceStatistics(summedMoments(encoder, 1), encoder.taps) };
}

/** Parts of the loss that the moments of a whole picture make, their sum, and how it changes with each tap's moments. */
export function styleProgram(encoder: Encoder, names: readonly Region[]): Program {
  const all = summedMoments(encoder, names.length);
  const parts = styleParts(all, encoder.taps, names);
  const loss = total(parts.values());
  const slopes = all.map((ofTap, tap) => [port.slope(tap), gradient(loss, ofTap)] as const);
  return { outputs: { [port.loss]: loss, ...Object.fromEntries(slopes), ...namedParts(parts) } };
}

export interface TileProgramOptions {
  readonly size: Size;
  readonly regionCount: number;
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
  /** Number of samples of the whole picture. */
  readonly samples: number;
}

/** A tile's share of the gradient for given slopes, and what its own places add to the loss. */
export function tileProgram(
  encoder: Encoder,
  { size, regionCount, halvings, samples }: TileProgramOptions,
): Program {
  const { width, height } = size;
  const image = picture(size);
  const taps = encode(image, encoder);
  const roots = {
    alongRows: input(port.stepRoot('rows'), [1, 1, height, width - 1]),
    alongColumns: input(port.stepRoot('columns'), [1, 1, height - 1, width]),
  };
  const parts = placeParts(image, taps[encoder.contentTap]!, { halvings, samples, roots });
  const linear = tapMoments(taps, regionCount).map((ofTap, tap) =>
    sumTo(multiply(ofTap, input(port.slope(tap), ofTap.shape)), []),
  );
  const loss = total([...linear, ...parts.values()]);
  return { outputs: { [port.gradient]: gradient(loss, image), ...namedParts(parts) } };
}
