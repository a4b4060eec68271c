// @ts-expect-error it brings no types
import lineBreakModule from 'linebreak';

/** The part of linebreak that is used; it brings no types. */
interface LineBreaker {
  nextBreak(): { readonly position: number; readonly required: boolean } | null;
}

const LineBreaker = lineBreakModule as new (text: string) => LineBreaker;

const dictionaryScripts = /[\p{Script=Thai}\p{Script=Laoo}\p{Script=Khmr}\p{Script=Mymr}]/u;
const words = new Intl.Segmenter('th', { granularity: 'word' });

/**
 * Where a line of this text may end: UTF-16 offsets in order, the last one its length (UAX 14). Scripts that put no space
 * between words, such as Thai, may break between the words of Node's dictionaries.
 */
export function lineBreaks(text: string): number[] {
  const places = new Set<number>([text.length]);
  const breaker = new LineBreaker(text);
  for (let found = breaker.nextBreak(); found !== null; found = breaker.nextBreak())
    places.add(found.position);
  if (dictionaryScripts.test(text)) {
    for (const { index } of words.segment(text)) {
      const beside = text.slice(Math.max(0, index - 1), index + 1);
      if (index > 0 && [...beside].every((each) => dictionaryScripts.test(each))) places.add(index);
    }
  }
  places.delete(0);
  return [...places].sort((a, b) => a - b);
}
