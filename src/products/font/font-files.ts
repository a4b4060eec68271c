import { basename, dirname, extname, join } from 'node:path';
import { throwIfAborted } from '../../base/errors.js';
import { writeTextFile, writeWholeFile } from '../../files/index.js';
import { toFontFile, toWoff2 } from './sfnt/index.js';
import { type SpecimenFacts, specimenPage } from './specimen.js';

export interface FontFile {
  readonly file: string;
  readonly bytes: number;
  /** What is in it, and for whom, in a few words. */
  readonly holds: string;
}

/** The tables of a file with sbix and SVG, and of one with CBDT. */
export interface FontFileTables {
  readonly sbix: ReadonlyMap<string, Uint8Array>;
  readonly cbdt: ReadonlyMap<string, Uint8Array>;
}

/** Writes both files, each as WOFF2 too, and a page that shows the font. Throws `output`, and `aborted` on the signal. */
export async function writeFontFiles(
  file: string,
  { sbix, cbdt }: FontFileTables,
  {
    signal,
    specimen,
  }: { readonly signal: AbortSignal | undefined; readonly specimen: Omit<SpecimenFacts, 'font'> },
): Promise<FontFile[]> {
  const sbixWeb = await toWoff2(sbix);
  const stem = join(dirname(file), basename(file, extname(file)));
  const files: FontFile[] = [];
  const write = async (path: string, content: Uint8Array | string, holds: string): Promise<void> => {
    throwIfAborted(signal);
    if (typeof content === 'string') await writeTextFile(path, content);
    else await writeWholeFile(path, content);
    files.push({ file: path, bytes: Buffer.byteLength(content), holds });
  };
  await write(file, toFontFile(sbix), 'sbix and SVG: macOS, iOS, Adobe, Windows, browsers');
  await write(`${stem}-CBDT.ttf`, toFontFile(cbdt), 'CBDT: Android, Linux');
  await write(`${stem}.woff2`, sbixWeb, 'the first one for web pages');
  await write(`${stem}-CBDT.woff2`, await toWoff2(cbdt), 'the second one for web pages');
  await write(`${stem}.html`, specimenPage({ ...specimen, font: sbixWeb }), 'specimen');
  return files;
}
