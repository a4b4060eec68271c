import { bled, filled, grey, inverted, over, painted, product, withAlpha } from '../base/masks.js';
import type { Pixels, Planes } from '../base/pixels.js';
import type { TransferSettings } from '../config/index.js';
import { fitted, white } from './materials.js';

interface PlainPlaces {
  /** How much of each pixel is ink. */
  readonly ink: Planes;
  /** What the picture looks like where it is not styled. */
  readonly plain: Planes;
  readonly transfer: Pick<TransferSettings, 'scope' | 'plain'>;
  /** The artist's own, white where it is styled. */
  readonly mask: Pixels | undefined;
  /** Whether white lies where the picture would be transparent. */
  readonly opaque: boolean;
}

/** A picture with what is plain in it, or transparency, where nothing is to be styled. */
export async function withPlainPlaces(
  picture: Planes,
  { ink, plain, transfer, mask, opaque }: PlainPlaces,
): Promise<Planes> {
  const size = { width: picture.width, height: picture.height };
  const inScope = { both: filled(ink, 1), ink, ground: inverted(ink) }[transfer.scope];
  const shown =
    mask === undefined ? inScope : product(inScope, grey(await fitted(mask, { canvas: size, box: size })));
  // The artist's mask is no edge between two looks: what lies under its soft places is good as it is.
  const edge = bled(picture, inScope);
  if (transfer.scope === 'both' || transfer.plain !== 'transparent') return over(edge, plain, shown);
  return opaque ? over(edge, painted(ink, white, white), shown) : withAlpha(edge, shown);
}
