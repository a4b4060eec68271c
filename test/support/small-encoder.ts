import { type Encoder, type EncoderOptions, encoderOf } from '../../src/nst/encoder/encoder.js';
import type { Convolution } from '../../src/nst/encoder/reading/network.js';
import { randomTensor } from './tensors.js';

/** An encoder of four narrow stages with random filters and metrics: the real architecture, small enough for slow machines. */
export function smallEncoder(
  widths: readonly (readonly number[])[] = [[4], [6, 6], [8, 8], [10]],
  options: EncoderOptions = {},
): Encoder {
  let channels = 3;
  const stages = widths.map((stage, stageAt) =>
    stage.map((width, at): Convolution => {
      const spread = Math.sqrt(6 / (9 * channels));
      // What is left of a picture when the mean is taken off has a deviation of about a quarter.
      const gain = channels === 3 ? 4 : 1;
      const shape = [width, channels, 3, 3];
      const filters = { shape, data: randomTensor(shape, `f${stageAt}${at}`, -gain * spread, gain * spread) };
      channels = width;
      return {
        name: `relu${stageAt + 1}${at === stage.length - 1 ? '' : `_${at + 1}`}`,
        filters,
        bias: { shape: [width], data: randomTensor([width], `b${stageAt}${at}`, -0.1, 0.1) },
        metric: {
          weight: {
            shape: [width + 1, width],
            data: randomTensor([width + 1, width], `m${stageAt}${at}`, -1, 1),
          },
          bias: { shape: [width + 1], data: randomTensor([width + 1], `n${stageAt}${at}`, -1, 1) },
        },
      };
    }),
  );
  const network = {
    name: 'small',
    mean: [0.485, 0.456, 0.406],
    padding: 'zeros' as const,
    pooling: 'average' as const,
    stages,
    taps: stages.map((_, at) => `relu${at + 1}`),
    content: `relu${Math.min(3, stages.length)}`,
  };
  return encoderOf({ network, sha256: '', file: network.name }, options);
}

/** The same encoder, whose statistics are compared as they are. */
export function withoutMetrics(encoder: Encoder): Encoder {
  return { ...encoder, taps: encoder.taps.map((tap) => ({ ...tap, metric: undefined })) };
}
