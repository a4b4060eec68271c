import { basename } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { chooseAxes } from './axes.js';
import { chooseFace } from './collection.js';
import { type FontTables, readFonts, viewOf } from './container.js';
import { type Instance, openFont, readFeatures } from './instance.js';
import { readLabel } from './name-table.js';
import type { Outline } from './outline.js';
import { sanitise } from './sanitise.js';
import { unusableFont } from './unusable.js';

/** One font of a file, at chosen axes. */
export interface Face {
  /** Which font of a collection it is, from 1; undefined where the file holds one alone. */
  readonly number: number | undefined;
  readonly family: string;
  readonly style: string;
  readonly version: string;
  readonly unitsPerEm: number;
  /** The value of every axis of a variable font; empty for a static one. */
  readonly axes: Readonly<Record<string, number>>;
  readonly tables: FontTables;
  /**
   * The glyph of a single character, see {@link singleCharacter}, in the form that the font always gives it at its axes. Undefined
   * where there is none.
   */
  glyphIndex(character: string): number | undefined;
  /** Outline and advance of a glyph, in em. Throws AbecedaryError `font` when the glyph is damaged. */
  glyph(index: number, character: string): { readonly outline: Outline; readonly advance: number };
  /** Text to glyphs, in font units. */
  readonly shape: Instance['shape'];
  readonly codePoints: Instance['codePoints'];
  /** Halfway between ascender and descender, in font units. */
  readonly middle: number;
}

/** Which font of a file is wanted. */
export interface FontChoice {
  /** The file's name in messages. */
  readonly file: string;
  readonly axes: Readonly<Record<string, number>>;
  /** Of a collection: the font's number, from 1, or its name; `auto` for the only one. */
  readonly face?: string | number | undefined;
}

/**
 * Reads a font from the bytes of a TTF, OTF, WOFF, WOFF2, TTC or OTC file.
 * Throws AbecedaryError `font`, and nothing else, for whatever the bytes are.
 */
export async function readFace(bytes: Uint8Array, { file, axes, face }: FontChoice): Promise<Face> {
  const { tables, number } = chooseFace(
    await readFonts(bytes, file),
    file,
    face === 'auto' ? undefined : face,
  );
  const opened = open(sanitise(tables, file), file);
  const names = tables.get('name');
  const family = readLabel(names, 16, 1) ?? basename(file).replace(/\.\w+$/, '');
  const values = chooseAxes(opened.axes, axes, `${family} (${file})`);
  const instance = opened.at(values, tables);
  const { unitsPerEm, shape, codePoints, middle } = instance;
  return {
    number,
    family,
    style: readLabel(names, 17, 2) ?? 'Regular',
    version: readLabel(names, 5) ?? '',
    unitsPerEm,
    axes: values,
    tables,
    glyphIndex: glyphFinder(instance, tables),
    glyph: (index, character) => {
      try {
        return { outline: instance.outline(index), advance: instance.advance(index) / unitsPerEm };
      } catch (cause) {
        throw new AbecedaryError(
          'font',
          `Expected an outline for '${character}' in ${family} (${file}), but it is damaged (${cause instanceof Error ? cause.message : cause}); choose another font or leave the character out.`,
          { cause },
        );
      }
    },
    shape,
    codePoints,
    middle,
  };
}

function open(plain: Uint8Array, file: string): ReturnType<typeof openFont> {
  try {
    return openFont(plain);
  } catch (cause) {
    throw unusableFont(file, 'it is damaged', { cause });
  }
}

/** One code point in composed form (NFC), perhaps with a variation selector behind it; undefined for anything else. */
export function singleCharacter(character: string): { codePoint: number; selector: number } | undefined {
  const [first, second, ...more] = character.normalize('NFC');
  if (first === undefined || more.length > 0) return undefined;
  if (second !== undefined && !/^\p{Variation_Selector}$/u.test(second)) return undefined;
  return { codePoint: first.codePointAt(0)!, selector: second?.codePointAt(0) ?? 0 };
}

/** What changes a letter that stands alone only by taste or by its neighbours; what a font varies by its axes (rvrn, rclt) stays. */
const unasked = 'ccmp locl rlig liga clig calt init medi fina isol mark mkmk kern'
  .split(' ')
  .map((tag) => `-${tag}`);

function glyphFinder(instance: Instance, tables: FontTables): Face['glyphIndex'] {
  const count = viewOf(tables.get('maxp')!).getUint16(4);
  const varies = tables.has('fvar') && tables.has('GSUB');
  const features = varies ? readFeatures(unasked) : [];
  const nominal = (character: string): number | undefined => {
    const single = singleCharacter(character);
    if (single === undefined) return undefined;
    const glyph =
      instance.nominalGlyph(single.codePoint, single.selector) ?? instance.nominalGlyph(single.codePoint, 0);
    return glyph !== undefined && glyph > 0 && glyph < count ? glyph : undefined;
  };
  const find = (character: string): number | undefined => {
    const glyph = nominal(character);
    if (glyph === undefined || !varies) return glyph;
    const text = character.normalize('NFC');
    const request = { text, start: 0, end: text.length, rtl: false, script: undefined, language: undefined };
    const [first, ...more] = instance.shape({ ...request, features });
    return more.length === 0 && first !== undefined && first.glyph > 0 ? first.glyph : glyph;
  };
  const known = new Map<string, number | undefined>();
  return (character) => {
    if (!known.has(character)) known.set(character, find(character));
    return known.get(character);
  };
}
