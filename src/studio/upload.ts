import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';

export interface UploadLimits {
  readonly bytes: number;
  /** Files that may lie in the folder. */
  readonly files: number;
  /** With their dots, in small letters. */
  readonly endings: readonly string[];
  /** What a file is to be, for sentences. */
  readonly what: string;
}

const pictures = ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.tif', '.tiff', '.avif'];
const fonts = ['.ttf', '.otf', '.woff', '.woff2', '.ttc', '.otc'];

export const artworkLimits: UploadLimits = {
  ...{ bytes: 60_000_000, files: 200, endings: pictures },
  what: 'a picture (PNG, JPEG, WebP, GIF, TIFF or AVIF)',
};
export const fontLimits: UploadLimits = {
  ...{ bytes: 40_000_000, files: 40, endings: fonts },
  what: 'a font (TTF, OTF, WOFF, WOFF2, TTC or OTC)',
};

/** What comes with an upload, as the browser tells of it. */
export interface Upload {
  readonly name: string;
  /** As it is announced; it may be missing or wrong. */
  readonly length: number | undefined;
  readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Receives a file into a folder, whole and found right by `check`, or leaves nothing. Returns the file. Throws `artwork` for what is too
 * large, too much or of another kind, and what `check` throws.
 */
export async function receiveFile(
  { name, length, body }: Upload,
  folder: string,
  { limits, check }: { readonly limits: UploadLimits; readonly check: (file: string) => Promise<unknown> },
): Promise<string> {
  const { bytes, files, endings, what } = limits;
  const plain = fileName(name);
  const ending = extname(plain).toLowerCase();
  if (!endings.includes(ending)) throw refusal(`Expected ${what}, got ${name}; save it as one.`);
  if (length !== undefined && length > bytes) throw tooLarge(limits, name);
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.length >= files)
    throw refusal(`Expected at most ${files} files, got ${name} beside them; remove some first.`);
  const temporary = join(folder, `.upload-${randomBytes(6).toString('hex')}${ending}`);
  try {
    await write(temporary, body, { bytes, refuse: () => tooLarge(limits, name) });
    await check(temporary).catch((cause: unknown) => {
      if (!(cause instanceof AbecedaryError)) throw cause;
      throw new AbecedaryError(cause.code, cause.message.replaceAll(temporary, name));
    });
    const file = join(folder, freeName(plain, names));
    await rename(temporary, file);
    return file;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function write(
  file: string,
  body: ReadableStream<Uint8Array> | null,
  limit: { readonly bytes: number; readonly refuse: () => Error },
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    let written = 0;
    for await (const piece of body ?? []) {
      written += piece.length;
      if (written > limit.bytes) throw limit.refuse();
      await handle.write(piece);
    }
  } finally {
    await handle.close();
  }
}

function refusal(message: string): AbecedaryError {
  return new AbecedaryError('artwork', message);
}

function tooLarge({ bytes, what }: UploadLimits, name: string): AbecedaryError {
  return refusal(
    `Expected ${what} of at most ${bytes / 1e6} MB, got ${name}, which is larger; make it smaller.`,
  );
}

/** A name that is one on every system, and of no other folder. */
function fileName(name: string): string {
  const last = name.normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const plain = last.replace(/[^\p{L}\p{M}\p{N} ._()+-]+/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  const ending = extname(plain);
  return `${plain.slice(0, plain.length - ending.length).slice(0, 80) || 'file'}${ending}`;
}

function freeName(name: string, taken: readonly string[]): string {
  const ending = extname(name);
  const stem = name.slice(0, name.length - ending.length);
  const same = new Set(taken.map((each) => each.toLowerCase()));
  for (let at = 1; ; at++) {
    const free = at === 1 ? name : `${stem}-${at}${ending}`;
    if (!same.has(free.toLowerCase())) return free;
  }
}
