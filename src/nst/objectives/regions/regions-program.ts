import type { Size } from '../../../base/pixels.js';
import { gradient, type Program } from '../../../graph/index.js';
import { type Encoder, encode } from '../../encoder/encoder.js';
import { namedParts, picture, port, type Region, regions, total } from '../ports.js';
import { placeParts } from './places.js';
import { styleParts, tapMoments } from './statistics.js';

export interface RegionsProgramOptions {
  /** Of the picture. */
  readonly size: Size;
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
  /** Names of the regions; those of a letter when absent. */
  readonly names?: readonly Region[] | undefined;
}

/**
 * Loss and gradient of a picture of `size` with regions of these `names`, whose tones are compared after `halvings`, as one program:
 *
 *   L = Σ_taps Σ_regions (factor·‖μ − μ*‖² + factor·‖Σ − Σ*‖²) + factor·‖F − F*‖² + factor·TV + factor·tone excess.
 *
 * All targets, region weights and factors are inputs, so that one program serves every picture of its size.
 */
export function regionsProgram(
  encoder: Encoder,
  { size, halvings, names = regions }: RegionsProgramOptions,
): Program {
  const image = picture(size);
  const taps = encode(image, encoder);
  const parts = new Map([
    ...styleParts(tapMoments(taps, names.length), encoder.taps, names),
    ...placeParts(image, taps[encoder.contentTap]!, { halvings, samples: 3 * size.width * size.height }),
  ]);
  const loss = total(parts.values());
  return { outputs: { [port.loss]: loss, [port.gradient]: gradient(loss, image), ...namedParts(parts) } };
}
