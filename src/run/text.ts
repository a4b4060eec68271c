import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Progress } from '../base/progress.js';
import { underWay } from '../base/under-way.js';
import type { AlphabetConfig } from '../config/index.js';
import { measurePage } from '../glyph/text/index.js';
import { writeTextPage } from '../products/index.js';
import { makePictures, type PicturesOptions, type ReportedOptions } from './make-pictures.js';
import { pageFiles } from './page-recorder.js';
import { textOrder } from './text-order.js';
import { type LaidText, layTiles } from './text-tiles.js';
import { type TypesetText, typeset, withPathData } from './typeset.js';

export interface TextOptions extends Omit<PicturesOptions, 'controls'> {
  /** The words; without them the configuration's file or its own words are set. */
  readonly content?: string | undefined;
}

/** What a text has become. */
export interface TextResult {
  readonly out: string;
  /** File of the page. */
  readonly page: string;
  /** Its files in other formats. */
  readonly files: readonly string[];
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
export function makeText(given: AlphabetConfig, options: TextOptions = {}): TextRun {
  return underWay(async (report) => {
    const started = performance.now();
    const config = await withPathData(given);
    const { content, ...others } = options;
    const text = await typeset(config, content);
    const { page, record } = pageFiles(config.out, text.name);
    const make = config.text.mode === 'whole' ? paintWhole : layTiles;
    const { rendered, kept, tiles } = await make(config, text, { ...others, report });
    report({ kind: 'page', file: page });
    const { files, notes } = await writeTextPage({
      ...{ text: config.text, print: config.sheet.page, content: text.content, layout: text.layout },
      ...{ font: text.font, picture: page, folder: dirname(page), name: text.name, tiles },
      date: (await stat(page)).mtime,
    });
    if (files.length > 0) report({ kind: 'product', product: 'text', files, notes });
    const seconds = (performance.now() - started) / 1000;
    return { out: config.out, page, files, record, rendered, kept, failed: [], seconds };
  });
}

async function paintWhole(
  config: AlphabetConfig,
  text: TypesetText,
  options: ReportedOptions,
): Promise<LaidText> {
  const { rendered, kept, failed } = await makePictures(config, textOrder(config, text), {
    ...options,
    size: measurePage(config.text),
  });
  if (failed.length > 0) throw failed[0]!.error;
  return { rendered, kept };
}
