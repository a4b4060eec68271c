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

type Tables = ReadonlyMap<string, Uint8Array>;

/** The tables of the files with sbix and SVG, with CBDT, both for web pages, and of the one in flat colours. */
export interface FontFileTables {
  readonly sbix: Tables;
  readonly cbdt: Tables;
  readonly sbixWeb: Tables;
  readonly cbdtWeb: Tables;
  readonly flat: Tables;
}

/** Writes all files, and a page that shows the font. Throws `output`, and `aborted` on the signal. */
export async function writeFontFiles(
  file: string,
  { sbix, cbdt, sbixWeb, cbdtWeb, flat }: FontFileTables,
  {
    signal,
    specimen,
  }: { readonly signal: AbortSignal | undefined; readonly specimen: Omit<SpecimenFacts, 'font'> },
): Promise<FontFile[]> {
  const web = await toWoff2(sbixWeb);
  const stem = join(dirname(file), basename(file, extname(file)));
  const files: FontFile[] = [];
  const write = async (path: string, content: Uint8Array | string, holds: string): Promise<void> => {
    throwIfAborted(signal);
    if (typeof content === 'string') await writeTextFile(path, content);
    else await writeWholeFile(path, content);
    files.push({ file: path, bytes: Buffer.byteLength(content), holds });
  };
  await write(file, toFontFile(sbix), 'sbix and SVG: macOS, iOS, Adobe, Windows');
  await write(`${stem}-CBDT.ttf`, toFontFile(cbdt), 'CBDT and SVG: Android, Linux');
  await write(`${stem}-flat.ttf`, toFontFile(flat), 'COLR and SVG in flat colours: small, sharp at any size');
  await write(`${stem}.woff2`, web, 'the first one for web pages');
  await write(`${stem}-CBDT.woff2`, await toWoff2(cbdtWeb), 'the second one for web pages');
  await write(`${stem}-flat.woff2`, await toWoff2(flat), 'the flat one for web pages');
  await write(`${stem}.html`, specimenPage({ ...specimen, font: web }), 'specimen');
  return files;
}
