import { createRequire } from 'node:module';
import createHyphenator from 'hyphen';
import { AbecedaryError } from '../../base/errors.js';

/** Where words of a text may be divided with a hyphen: UTF-16 offsets. */
export type Hyphenate = (text: string) => number[];

const softHyphen = '\u00ad';

/**
 * Divides words by the patterns of a language (BCP 47, such as `de` or `en-GB`), after Liang. Throws AbecedaryError `config` for a
 * language that there are no patterns for, and for none.
 */
export function openHyphenation(language: string | undefined): Hyphenate {
  const patterns = language === undefined ? undefined : patternsOf(language.toLowerCase());
  if (patterns === undefined) {
    throw new AbecedaryError(
      'config',
      `Expected a language whose words can be divided, such as de, en-GB, fr or ru, got ${language ?? 'none'}; set text.language, or leave text.hyphenate off.`,
    );
  }
  const divide = createHyphenator(patterns, { async: false, hyphenChar: softHyphen });
  return (text) => {
    const places: number[] = [];
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{M}]+/gu)) {
      let at = index;
      for (const part of String(divide(word)).split(softHyphen).slice(0, -1)) {
        at += part.length;
        places.push(at);
      }
    }
    return places;
  };
}

/** The patterns of a language, or of the wider one that it belongs to. */
function patternsOf(language: string): Parameters<typeof createHyphenator>[0] | undefined {
  const require = createRequire(import.meta.url);
  for (let name = language; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('-')))) {
    try {
      return require(`hyphen/${name}/index.js`).patterns;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error;
    }
  }
  return undefined;
}
