import sharp, { type Metadata } from 'sharp';
import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import { openRegularFile } from '../base/regular-file.js';
import { fileReason } from './file-error.js';
import { largestPicture, openPicture } from './open-picture.js';
import { pictureKind, signatureBytes } from './picture-kind.js';
import { intoPixels } from './raw.js';

/** Larger pictures are refused: decoding them would take more memory than a run may. */
const limitPixels = 100_000_000;
/** AVIF is decoded whole, at many times the memory of the others. */
const limitPixelsAvif = 50_000_000;
/** Larger pictures are reduced while they are read; no letter is larger than this. */
const limitSidePx = 4096;
const limitSeconds = 60;

// The library remembers pictures by their file's name, and would show an old one for a file written anew.
sharp.cache(false);

/** How a picture is read. */
interface ReadOptions {
  /** `#rrggbb`. */
  readonly background: string;
  /** A picture with a longer side is reduced to it. */
  readonly limitPx?: number;
}

/**
 * Reads a picture file (PNG, JPEG, WebP, GIF, TIFF, AVIF) as three channels of sRGB: upright by its EXIF orientation,
 * colours converted through its ICC profile, transparency laid over `background`. Of an animation the first
 * frame is read. A picture with a side over 4096 px is reduced to that.
 * Throws `artwork` for anything that is no such picture, is damaged or cut short, or has over 100 megapixels
 * (AVIF: 50).
 */
export async function readPicture(file: string, options: ReadOptions): Promise<Pixels> {
  const { format, width, height, depth } = await readHeader(file);
  const limit = format === 'heif' ? limitPixelsAvif : limitPixels;
  if (width * height > limit) {
    const size = `one of ${width} x ${height} pixels`;
    throw refusal(file, [size, `reduce it to at most ${limit / 1e6} megapixels`]);
  }
  const sidePx = Math.min(limitSidePx, options.limitPx ?? limitSidePx);
  try {
    const opened = sharp(file, { failOn: 'error', limitInputPixels: limit });
    // Left alone, the library takes 16 bits with a profile to the colours of another screen.
    const picture = (depth === 'ushort' ? opened.pipelineColourspace('srgb') : opened)
      .timeout({ seconds: limitSeconds })
      .autoOrient()
      .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: options.background });
    return await intoPixels(picture, 3);
  } catch (cause) {
    throw refusal(file, decoderReason(cause), cause);
  }
}

/** The shorter side of a picture file in pixels, from its header alone. Throws `artwork` for what is no such picture. */
export async function readShorterSide(file: string): Promise<number> {
  const { width, height } = await readHeader(file);
  return Math.min(width, height);
}

/** Decodes a picture file, reduced, and keeps nothing of it. Throws `artwork` for what is no such picture, is damaged or cut short. */
export async function requireWholePicture(file: string): Promise<void> {
  await readPicture(file, { background: '#ffffff', limitPx: 64 });
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

async function readHeader(file: string): Promise<Metadata> {
  await checkKind(file);
  return sharp(file, { failOn: 'error', limitInputPixels: false })
    .metadata()
    .catch((cause: unknown) => {
      throw refusal(file, decoderReason(cause), cause);
    });
}

async function checkKind(file: string): Promise<void> {
  const start = await readStart(file).catch((cause: unknown) => {
    if (cause instanceof AbecedaryError) throw cause;
    const message = `Expected a picture at ${file}, but ${fileReason(cause)}; check the path and its permissions.`;
    throw new AbecedaryError('artwork', message, { cause });
  });
  if (start.length === 0) throw refusal(file, ['an empty file', 'copy or download it again']);
  const kind = pictureKind(start);
  if (kind === undefined) {
    throw refusal(file, ['a file of an unknown or damaged kind', 'save it as PNG or JPEG']);
  }
  if (!kind.readable) throw refusal(file, [kind.name, 'export it as PNG or JPEG']);
}

async function readStart(file: string): Promise<Uint8Array> {
  const { handle } = await openRegularFile(file, largestPicture);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(signatureBytes), 0, signatureBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

type Reason = readonly [got: string, advice: string];

function refusal(file: string, [got, advice]: Reason, cause?: unknown): AbecedaryError {
  const message = `Expected a picture (PNG, JPEG, WebP, GIF, TIFF or AVIF) at ${file}, got ${got}; ${advice}.`;
  return new AbecedaryError('artwork', message, { cause });
}

/** The decoder's words, told apart as far as they call for different advice. */
function decoderReason(cause: unknown): Reason {
  const words = cause instanceof Error ? cause.message.toLowerCase() : '';
  if (words.includes('timeout')) {
    return [`one that takes longer than ${limitSeconds} seconds to read`, 'save it again as PNG or JPEG'];
  }
  if (/premature end|unexpected end|truncated|not enough data|eof/.test(words)) {
    return ['a file that ends too early', 'copy or download it again'];
  }
  if (words.includes('header')) {
    return ['a file whose header is damaged', 'open it in a picture program and save it as PNG or JPEG'];
  }
  return ['a file whose picture data is damaged', 'open it in a picture program and save it as PNG or JPEG'];
}
