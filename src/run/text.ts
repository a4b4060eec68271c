import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import { readTextFile } from '../files/index.js';
import { type Font, loadFont, loadFonts } from '../glyph/index.js';
import { layoutText, measurePage, type TextLayout } from '../glyph/text/index.js';
import { tileFeatures } from '../plan/tiles.js';
import { makePictures, type PicturesOptions } from './make-pictures.js';
import { pageFiles } from './page-recorder.js';
import { textOrder } from './text-order.js';
import { layTiles } from './text-tiles.js';

export interface TextOptions extends Omit<PicturesOptions, 'controls'> {
  /** The words; without them the configuration's file or its own words are set. */
  readonly content?: string | undefined;
}

/** What a text has become. */
export interface TextResult {
  readonly out: string;
  /** File of the page. */
  readonly page: string;
  /** File that says what the page was made from. */
  readonly record: string;
  readonly rendered: readonly string[];
  /** What was up to date and was left as it is. */
  readonly kept: readonly string[];
  readonly failed: readonly { readonly letter: string; readonly message: string }[];
  readonly seconds: number;
}

/** A text under way: its progress as an async iterable, for one listener, and its result as a promise. */
export interface TextRun extends AsyncIterable<Progress> {
  /** Rejects with AbecedaryError when the text cannot be set, made or written, or when the run is stopped. */
  readonly result: Promise<TextResult>;
}

/** Sets a text and styles it as the configuration says, as a whole or from tiles. */
export function makeText(config: AlphabetConfig, options: TextOptions = {}): TextRun {
  return underWay(async (report) => {
    const started = performance.now();
    const { content, ...others } = options;
    const text = await setText(config, content);
    const { page, record } = pageFiles(config.out, text.name);
    const make = config.text.mode === 'whole' ? paintWhole : layTiles;
    const { rendered, kept } = await make(config, text, { ...others, report });
    report({ kind: 'page', file: page });
    const seconds = (performance.now() - started) / 1000;
    return { out: config.out, page, record, rendered, kept, failed: [], seconds };
  });
}

/** A text on its page. */
export interface TypesetText {
  readonly content: string;
  readonly name: string;
  /** The font and those that stand in for it, and all of them as one. */
  readonly fonts: readonly Font[];
  readonly font: Font;
  readonly layout: TextLayout;
}

export type MakeOptions = PicturesOptions & { readonly report: (progress: Progress) => void };

async function paintWhole(
  config: AlphabetConfig,
  text: TypesetText,
  options: MakeOptions,
): Promise<Pick<TextResult, 'rendered' | 'kept'>> {
  const { rendered, kept, failed } = await makePictures(config, textOrder(config, text), options);
  if (failed.length > 0) throw failed[0]!.error;
  return { rendered, kept };
}

async function setText(config: AlphabetConfig, given: string | undefined): Promise<TypesetText> {
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
