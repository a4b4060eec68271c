import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pixels } from '../../base/pixels.js';
import { mapSideBySide } from '../../base/side-by-side.js';
import { composeTiles } from '../../compose/index.js';
import type { FilmFormat } from '../../config/index.js';
import {
  encodeWebpFilm,
  type FilmFile,
  hashFile,
  readFrame,
  resizePicture,
  writePicture,
  writeWholeFile,
} from '../../files/index.js';
import { ditherFrames, encodeGif, findPalette } from './index.js';

/** An animation to be made: plain JSON, done in a thread of its own. */
export interface FilmJob {
  /** Hash of all that decides the film. */
  readonly id: string;
  /** The film's files, without their endings. */
  readonly stem: string;
  readonly formats: readonly FilmFormat[];
  readonly width: number;
  readonly height: number;
  /** `#rrggbb`. */
  readonly paper: string;
  /** Squares, each with its own pictures in their order; one that has fewer than others stays on its last, one without any is empty. */
  readonly cells: readonly {
    readonly x: number;
    readonly y: number;
    readonly sidePx: number;
    readonly frames: readonly string[];
  }[];
  readonly frameMs: number;
  readonly holdMs: number;
  readonly limitBytes: number;
  /** The folder that receives the frames as PNG, where they are wanted. */
  readonly pngFolder?: string | undefined;
}

/** Makes a film and writes its files, each whole or not at all. Throws `artwork` for a frame that cannot be read, and `output`. */
export async function makeFilm(job: FilmJob): Promise<readonly FilmFile[]> {
  const frames = await readFrames(job);
  const made: FilmFile[] = [];
  for (const format of job.formats) {
    const { bytes, ...facts } = await encodeWithin(format, frames, job);
    const file = `${job.stem}.${format}`;
    await writeWholeFile(file, bytes, { durable: false });
    made.push({ file, format, ...facts, ...(await measureFile(file)) });
  }
  return [...made, ...(job.pngFolder === undefined ? [] : await writeFrames(frames, job.pngFolder))];
}

async function readFrames({ cells, width, height, paper }: FilmJob): Promise<Pixels[]> {
  const count = Math.max(...cells.map(({ frames }) => frames.length));
  const read = new Map<string, Pixels>();
  const frames: Pixels[] = [];
  for (let at = 0; at < count; at++) {
    const tiles = await mapSideBySide(cells, async ({ x, y, sidePx, frames: own }) => {
      if (own.length === 0) return { x, y, sidePx, picture: undefined };
      const file = own[Math.min(at, own.length - 1)]!;
      const key = `${sidePx} ${file}`;
      const picture = read.get(key) ?? (await readFrame(file, sidePx, paper));
      // Only a cell that stays on its last picture asks for one again.
      if (at >= own.length - 1) read.set(key, picture);
      return { x, y, sidePx, picture };
    });
    frames.push(composeTiles(tiles, { width, height, paper }));
  }
  return frames;
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly colours?: number;
  readonly quality?: number;
}

/** Colours of a GIF, quality of a WebP: the first is what is wanted, the others what a limit may cost. */
const grades: Readonly<Record<FilmFormat, readonly [full: number, less: number]>> = {
  gif: [255, 127],
  webp: [80, 60],
};
/** What is hoped for from the lower grade: the share of the bytes that it leaves. */
const gradeGain: Readonly<Record<FilmFormat, number>> = { gif: 0.85, webp: 0.7 };
const leastPx = 16;

/** Encodes at full size; where that is over the limit with fewer colours or less quality, and then smaller and smaller. */
async function encodeWithin(format: FilmFormat, frames: readonly Pixels[], job: FilmJob): Promise<Encoded> {
  const [full, less] = grades[format];
  let encoded = await encode(frames, { format, grade: full }, job);
  let scale = 1;
  for (let round = 0; encoded.bytes.length > job.limitBytes; round++) {
    if (Math.min(encoded.width, encoded.height) <= leastPx) break;
    const share = job.limitBytes / encoded.bytes.length;
    if (round > 0) scale *= Math.min(0.95, 0.97 * Math.sqrt(share));
    else if (share < gradeGain[format]) scale = 0.97 * Math.sqrt(share / gradeGain[format]);
    const width = Math.max(leastPx, Math.round(job.width * scale));
    const height = Math.max(leastPx, Math.round(job.height * scale));
    const smaller = await Promise.all(frames.map((frame) => resizePicture(frame, width, height)));
    encoded = await encode(smaller, { format, grade: less }, job);
  }
  return encoded;
}

async function measureFile(file: string): Promise<Pick<FilmFile, 'sha256' | 'bytes'>> {
  return { sha256: await hashFile(file), bytes: (await stat(file)).size };
}

/** Noise of the frames' compression, in samples, that is not worth a change of a pixel. */
const tolerance = 4;

async function encode(
  frames: readonly Pixels[],
  { format, grade }: { readonly format: FilmFormat; readonly grade: number },
  { frameMs, holdMs }: FilmJob,
): Promise<Encoded> {
  const { width, height } = frames[0]!;
  const delayOf = (at: number): number => (at === frames.length - 1 ? frameMs + holdMs : frameMs);
  if (format === 'webp') {
    const timed = frames.map((picture, at) => ({ picture, delayMs: delayOf(at) }));
    return { bytes: await encodeWebpFilm(timed, grade), width, height, quality: grade };
  }
  const palette = findPalette(frames, grade);
  const indexed = ditherFrames(frames, { palette, tolerance });
  const timed = indexed.map((indices, at) => ({ indices, delayMs: delayOf(at) }));
  return { bytes: encodeGif(timed, { width, height, palette }), width, height, colours: grade };
}

async function writeFrames(frames: readonly Pixels[], folder: string): Promise<FilmFile[]> {
  const files: FilmFile[] = [];
  for (const [at, frame] of frames.entries()) {
    const file = join(folder, `${String(at + 1).padStart(3, '0')}.png`);
    await writePicture(file, frame, { durable: false });
    files.push({
      file,
      format: 'png',
      width: frame.width,
      height: frame.height,
      ...(await measureFile(file)),
    });
  }
  return files;
}
