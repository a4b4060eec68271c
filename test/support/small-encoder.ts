import type { Encoder } from '../../src/nst/encoder.js';
import { randomTensor } from './tensors.js';

/** An encoder of four narrow stages with random filters: the real architecture, small enough for slow machines. */
export function smallEncoder(widths: readonly (readonly number[])[] = [[4], [6, 6], [8, 8], [10]]): Encoder {
  let channels = 3;
  const stages = widths.map((stage, stageAt) =>
    stage.map((width, at) => {
      const spread = Math.sqrt(6 / (9 * channels));
      const filters = {
        shape: [width, channels, 3, 3],
        data: randomTensor([width, channels, 3, 3], `f${stageAt}${at}`, -spread, spread),
      };
      channels = width;
      return {
        filters,
        bias: { shape: [width], data: randomTensor([width], `b${stageAt}${at}`, -0.1, 0.1) },
      };
    }),
  );
  return {
    name: 'small',
    sha256: '',
    mean: [0.485, 0.456, 0.406],
    deviation: [0.229, 0.224, 0.225],
    stages,
    contentTap: 2,
  };
}
