import { AbecedaryError } from '../../base/errors.js';
import type { Font } from '../font.js';
import type { MissingCharacter } from './paragraph.js';

/** The error for characters that the font lacks: one sentence that names them, each once, with its place. */
export function lacking({ family, file }: Font, missing: readonly MissingCharacter[]): AbecedaryError {
  const distinct = missing.filter(
    ({ character }, at) => missing.findIndex((each) => each.character === character) === at,
  );
  const named = distinct.slice(0, 8);
  const places = named.map(({ character, line, column }) => {
    const codes = [...character].map(
      (each) => `U+${each.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
    );
    return `«${character}» (${codes.join(' ')}) in line ${line}, column ${column}`;
  });
  const more = distinct.length > named.length ? `, and ${distinct.length - named.length} more` : '';
  return new AbecedaryError(
    'font',
    `Expected ${family} (${file === 'default' ? 'the default font' : file}) to draw every character of the text, but it has none for ${places.join(', ')}${more}; choose another font, name one that has them in text.fallbackFonts, or write something else.`,
  );
}
