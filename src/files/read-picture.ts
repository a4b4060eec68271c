import type { Metadata, Sharp } from 'sharp';
import { samplesOf } from '../base/colour.js';
import { AbecedaryError } from '../base/errors.js';
import type { Pixels, Size } from '../base/pixels.js';
import { FileRefusal } from '../base/regular-file.js';
import { errnoOf, fileReason } from './file-error.js';
import { gifCanvas } from './input/gif-frame.js';
import { decoding, type OpenedInput, openInput } from './input/open-input.js';
import { oriented } from './input/orientation.js';
import { PictureRefusal } from './input/refusal.js';
import { convertColours, isWide, narrowSamples } from './input/samples.js';
import { openPicture } from './open-picture.js';
import { intoPixels } from './raw.js';
import { sharp } from './sharp.js';

/** Larger pictures are reduced while they are read; no letter is larger than this. */
const limitSidePx = 4096;
/** As large as a drawing is made to be looked at. */
const lookPx = 256;
const limitSeconds = 60;

/** Larger pictures pass through in rows, so that memory grows with the side that they are reduced to. */
export const largePixels = 100_000_000;
/** The most pixels of what is decoded whole, at many times the memory of the others, and of what can pass through. */
const most = { heif: 50_000_000, gif: 100_000_000, interlaced: 300_000_000, rows: 1_000_000_000 } as const;

// The library remembers pictures by their file's name, and would show an old one for a file written anew.
sharp.cache(false);

/** How a picture is read. */
interface ReadOptions {
  /** `#rrggbb`. */
  readonly background: string;
  /** A picture with a longer side is reduced to it, and a drawing is made so long. */
  readonly limitPx?: number;
}

/**
 * Reads a picture file (PNG, JPEG, WebP, GIF, TIFF, AVIF, SVG; PDF and HEIC where the system has a program for them) as three channels of sRGB:
 * upright by its EXIF orientation, colours converted by what the file says of them, transparency laid over `background`. Of an
 * animation the first frame is read, of a document the first page. A picture with a side over 4096 px is reduced to that, and a
 * drawing is made so long. Throws `artwork` for anything that is no such picture, is damaged or cut short, or too large to be decoded.
 */
export async function readPicture(file: string, { background, limitPx }: ReadOptions): Promise<Pixels> {
  const sidePx = Math.min(limitSidePx, limitPx ?? limitSidePx);
  return withReasons(file, async () => decode(await openInput(file, sidePx), sidePx, background));
}

/** The shorter side of a picture file in pixels, like `readPictureSize`. */
export async function readShorterSide(file: string): Promise<number> {
  const { width, height } = await readPictureSize(file);
  return Math.min(width, height);
}

/** Width and height of a picture file in pixels, as it is stored, without decoding it; of a drawing as large as one is made. Throws `artwork`. */
export async function readPictureSize(file: string): Promise<Size> {
  return withReasons(file, async () => {
    const { metadata, isDrawing } = await openInput(file, lookPx);
    checkSize(metadata);
    const { width, height } = metadata;
    if (!isDrawing) return { width, height };
    const scale = limitSidePx / Math.max(width, height);
    return { width: Math.round(width * scale), height: Math.round(height * scale) };
  });
}

/** Whether a picture file is there and whole; decodes it, and keeps nothing of it. */
export async function isWholePicture(file: string): Promise<boolean> {
  try {
    const picture = await openPicture(file, { limitInputPixels: false, sequentialRead: true });
    await picture.resize(1, 1).raw().toBuffer();
    return true;
  } catch {
    return false;
  }
}

async function decode(input: OpenedInput, sidePx: number, background: string): Promise<Pixels> {
  const { metadata, space } = input;
  checkSize(metadata);
  const pixels = metadata.width * metadata.height;
  const isLarge = pixels > largePixels;
  const start = await startOf(input, isLarge);
  // A large one is turned when it is small: to be turned it would have to be held whole.
  const picture = (isLarge ? start : start.autoOrient())
    .timeout({ seconds: Math.ceil(limitSeconds * Math.max(1, pixels / largePixels)) })
    .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true });
  const read = await inSrgb(picture, { metadata, space, background });
  return isLarge ? oriented(read, metadata.orientation) : read;
}

async function startOf({ source, metadata, space, frame }: OpenedInput, isLarge: boolean): Promise<Sharp> {
  if (frame !== undefined) return gifCanvas(source, frame);
  const ignoreIcc = space !== undefined || isWide(metadata);
  const picture = sharp(source, { ...decoding, ignoreIcc, sequentialRead: isLarge });
  // Left alone, the library takes 16 bits with a profile to the colours of another screen, and grey ones of a profile for sRGB.
  const isDeep = metadata.depth === 'ushort' && metadata.space !== 'cmyk' && space === undefined;
  if (!isDeep) return picture;
  return picture.pipelineColourspace(metadata.space === 'grey16' ? 'b-w' : 'srgb');
}

async function inSrgb(
  picture: Sharp,
  { metadata, space, background }: Pick<OpenedInput, 'metadata' | 'space'> & { background: string },
): Promise<Pixels> {
  if (space !== undefined)
    return convertColours(picture, { depth: metadata.depth!, space, background: samplesOf(background) });
  if (isWide(metadata)) return narrowSamples(picture, metadata, samplesOf(background));
  return intoPixels(picture.flatten({ background }), 3);
}

function checkSize({ format, width, height, isProgressive }: Metadata): void {
  const limit = most[format === 'heif' || format === 'gif' ? format : isProgressive ? 'interlaced' : 'rows'];
  if (width * height <= limit) return;
  throw new PictureRefusal(
    `one of ${width} x ${height} pixels`,
    `reduce it to at most ${limit / 1e6} megapixels`,
  );
}

/** Does something with a picture file; whatever goes wrong becomes `artwork` with the file and the reason. */
async function withReasons<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof PictureRefusal) throw refusal(file, [cause.got, cause.advice], cause);
    if (cause instanceof FileRefusal || errnoOf(cause) !== '') {
      const message = `Expected a picture at ${file}, but ${fileReason(cause)}; check the path and its permissions.`;
      throw new AbecedaryError('artwork', message, { cause });
    }
    throw refusal(file, decoderReason(cause), cause);
  }
}

type Reason = readonly [got: string, advice: string];

function refusal(file: string, [got, advice]: Reason, cause: unknown): AbecedaryError {
  const message = `Expected a picture (PNG, JPEG, WebP, GIF, TIFF, AVIF or SVG) at ${file}, got ${got}; ${advice}.`;
  return new AbecedaryError('artwork', message, { cause });
}

/** The decoder's words, told apart as far as they call for different advice. */
function decoderReason(cause: unknown): Reason {
  const words = cause instanceof Error ? cause.message.toLowerCase() : '';
  if (words.includes('timeout')) return ['one that takes too long to read', 'save it again as PNG or JPEG'];
  if (/premature end|unexpected end|truncated|not enough data|eof/.test(words)) {
    return ['a file that ends too early', 'copy or download it again'];
  }
  if (words.includes('header')) {
    return ['a file whose header is damaged', 'open it in a picture program and save it as PNG or JPEG'];
  }
  return ['a file whose picture data is damaged', 'open it in a picture program and save it as PNG or JPEG'];
}
