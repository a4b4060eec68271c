import { bleedPx, withAlpha } from '../base/masks.js';
import { nearestMarked } from '../base/nearest.js';
import { cropPlanes, type Pixels, type Planes, type Rectangle, toPixels } from '../base/pixels.js';

/** A letter cut out of its tile. */
export interface CutOut {
  /** Four channels, trimmed to what is not wholly transparent. */
  readonly picture: Pixels;
  /** Where the cut-out lies in its tile. */
  readonly left: number;
  readonly top: number;
}

/** Cuts a letter out: its colours under the exact edge. Undefined where nothing of it is to be seen. */
export function cutOut(colours: Planes, coverage: Planes): CutOut | undefined {
  const box = boxOf(coverage);
  if (box === undefined) return undefined;
  const { left, top, width, height } = box;
  const alpha = cropPlanes(coverage, box);
  const picture = toPixels(withAlpha(cropPlanes(colours, box), alpha));
  // Colours that nothing reaches any more would only make the file larger.
  const { distance } = nearestMarked(alpha.data, width, height);
  for (let at = 0; at < distance.length; at++)
    if (distance[at]! > bleedPx) picture.data.fill(0, 4 * at, 4 * at + 3);
  return { picture, left, top };
}

/** The coverage of a letter in its tile, less what the tile itself leaves transparent. */
export function seenThrough(coverage: Planes, tile: Pixels): Planes {
  if (tile.channels !== 4) return coverage;
  const data = coverage.data.map((share, at) => Math.min(share, tile.data[4 * at + 3]! / 255));
  return { ...coverage, data };
}

/** What has some coverage in eight bits. */
function boxOf({ width, height, data }: Planes): Rectangle | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (data[row * width + column]! * 255 < 0.5) continue;
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = row;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
