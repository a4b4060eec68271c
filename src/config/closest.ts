/** Optimal string alignment distance, letter case ignored: how many characters to insert, delete, replace or swap with the next. */
function editDistance(from: string, to: string): number {
  const source = from.toLowerCase();
  const target = to.toLowerCase();
  let above = Array.from({ length: target.length + 1 }, (_, at) => at);
  let before = above;
  for (let row = 1; row <= source.length; row++) {
    const current = [row];
    for (let at = 1; at <= target.length; at++) {
      const replaced = above[at - 1]! + (source[row - 1] === target[at - 1] ? 0 : 1);
      const isSwapped =
        row > 1 && at > 1 && source[row - 1] === target[at - 2] && source[row - 2] === target[at - 1];
      const swapped = isSwapped ? before[at - 2]! + 1 : replaced;
      current.push(Math.min(replaced, swapped, above[at]! + 1, current[at - 1]! + 1));
    }
    before = above;
    above = current;
  }
  return above[target.length]!;
}

/** The candidate that `word` was probably meant to be: nearest, and at most a third of its characters wrong. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  // Nobody misspells a word of a few letters by writing a paragraph; the distance would cost its length.
  if (word.length > 100) return undefined;
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(word, candidate);
    const bearable = Math.floor(Math.max(word.length, candidate.length) / 3);
    if (distance <= bearable && (best === undefined || distance < best.distance))
      best = { candidate, distance };
  }
  return best?.candidate;
}
