import { basename } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { chooseAxes, normaliseAxes } from './axes.js';
import { type FontTables, readTables } from './container.js';
import { type FontCommand, type OpenTypeFont, parseSfnt, readGlyph } from './opentype.js';
import type { Outline, PathCommand } from './outline.js';
import { forShaping, sanitise } from './sanitise.js';
import { checkGlyphSize, type GlyphShape, instanceReader } from './truetype.js';
import { unusableFont } from './unusable.js';

/** One font file, at chosen axes. */
export interface Face {
  readonly family: string;
  readonly style: string;
  readonly version: string;
  readonly unitsPerEm: number;
  /** The value of every axis of a variable font; empty for a static one. */
  readonly axes: Readonly<Record<string, number>>;
  readonly tables: FontTables;
  /** The glyph of a code point, or undefined. */
  glyphIndex(codePoint: number): number | undefined;
  /** Outline and advance of a glyph, in em. Throws AbecedaryError `font` when the glyph is damaged. */
  glyph(index: number, character: string): { readonly outline: Outline; readonly advance: number };
  /** The font as one plain TTF or OTF file, with the tables that shaping takes. */
  forShaping(): Uint8Array;
}

/**
 * Reads a font from the bytes of a TTF, OTF, WOFF or WOFF2 file. `file` is its name in messages.
 * Throws AbecedaryError `font`, and nothing else, for whatever the bytes are.
 */
export async function readFace(
  bytes: Uint8Array,
  file: string,
  axes: Readonly<Record<string, number>>,
): Promise<Face> {
  const tables = await readTables(bytes, file);
  const plain = sanitise(tables, file);
  let font: OpenTypeFont;
  try {
    font = parseSfnt(plain);
  } catch (cause) {
    throw unusableFont(file, `it is damaged (${reason(cause)})`, { cause });
  }
  const name = (keys: string[]): string | undefined => findName(font, keys);
  const family = name(['preferredFamily', 'fontFamily']) ?? basename(file).replace(/\.\w+$/, '');
  const values = chooseAxes(font.tables.fvar?.axes ?? [], axes, `${family} (${file})`);
  const { unitsPerEm } = font;
  const readShape = shapeReader({ font, tables, axes: values, file });
  return {
    family,
    style: name(['preferredSubfamily', 'fontSubfamily']) ?? 'Regular',
    version: name(['version']) ?? '',
    unitsPerEm,
    axes: values,
    tables,
    glyphIndex: (codePoint) => {
      const index = font.tables.cmap.glyphIndexMap[codePoint];
      return index !== undefined && index > 0 && index < font.numGlyphs ? index : undefined;
    },
    glyph: (index, character) => {
      try {
        const { commands, advance } = readGlyph(() => readShape(index));
        return { outline: toOutline(commands, unitsPerEm), advance: advance / unitsPerEm };
      } catch (cause) {
        throw new AbecedaryError(
          'font',
          `Expected an outline for '${character}' in ${family} (${file}), but it is damaged (${reason(cause)}); choose another font or leave the character out.`,
          { cause },
        );
      }
    },
    forShaping: () => forShaping(tables, file),
  };
}

interface FaceData {
  readonly font: OpenTypeFont;
  readonly tables: FontTables;
  readonly axes: Readonly<Record<string, number>>;
  readonly file: string;
}

/** A reader of the font's glyphs at its axes. */
function shapeReader({ font, tables, axes, file }: FaceData): (index: number) => GlyphShape {
  const trueType = tables.has('glyf') && tables.has('loca');
  const gvar = tables.has('fvar') && trueType ? tables.get('gvar') : undefined;
  let readInstance: ((index: number) => GlyphShape) | undefined;
  try {
    if (gvar !== undefined) readInstance = instanceReader(font, gvar, normaliseAxes(font, axes));
  } catch (cause) {
    throw unusableFont(file, `its variations are damaged (${reason(cause)})`, { cause });
  }
  return (index) => {
    if (trueType) checkGlyphSize(tables, index);
    if (readInstance !== undefined) return readInstance(index);
    const glyph = font.glyphs.get(index);
    const { commands } = glyph.path;
    if (font.variation === undefined) return { commands, advance: glyph.advanceWidth ?? 0 };
    // Of variable fonts only CFF2 varies here. opentype.js can vary such a glyph once its path has been read, as it has been just now.
    const instance = font.variation.getTransform(glyph, { ...axes });
    return { commands: instance.path.commands, advance: instance.advanceWidth ?? 0 };
  };
}

/** The first of these names that the font has, in English if it can be had, without control characters. */
function findName(font: OpenTypeFont, keys: readonly string[]): string | undefined {
  for (const key of keys) {
    for (const platform of ['windows', 'unicode', 'macintosh']) {
      const texts = font.names[platform]?.[key];
      const text = texts === undefined ? undefined : (texts.en ?? Object.values(texts)[0]);
      const clean = text?.replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, '').trim();
      if (clean) return clean.slice(0, 100);
    }
  }
  return undefined;
}

function toOutline(commands: readonly FontCommand[], unitsPerEm: number): Outline {
  const em = (units: number): number => {
    // A hundred em is far beyond any real glyph and keeps every later sum harmless.
    if (!(Math.abs(units) <= 100 * unitsPerEm)) throw new RangeError('a point far outside of the em');
    return units / unitsPerEm;
  };
  const outline: PathCommand[] = [];
  for (const command of commands) {
    if (command.type === 'Z') continue;
    const end = { x: em(command.x), y: -em(command.y) };
    if (command.type === 'M') outline.push({ type: 'M', ...end });
    else if (command.type === 'L') outline.push({ type: 'L', ...end });
    else {
      const first = { x1: em(command.x1), y1: -em(command.y1) };
      if (command.type === 'Q') outline.push({ type: 'Q', ...first, ...end });
      else outline.push({ type: 'C', ...first, x2: em(command.x2), y2: -em(command.y2), ...end });
    }
  }
  return outline;
}

function reason(cause: unknown): string {
  // The library's errors come from a world of their own, with another class of the same name.
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'reading it takes no end';
  if (cause instanceof Error) {
    return cause.message.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 120);
  }
  return String(cause);
}
