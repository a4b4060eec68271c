import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { AlphabetConfig } from '../config/index.js';
import { readTextFile } from '../files/index.js';
import { type Font, loadFont, loadFonts } from '../glyph/index.js';
import { layoutText, measurePage, type TextLayout } from '../glyph/text/index.js';
import { tileFeatures } from '../plan/tiles.js';

/** A text on its page. */
export interface TypesetText {
  readonly content: string;
  readonly name: string;
  /** The font and those that stand in for it, and all of them as one. */
  readonly fonts: readonly Font[];
  readonly font: Font;
  readonly layout: TextLayout;
}

/** Sets a text, or that of the configuration where none is given. Throws `config` where there is none, or it does not fit. */
export async function typeset(config: AlphabetConfig, given: string | undefined): Promise<TypesetText> {
  const { text } = config;
  const content = given ?? (text.file === 'none' ? text.content : await readTextFile(text.file));
  if (content.trim() === '') {
    throw new AbecedaryError(
      'config',
      'Expected a text to set, got none; write it behind the command, name its file with --file, or put it into text.content.',
    );
  }
  const name = text.name === 'auto' ? nameFor(content, given === undefined ? text.file : 'none') : text.name;
  const settings = [config.font, ...text.fallbackFonts.map((file) => ({ file, axes: {} }))];
  const fonts: Font[] = [];
  for (const each of settings) fonts.push(await loadFont(each));
  const font = await loadFonts(settings);
  const { layout: measured, box } = measurePage(text);
  const features = text.mode === 'tiles' ? [...tileFeatures, ...measured.features] : measured.features;
  const layout = layoutText(content, font, { settings: { ...measured, features }, box });
  return { content, name, fonts, font, layout };
}

/** The configuration with what is drawn in the file of its path instead of the file. Throws `config` for a file without a path. */
export async function withPathData(config: AlphabetConfig): Promise<AlphabetConfig> {
  const { path } = config.text;
  if (path === 'none' || path === 'circle') return config;
  const [, , data] = /<path\b[^>]*?\sd\s*=\s*(["'])([^"']+)\1/.exec(await readTextFile(path)) ?? [];
  if (data === undefined) {
    throw new AbecedaryError(
      'config',
      `Expected an SVG file with a path that text can run along, but ${path} has none; draw one, or say circle for text.path.`,
    );
  }
  return { ...config, text: { ...config.text, path: data.replace(/\s+/g, ' ').trim() } };
}

/** A file's own name, or the first words of a text, so that another text does not take its place. */
function nameFor(content: string, file: string): string {
  if (file !== 'none') return basename(file, extname(file));
  const words = content.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  let name = '';
  for (const word of words) {
    if (name !== '' && name.length + word.length > 32) break;
    name = name === '' ? word.slice(0, 32) : `${name}-${word}`;
  }
  return name.toLowerCase() || `text-${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}
