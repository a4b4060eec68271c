import { type Backend, onnxruntimeCpu } from '../backend/index.js';
import { cropPlanes, type Planes, square } from '../base/pixels.js';
import { compactEncoderFile, type Encoder, loadEncoder, stridePx } from './encoder/encoder.js';
import { port, type Statistic, statistics } from './objectives/ports.js';
import { regionWeights } from './objectives/regions/region-weights.js';
import { statisticsProgram } from './objectives/regions/statistics.js';

/** Measures how far a picture's style is from an artwork's, under an encoder that need not be the one that painted it. */
export interface StyleMeter {
  /** Name of the encoder. */
  readonly encoder: string;
  /**
   * Squared relative distance of the feature statistics, the mean over the taps of
   *
   *   ‖Σ − Σ*‖² / ‖Σ*‖² + ‖μ − μ*‖² / ‖μ*‖²
   *
   * with Σ the covariance of a tap's features over all of its places and μ their mean, * those of the artwork (Gatys et
   * al. 2016, section 2.2, centred, and relative so that taps count alike). Places whose features saw the padding do not
   * count. 0 for equal statistics; the pictures need not be of the same size, and are to be shown at the scale at which
   * their strokes compare. RGB; sides under the deepest tap's border throw RangeError.
   */
  distance(picture: Planes, artwork: Planes): Promise<number>;
}

/** Opens a meter with the encoder of a file (default: the one that comes with the product). Throws `encoder`. */
export async function openStyleMeter(
  options: { readonly file?: string | undefined; readonly taps?: readonly string[] | undefined } = {},
): Promise<StyleMeter> {
  const { file = compactEncoderFile, taps } = options;
  const encoder = await loadEncoder(file, taps === undefined ? {} : { taps, content: taps.at(-1)! });
  return createStyleMeter(onnxruntimeCpu({ threads: 2 }), encoder);
}

/** A meter that computes with `backend`. */
export function createStyleMeter(backend: Backend, encoder: Encoder): StyleMeter {
  return {
    encoder: encoder.name,
    distance: async (picture, artwork) => {
      const wanted = await statisticsOf(artwork, encoder, backend);
      const own = await statisticsOf(picture, encoder, backend);
      const perTap = own.map((tap, at) =>
        statistics.reduce((sum, name) => sum + relativeSquare(tap[name], wanted[at]![name]), 0),
      );
      return perTap.reduce((sum, each) => sum + each, 0) / perTap.length;
    },
  };
}

type Statistics = readonly Readonly<Record<Statistic, Float32Array>>[];

async function statisticsOf(picture: Planes, encoder: Encoder, backend: Backend): Promise<Statistics> {
  const stride = stridePx(encoder);
  const side = Math.floor(Math.min(picture.width, picture.height) / stride) * stride;
  const middle = cropPlanes(picture, {
    left: Math.floor((picture.width - side) / 2),
    top: Math.floor((picture.height - side) / 2),
    width: side,
    height: side,
  });
  const everywhere = { ...square(side), channels: 1, data: new Float32Array(side * side).fill(1) };
  const weights = regionWeights(everywhere, encoder.taps);
  if (weights.some((each) => each.every((value) => value === 0)))
    throw new RangeError(`a picture of ${picture.width}x${picture.height} has no style`);
  const executable = await backend.compile(statisticsProgram(encoder, square(side)));
  try {
    const feeds = weights.map((each, tap) => [port.weights(tap), each] as const);
    const found = await executable.run({ [port.image]: middle.data, ...Object.fromEntries(feeds) });
    return encoder.taps.map((_, tap) => ({
      mean: found[port.statistic(tap, 'source', 'mean')]!,
      covariance: found[port.statistic(tap, 'source', 'covariance')]!,
    }));
  } finally {
    await executable.release();
  }
}

function relativeSquare(own: Float32Array, wanted: Float32Array): number {
  let difference = 0;
  let size = 0;
  for (let at = 0; at < wanted.length; at++) {
    difference += (own[at]! - wanted[at]!) ** 2;
    size += wanted[at]! ** 2;
  }
  // A flat artwork has no covariance at all.
  return difference / (size + 1e-12);
}
