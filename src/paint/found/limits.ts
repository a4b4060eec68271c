import { limitsApart, splitColours } from '../../artwork/index.js';
import { luminanceOf } from '../../base/colour.js';
import type { Planes } from '../../base/pixels.js';
import { kneeOf, type Limit } from '../../found/index.js';
import { contrastOf, type LetterRecipe } from '../../plan/index.js';
import { type FoundArtwork, type OpenOptions, openArtwork } from './artwork.js';

export type OfBoth<Value> = Readonly<Record<'ink' | 'ground', Value>>;

type Seen = Pick<FoundArtwork, 'look' | 'usable'>;
export type Polarity = LetterRecipe['transfer']['polarity'];

/** What a letter may be: a dark one on light and a light one on dark, unless it is settled. */
export function polaritiesOf({ polarity }: { readonly polarity: Polarity }): Polarity[] {
  return polarity === 'auto' ? ['dark-on-light', 'light-on-dark'] : [polarity];
}

type Splitting = Pick<LetterRecipe['transfer'], 'split' | 'polarity'>;

/** What the tones of an artwork's pieces are to keep to at any contrast, by the colours that its dark and its light part have. */
export function limitsAt(
  { look, usable }: Seen,
  { split, polarity }: Splitting,
): (contrast: number) => OfBoth<Limit> {
  const { ink, ground } = splitColours({ picture: look, mask: usable, share: 1 }, { ...split, polarity });
  return (contrast) => {
    const apart = limitsApart(luminanceOf(ink), luminanceOf(ground), contrast);
    const knee = kneeOf(contrast);
    return { ink: { ...apart.ink, knee, colour: ink }, ground: { ...apart.ground, knee, colour: ground } };
  };
}

/** Of an artwork whose sides are seldom further apart, its shorter side is still read finer than it is looked at. */
const longestToShortest = 3;

/**
 * An artwork (RGB) with its usable places and the limits of its tones, all as the search has them but reduced to `lookPx` along its
 * shorter side. Throws `artwork` when it cannot be read.
 */
export async function reducedArtwork(
  files: Parameters<typeof openArtwork>[0],
  { transfer, arrangement }: Pick<LetterRecipe, 'transfer' | 'arrangement'>,
  { lookPx, read }: Pick<OpenOptions, 'read'> & { readonly lookPx: number },
): Promise<{
  readonly look: Planes;
  readonly usable: Planes;
  readonly keepFor: (polarity: Polarity) => OfBoth<Limit>;
}> {
  const limitPx = Math.ceil((longestToShortest * lookPx) / arrangement.sizeRatio);
  const { look, usable } = await openArtwork(files, { transfer, arrangement }, { limitPx, lookPx, read });
  const keepFor = (polarity: Polarity): OfBoth<Limit> =>
    limitsAt({ look, usable }, { ...transfer, polarity })(contrastOf(transfer));
  return { look, usable, keepFor };
}
