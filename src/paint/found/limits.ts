import { limitBeside, limitsApart, splitColours } from '../../artwork/index.js';
import { luminanceOf } from '../../base/colour.js';
import type { Planes } from '../../base/pixels.js';
import { kneeOf, type Limit } from '../../found/index.js';
import { contrastOf, type LetterRecipe } from '../../plan/index.js';
import { type FoundArtwork, type OfBoth, type OpenOptions, openArtwork, plainColourOf } from './artwork.js';

export type Polarity = LetterRecipe['transfer']['polarity'];

/** What a letter may be: a dark one on light and a light one on dark, unless it is settled, by what is plain if by nothing else. */
export function polaritiesOf(
  transfer: Pick<LetterRecipe['transfer'], 'polarity' | 'scope' | 'plain'>,
): Polarity[] {
  const { polarity, scope } = transfer;
  if (scope !== 'both') {
    const isLight = luminanceOf(plainColourOf(transfer)) >= 0.5;
    return [isLight === (scope === 'ink') ? 'dark-on-light' : 'light-on-dark'];
  }
  return polarity === 'auto' ? ['dark-on-light', 'light-on-dark'] : [polarity];
}

type Splitting = Pick<LetterRecipe['transfer'], 'split' | 'polarity'>;

/** What ink and ground are found in, in colours that are looked at: one artwork, or one each. */
type Seen = OfBoth<Pick<FoundArtwork, 'look' | 'usable' | 'plain'>>;

/**
 * What the tones of pieces are to keep to at any contrast, by the colours that the dark and the light part of their artworks have. Of
 * two artworks the darker part may be lighter than the other's light one: the letter is what was asked for all the same.
 */
export function limitsAt(seen: Seen, { split, polarity }: Splitting): (contrast: number) => OfBoth<Limit> {
  const coloursOf = ({ look, usable }: Seen['ink']) =>
    splitColours({ picture: look, mask: usable, share: 1 }, { ...split, polarity });
  const one = coloursOf(seen.ink);
  const { ink } = one;
  const { ground } = seen.ground === seen.ink ? one : coloursOf(seen.ground);
  const tones = [luminanceOf(ink), luminanceOf(ground)] as const;
  const [dark, light] = [Math.min(...tones), Math.max(...tones)];
  const [inkTone, groundTone] =
    polarity === 'auto' ? tones : polarity === 'dark-on-light' ? [dark, light] : [light, dark];
  const isPlain = (seen.ink.plain ?? seen.ground.plain) !== undefined;
  return (contrast) => {
    const apart = isPlain ? besidePlain(seen, contrast) : limitsApart(inkTone, groundTone, contrast);
    const knee = kneeOf(contrast);
    return { ink: { ...apart.ink, knee, colour: ink }, ground: { ...apart.ground, knee, colour: ground } };
  };
}

/** What is plain stays as it is, and the other region keeps away from it. */
function besidePlain({ ink, ground }: Seen, contrast: number): ReturnType<typeof limitsApart> {
  const tone = luminanceOf((ink.plain ?? ground.plain)!);
  const styled = limitBeside(tone, contrast);
  const plain = { side: styled.side === 'below' ? 'above' : 'below', limit: tone } as const;
  return ink.plain === undefined ? { ink: styled, ground: plain } : { ink: plain, ground: styled };
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
  const seen = await openArtwork(files, { transfer, arrangement }, { limitPx, lookPx, read });
  const keepFor = (polarity: Polarity): OfBoth<Limit> =>
    limitsAt({ ink: seen, ground: seen }, { ...transfer, polarity })(contrastOf(transfer));
  return { ...seen, keepFor };
}
