/** A time that is left, as people say it. */
export function timeLeft(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  if (seconds < 8) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.round(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

/** A file name without its ending, as a caption. */
export const titleOf = (name: string): string => name.replace(/\.[a-z0-9]+$/i, '').replace(/[_-]+/g, ' ');

/** The letters of a text, each once, in their order. */
export function lettersOf(text: string): string {
  const single = new Set([...new Intl.Segmenter().segment(text)].map(({ segment }) => segment));
  return [...single].filter((each) => each.trim() !== '').join('');
}
