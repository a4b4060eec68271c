import { AbecedaryError } from '../base/errors.js';
import type { FontTables } from './container.js';
import { readLabel } from './name-table.js';

/** The names by which a font may be asked for, the most telling first: full, PostScript, family with style, family. */
export function namesOf(tables: FontTables): (string | undefined)[] {
  const names = tables.get('name');
  const [family, oldFamily] = [readLabel(names, 16, 1), readLabel(names, 1)];
  const styled = [`${family} ${readLabel(names, 17, 2) ?? ''}`, `${oldFamily} ${readLabel(names, 2) ?? ''}`];
  return [readLabel(names, 4), readLabel(names, 6), ...styled, family, oldFamily];
}

/** Names are the same whatever their spaces, hyphens and capitals. */
export const sameName = (one: string, other: string): boolean => plainName(one) === plainName(other);

const plainName = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/**
 * The font of a file that is asked for by its number, from 1, or by one of its names; the only one where nothing is asked.
 * Throws AbecedaryError `font`, listing all, where none or several would do.
 */
export function chooseFace(
  fonts: readonly FontTables[],
  file: string,
  wanted: string | number | undefined,
): { readonly tables: FontTables; readonly number: number | undefined } {
  const numbered = fonts.length > 1;
  const number = /^\d+$/.test(String(wanted)) ? Number(wanted) : undefined;
  const index =
    wanted === undefined
      ? fonts.length - 1
      : number === undefined
        ? findNamed(fonts, String(wanted))
        : number - 1;
  const tables = fonts[index];
  if (tables !== undefined && (wanted !== undefined || !numbered))
    return { tables, number: numbered ? index + 1 : undefined };
  const listed = fonts
    .map((font, at) => `${at + 1} ${namesOf(font).find((name) => name !== undefined) ?? 'without a name'}`)
    .join(', ');
  const got = wanted === undefined ? 'none was chosen' : `there is no ${JSON.stringify(wanted)}`;
  throw new AbecedaryError(
    'font',
    `Expected one of the fonts in ${file}, which are ${listed}, but ${got}; say its number or its name in font.face.`,
  );
}

/** The first whose full name it is, else whose PostScript name and so on; -1 for none. */
function findNamed(fonts: readonly FontTables[], wanted: string): number {
  const names = fonts.map(namesOf);
  for (let rank = 0; rank < 6; rank++) {
    const found = names.findIndex((each) => each[rank] !== undefined && sameName(each[rank]!, wanted));
    if (found >= 0) return found;
  }
  return -1;
}
