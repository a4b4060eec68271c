import { painted } from '../../base/masks.js';
import type { Pixels } from '../../base/pixels.js';
import { keptColour, type Limit } from '../../found/index.js';
import type { Ingredients } from '../ingredients.js';
import { withPlainPlaces } from '../plain.js';
import type { Subject } from '../subject.js';
import { type OfBoth, plainColourOf } from './artwork.js';
import type { FoundScale } from './scale.js';

/** What is shown of a found picture: of the scale that is painted (`current`), grown so far, and plain where a mask says so. */
export function shownOf(
  subject: Subject,
  { limits, mask }: { readonly limits: OfBoth<Limit>; readonly mask: Pixels | undefined },
  current: () => Pick<FoundScale, 'finish' | 'grow'> | undefined,
): Ingredients['finish'] {
  return async (tile, { opaque = false, grown = 1 } = {}) => {
    const scale = current();
    const finished = scale === undefined ? tile : scale.finish(tile);
    const shown = scale === undefined || grown === 1 ? finished : scale.grow(finished, grown);
    const { transfer } = subject;
    if (mask === undefined && transfer.scope === 'both') return shown;
    const size = { width: tile.width, height: tile.height };
    const ink = subject.draw({ canvas: size, box: size });
    const colour = plainColourOf(transfer);
    const plain = painted(
      ink,
      transfer.scope === 'ground' ? colour : keptColour(limits.ink),
      transfer.scope === 'ink' ? colour : keptColour(limits.ground),
    );
    return withPlainPlaces(shown, { ink, plain, transfer, mask, opaque });
  };
}
