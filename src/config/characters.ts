import { AbecedaryError } from '../base/errors.js';
import { closest } from './closest.js';

/** What is wrong with a choice of characters, as "expected the key to …"; `at` counts list entries from 0. */
interface Fault {
  readonly at?: number;
  readonly error: string;
}

interface Characters {
  readonly characters: string[];
  readonly faults: readonly Fault[];
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
// White space, control and other invisible characters have no outline to fill.
const invisible = /^[\s\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]*$/u;

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text.normalize('NFC')), ({ segment }) => segment);
}

/** Splits text into what a reader sees as characters; spaces and line ends only separate. */
export function splitCharacters(text: string): Characters {
  const characters = graphemes(text).filter((character) => !/^\s+$/u.test(character));
  if (characters.length === 0) return { characters, faults: [{ error: 'hold at least one character' }] };
  const faults: Fault[] = [];
  const unseen = characters.find((character) => invisible.test(character));
  if (unseen !== undefined)
    faults.push({ error: `hold only visible characters (not ${nameCodePoints(unseen)})` });
  const twice = new Set(characters.filter((character, at) => characters.indexOf(character) !== at));
  if (twice.size > 0)
    faults.push({ error: `hold each character only once (not ${[...twice].join(' ')} twice)` });
  return { characters, faults };
}

/** Checks a list in which every entry is to be one visible character. */
export function singleCharacters(entries: readonly string[]): Characters {
  const characters = entries.map((entry) => entry.normalize('NFC'));
  if (characters.length === 0) return { characters, faults: [{ error: 'hold at least one character' }] };
  const faults: Fault[] = [];
  characters.forEach((character, at) => {
    if (graphemes(character).length !== 1) faults.push({ at, error: 'be one single character' });
    else if (invisible.test(character)) faults.push({ at, error: 'be a visible character' });
    else if (characters.indexOf(character) !== at)
      faults.push({ at, error: 'be a character that is not in the list yet' });
  });
  return { characters, faults };
}

/**
 * The one character of the alphabet that `wanted` names. Throws AbecedaryError('config') when there is none; `source`
 * says where the wish comes from, for example `--only`.
 */
export function requireCharacter(characters: readonly string[], wanted: string, source: string): string {
  const character = wanted.normalize('NFC');
  if (characters.includes(character)) return character;
  const near = closest(character, characters);
  const advice =
    near === undefined ? 'choose one of these or add it to characters.' : `did you mean ${near}?`;
  throw new AbecedaryError(
    'config',
    `Expected ${source} to name one of the alphabet's characters (${shorten(characters)}), got ${JSON.stringify(wanted)}; ${advice}`,
  );
}

/**
 * The characters that a list such as `A,B` names, in the alphabet's order. Throws AbecedaryError('config') for an empty
 * list or a character that the alphabet lacks.
 */
export function requireCharacters(characters: readonly string[], list: string, source: string): string[] {
  const parts = list.split(',').map((part) => part.trim());
  const wanted = parts.filter((part) => part !== '');
  // A comma can itself be a letter of the alphabet; it is meant where nothing else is named.
  if (wanted.length === 0 && list.includes(',') && characters.includes(',')) return [','];
  if (wanted.length === 0) {
    throw new AbecedaryError(
      'config',
      `Expected ${source} to name characters with commas between, like A,B, got ${JSON.stringify(list)}; name at least one.`,
    );
  }
  const chosen = new Set(wanted.map((part) => requireCharacter(characters, part, source)));
  return characters.filter((character) => chosen.has(character));
}

function shorten(characters: readonly string[]): string {
  return characters.length <= 40 ? characters.join(' ') : `${characters.slice(0, 40).join(' ')} …`;
}

function nameCodePoints(character: string): string {
  return Array.from(
    character,
    (point) => `U+${point.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  ).join(' ');
}
