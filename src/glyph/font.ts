import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { AbecedaryError } from '../base/errors.js';
import { isFontName } from '../base/font-name.js';
import { FileRefusal, readRegularFile } from '../base/regular-file.js';
import { type Face, type FontChoice, readFace } from './face.js';
import { findInstalled } from './installed.js';
import type { Outline } from './outline.js';
import { unusableFont } from './unusable.js';

/** A font at chosen axes. Coordinates are in em with y down, see {@link Outline}. */
export interface Font {
  readonly family: string;
  readonly style: string;
  /** The version as the font's maker words it, for example `Version 1.006`. */
  readonly version: string;
  /** `default`, or the path as it was given, or where a font that was asked for by its name was found. */
  readonly file: string;
  /** Which font of a collection it is, from 1; undefined where the file holds one alone. */
  readonly face: number | undefined;
  /** Whether it was asked for by its name and found among the system's fonts. */
  readonly installed: boolean;
  /** Hash of the file's bytes (of both files of the default font), in hexadecimal. */
  readonly sha256: string;
  readonly unitsPerEm: number;
  /** The value of every axis of a variable font; empty for a static one. */
  readonly axes: Readonly<Record<string, number>>;
  /** Its files, in the order in which they are asked for a glyph. */
  readonly faces: readonly Face[];
  /** Whether the font has a glyph, possibly an empty one, for this single character. */
  hasGlyph(character: string): boolean;
  /** The outline of a character. Throws AbecedaryError `font` when there is none or it is damaged. */
  outline(character: string): Outline;
  /** How far the pen moves on after a character, in em. Throws like `outline`. */
  advance(character: string): number;
}

/** Names the font of captions, which comes with the package, for {@link loadFont}. */
export const quietFont = 'quiet';

const largestFile = 64 * 1024 * 1024;

/** Archivo Black and Archivo by Omnibus-Type (OFL): what the first file lacks is in the second. */
const includedFiles: Readonly<Record<string, readonly string[]>> = {
  default: ['latin', 'latin-ext'].map(
    (subset) => `@fontsource/archivo-black/files/archivo-black-${subset}-400-normal.woff`,
  ),
  [quietFont]: ['latin', 'latin-ext'].map(
    (subset) => `@fontsource/archivo/files/archivo-${subset}-500-normal.woff`,
  ),
};

/**
 * Loads a font from its file, or one that is installed by its name. Throws AbecedaryError `font`, and nothing else, when it is not
 * there, cannot be read or used, or when an axis is unknown or out of its range.
 */
export async function loadFont(choice: FontChoice): Promise<Font> {
  const { resolve } = createRequire(import.meta.url);
  const included = includedFiles[choice.file]?.map((path) => resolve(path));
  const named = included === undefined && isFontName(choice.file);
  const { file, axes, face } = named ? { ...choice, ...(await findInstalled(choice.file)) } : choice;
  const paths = included ?? [file];
  const hash = createHash('sha256');
  const faces: Face[] = [];
  for (const path of paths) {
    const bytes = await readFontFile(path);
    hash.update(bytes);
    faces.push(await readFace(bytes, { file: included ? `the ${file} font` : file, axes, face }));
  }
  const { family, style, version, unitsPerEm, axes: values, number } = faces[0]!;

  const glyphs = new Map<string, { outline: Outline; advance: number }>();
  const findGlyph = (character: string): { outline: Outline; advance: number } => {
    const known = glyphs.get(character);
    if (known !== undefined) return known;
    for (const face of faces) {
      const index = face.glyphIndex(character);
      if (index === undefined) continue;
      const glyph = face.glyph(index, character);
      glyphs.set(character, glyph);
      return glyph;
    }
    throw new AbecedaryError(
      'font',
      `Expected a glyph for '${character}' in ${family} (${file}), but there is none; choose another font or leave the character out.`,
    );
  };
  return {
    family,
    style,
    version,
    file,
    face: number,
    installed: named,
    sha256: hash.digest('hex'),
    unitsPerEm,
    axes: values,
    faces,
    hasGlyph: (character) => faces.some((face) => face.glyphIndex(character) !== undefined),
    outline: (character) => findGlyph(character).outline,
    advance: (character) => findGlyph(character).advance,
  };
}

/** A sentence for each font that was found among the system's: which it is and where. */
export function whereFound(fonts: readonly Font[]): string[] {
  return fonts
    .filter(({ installed }) => installed)
    .map(({ family, style, file }) => `The font is ${family} ${style}, found in ${file}.`);
}

async function readFontFile(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, largestFile);
  } catch (cause) {
    if (cause instanceof FileRefusal) throw unusableFont(path, cause.message, { cause });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    const problem = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw unusableFont(path, problem, {
      cause,
      advice: 'correct the path, or say default for the font that comes along',
    });
  }
}
