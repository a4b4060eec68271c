import {
  averagePool,
  constant,
  convolution,
  join,
  maxPool,
  type Node,
  relu,
  slice,
  subtract,
} from '../../graph/index.js';
import { type Encoder, reach } from './encoder.js';
import type { Convolution, Padding } from './reading/network.js';

/**
 * The encoder's taps for a picture `[1, 3, H, W]` of RGB in 0..1: one node per tap, `[1, C, H/2ʰ, W/2ʰ]` for h halvings.
 * H and W must halve that often.
 */
export function encode(image: Node, encoder: Encoder): Node[] {
  const activations = new Map<string, Node>();
  // Taken off before the first convolution, so that its zero padding stands for the mean colour and not for black.
  let features = subtract(image, constant(Float32Array.from(encoder.mean), [1, 3, 1, 1]));
  for (const [at, stage] of encoder.stages.entries()) {
    if (at > 0) features = encoder.pooling === 'max' ? maxPool(features) : averagePool(features);
    for (const layer of stage) {
      const outputs = convolve(features, layer, encoder.padding);
      features = layer.linear ? outputs : relu(outputs);
      activations.set(layer.name, features);
    }
  }
  return encoder.taps.map((tap) => activations.get(tap.name)!);
}

function convolve(features: Node, layer: Convolution, padding: Padding): Node {
  const { filters, bias } = layer;
  const width = reach(layer);
  const [kernel, shift] = [constant(filters.data, filters.shape), constant(bias.data, bias.shape)];
  if (padding === 'zeros') return convolution(features, kernel, { bias: shift, padding: width });
  return convolution(reflected(reflected(features, 2, width), 3, width), kernel, { bias: shift, padding: 0 });
}

/** `width` places more at both ends of an axis, mirrored at the outermost place. */
function reflected(features: Node, axis: number, width: number): Node {
  const size = features.shape[axis]!;
  let result = features;
  for (let at = 1; at <= width; at++) {
    const [before, after] = [
      slice(features, axis, { start: at, length: 1 }),
      slice(features, axis, { start: size - 1 - at, length: 1 }),
    ];
    result = join(join(before, result, axis), after, axis);
  }
  return result;
}
