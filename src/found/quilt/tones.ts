import type { Redrawing } from '../../artwork/index.js';
import type { Planes } from '../../base/pixels.js';
import type { Limit } from '../place.js';
import { resampled } from '../resample.js';
import { movedTones, redrawingFor } from '../tones.js';
import { layQuilt } from './lay.js';
import type { Quilt } from './patch.js';
import type { QuiltRoom } from './quilt.js';

/** How the tones of a quilt are moved: in the large as it is seen in places, then pixel by pixel. */
export interface QuiltTones extends Limit {
  /** As large as the quilt; absent where its tones are right as they are. */
  readonly local: Redrawing | undefined;
}

/** The counterpart of `toningOf`: `darkening` or `lightening` of the whole quilt, with what is seen of it as mask. */
export function quiltTones(quilt: Quilt, { picture, limit }: QuiltRoom, region: Planes): QuiltTones {
  const { width, height } = quilt;
  const laid = layQuilt(quilt, picture, { width, height, scale: 1, left: 0, top: 0 });
  return { ...limit, local: redrawingFor(laid, region, limit) };
}

/** A quilt that was laid at any size, no larger than its own places, with its tones moved. */
export function tonedQuilt(laid: Planes, tones: QuiltTones): Planes {
  return movedTones(laid, tones, { enlarged: (field) => resampled(field, laid) });
}
