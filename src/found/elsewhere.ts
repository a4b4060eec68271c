/** What the whole way across an artwork costs, in units of luminance. */
const wayCost = 0.15;
/** The plastic number: steps of its powers fill a square evenly (Roberts 2018, the R2 sequence). */
const plastic = 1.324717957244746;

/**
 * What a place costs by where it is (in ratios of the artwork's sides) for the letter that is the `part`-th, from 0, of those that share an
 * artwork: 0.15 · the distance to a point of its own, so that they get different parts of it. The first one looks everywhere.
 */
export function elsewhereFor(part: number): ((x: number, y: number) => number) | undefined {
  if (part === 0) return undefined;
  const [ownX, ownY] = [(0.5 + part / plastic) % 1, (0.5 + part / plastic ** 2) % 1];
  return (x, y) => wayCost * Math.hypot(x - ownX, y - ownY);
}
