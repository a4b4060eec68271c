/** How much finer and coarser than `detail` the artwork may be shown at the widest search. */
const widest = { finest: 0.7, coarsest: 2.5 };
/** Steps of the scale: three an octave at the most. */
const stepOctaves = 0.36;
/** A letter is not made of less than this of an artwork: it would be blurred. */
const leastPx = 300;
/** What a finer and a coarser scale than `detail` costs, per octave, in units of luminance: a coarse one shows fewer of the artwork's forms. */
const octaveCost = { finer: 0.012, coarser: 0.05 };

/**
 * Sides of the letter's square in an artwork, in ratios of its shorter side (`artworkPx`), from the one that `detail` means on to either side as
 * far as `width` (0..1) goes, with what each costs. None is larger than the artwork, or of less than 300 of its pixels.
 */
export function sidesToTry(
  detail: number,
  width: number,
  artworkPx: number,
): { readonly sideRatio: number; readonly cost: number }[] {
  const usual = Math.min(1, 1 / detail);
  const least = Math.min(usual, leastPx / artworkPx);
  const [below, above] = [width * Math.log2(widest.finest), width * Math.log2(widest.coarsest)];
  const octaves = [0];
  for (let at = -stepOctaves; at >= below - 1e-9; at -= stepOctaves) octaves.unshift(at);
  for (let at = stepOctaves; at <= above + 1e-9; at += stepOctaves) octaves.push(at);
  return octaves
    .map((octave) => ({
      sideRatio: usual / 2 ** octave,
      cost: octave < 0 ? -octaveCost.finer * octave : octaveCost.coarser * octave,
    }))
    .filter(({ sideRatio }) => sideRatio <= 1 && sideRatio >= least);
}
