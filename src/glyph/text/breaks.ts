import { Rules } from '@cto.af/linebreak';

/** UAX 14 of Unicode 15.1, numbers as its example 7 tailors them: `1,234.5` and `(12)` stay whole. */
const rules = new Rules({ example7: true });

/** Scripts that put no space between words (line breaking class SA). */
const dictionaryScripts = /[\p{Script=Thai}\p{Script=Laoo}\p{Script=Khmr}\p{Script=Mymr}]/u;
const letters = /^[\p{L}\p{M}]$/u;
/** Signs of repetition and abbreviation, which are letters to Unicode but belong to the word before them. */
const clinging = /^[ฯๆຯໆៗ]$/u;
const words = new Intl.Segmenter('th', { granularity: 'word' });

/**
 * Where a line of this text may end: UTF-16 offsets in order, the last one its length (UAX 14). Scripts that put no space
 * between words, such as Thai, may break between the words of Node's dictionaries, but not before a sign.
 */
export function lineBreaks(text: string): number[] {
  const places = new Set<number>([text.length]);
  for (const { position } of rules.breaks(text)) places.add(position);
  if (dictionaryScripts.test(text)) {
    for (const { index } of words.segment(text)) {
      const beside = text.slice(Math.max(0, index - 1), index + 1);
      const within = [...beside].every((each) => dictionaryScripts.test(each) && letters.test(each));
      if (index > 0 && within && !clinging.test(beside.slice(1))) places.add(index);
    }
  }
  places.delete(0);
  return [...places].sort((a, b) => a - b);
}
