import { type Encoder, encoderOf } from '../../encoder/encoder.js';
import type { LoadedNetwork } from '../../encoder/reading/index.js';

/** An encoder with the taps of this objective. */
export interface OriginalEncoder {
  /** The content is that of its content tap. */
  readonly encoder: Encoder;
  /** Indices of the taps whose Gram matrices make the style. */
  readonly styleTaps: readonly number[];
}

const vggStyle = ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'];
const vggContent = 'relu5_2';

/**
 * The taps of the script, of a VGG. Another network, or a VGG that ends before, gives its own taps, which all count for the
 * style. Throws AbecedaryError `encoder`.
 */
export function originalEncoderOf(loaded: LoadedNetwork): OriginalEncoder {
  const isDeep = loaded.network.stages.flat().some((layer) => layer.name === vggContent);
  if (!isDeep) return withEveryTap(encoderOf(loaded));
  const encoder = encoderOf(loaded, { taps: [...vggStyle, vggContent], content: vggContent });
  return { encoder, styleTaps: [...encoder.taps.keys()].filter((tap) => tap !== encoder.contentTap) };
}

/** An encoder all of whose taps count for the style. */
export function withEveryTap(encoder: Encoder): OriginalEncoder {
  return { encoder, styleTaps: [...encoder.taps.keys()] };
}
