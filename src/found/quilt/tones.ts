import { darkening, lightening, type Redrawing, redrawn } from '../../artwork/index.js';
import type { Planes } from '../../base/pixels.js';
import { bent } from '../knee.js';
import type { Limit } from '../place.js';
import { resampled } from '../resample.js';
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
  if (limit.knee.rim === 1) return { ...limit, local: undefined };
  const { width, height } = quilt;
  const laid = layQuilt(quilt, picture, { width, height, scale: 1, left: 0, top: 0 });
  return {
    ...limit,
    local: (limit.side === 'below' ? darkening : lightening)(laid, region, limit.limit),
  };
}

/** A quilt that was laid at any size, no larger than its own places, with its tones moved. */
export function tonedQuilt(laid: Planes, tones: QuiltTones): Planes {
  const { local } = tones;
  if (local === undefined) return bent(laid, tones);
  const at = (field: Planes): Planes => resampled(field, laid);
  const moved = redrawn(laid, {
    below: at(local.below),
    colours: at(local.colours),
    strength: at(local.strength),
  });
  return bent(moved, tones);
}
