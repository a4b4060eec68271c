import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pixels } from '../../base/pixels.js';
import type { AnimationFormat } from '../../config/index.js';
import { hashFile, writeWholeFile } from '../../files/atomic-file.js';
import { encodeWebpFilm } from '../../files/film-file.js';
import type { FilmFile } from '../../files/film-list.js';
import { resizePicture } from '../../files/resize-picture.js';
import { type VideoFormat, writeVideo } from '../../files/video.js';
import { writePicture } from '../../files/write-picture.js';
import { ditherFrames } from './dither.js';
import { encodeGif } from './gif.js';
import { findPalette } from './palette.js';
import type { SmallFilm } from './small-film.js';
import { type Stage, stageFrames } from './stage.js';
import { leaveTiles, type Tiles } from './tiles.js';

/** An animation to be made: plain JSON, done in a process of its own. */
export interface FilmJob extends Stage {
  /** Hash of all that decides the film. */
  readonly id: string;
  /** The film's files, without their endings. */
  readonly stem: string;
  readonly formats: readonly AnimationFormat[];
  readonly frameMs: number;
  readonly holdMs: number;
  /** Of an animation. */
  readonly limitBytes: number;
  readonly videos: readonly { readonly file: string; readonly format: VideoFormat; readonly stage: Stage }[];
  /** The folder that receives the frames as PNG, where they are wanted. */
  readonly pngFolder?: string | undefined;
  /** What receives the film for the report, where that shows it smaller. */
  readonly small?: (SmallFilm & { readonly file: string }) | undefined;
  /** What receives all frames but the last, reduced, for the sheet's film. */
  readonly leaves?: Tiles | undefined;
}

/** Makes a film and writes its files, each whole or not at all. Throws `artwork` for a frame that cannot be read, and `output`. */
export async function makeFilm(job: FilmJob): Promise<readonly FilmFile[]> {
  const made: FilmFile[] = [];
  const areHeld = job.formats.length > 0 || job.pngFolder !== undefined;
  const frames: Pixels[] = [];
  if (areHeld) for await (const frame of stageFrames(job)) frames.push(frame);
  if (job.leaves !== undefined) await leaveTiles(frames.slice(0, -1), job.leaves);
  if (job.small !== undefined && Math.max(job.width, job.height) > job.small.sidePx)
    await writeSmall(frames, job.small, job);
  for (const format of job.formats) {
    const { bytes, ...facts } = await encodeWithin(format, frames, job);
    const file = `${job.stem}.${format}`;
    await writeWholeFile(file, bytes, { durable: false });
    made.push({ file, format, ...facts, ...(await measureFile(file)) });
  }
  for (const video of job.videos) made.push(await makeVideo(video, job));
  return [...made, ...(job.pngFolder === undefined ? [] : await writeFrames(frames, job.pngFolder))];
}

async function writeSmall(
  frames: readonly Pixels[],
  { file, sidePx, quality }: NonNullable<FilmJob['small']>,
  { width, height, ...times }: FilmJob,
): Promise<void> {
  const scale = sidePx / Math.max(width, height);
  const [columns, rows] = [Math.round(scale * width), Math.round(scale * height)];
  const smaller = await Promise.all(frames.map((frame) => resizePicture(frame, columns, rows)));
  await writeWholeFile(file, await encodeWebpFilm(timed(smaller, times), quality), { durable: false });
}

/** How long each of so many frames is shown. */
function delays(count: number, { frameMs, holdMs }: Pick<FilmJob, 'frameMs' | 'holdMs'>): number[] {
  return Array.from({ length: count }, (_, at) => (at === count - 1 ? frameMs + holdMs : frameMs));
}

function timed(frames: readonly Pixels[], times: Pick<FilmJob, 'frameMs' | 'holdMs'>) {
  const shownMs = delays(frames.length, times);
  return frames.map((picture, at) => ({ picture, delayMs: shownMs[at]! }));
}

/** Pictures a second: what every platform takes, and twice as many for frames that are shown more shortly. */
const usualFps = 30;

async function makeVideo(
  { file, format, stage }: FilmJob['videos'][number],
  { frameMs, holdMs }: FilmJob,
): Promise<FilmFile> {
  const { width, height } = stage;
  const fps = frameMs * usualFps < 1000 ? 2 * usualFps : usualFps;
  const count = Math.max(...stage.cells.map(({ frames }) => frames.length));
  const endOf = (at: number): number =>
    Math.round((fps * ((at + 1) * frameMs + (at === count - 1 ? holdMs : 0))) / 1000);
  async function* shownPictures() {
    let [at, shown] = [0, 0];
    for await (const picture of stageFrames(stage)) {
      const times = endOf(at) - shown;
      yield { picture, times };
      shown += times;
      at++;
    }
  }
  await writeVideo(file, shownPictures(), { width, height, fps, format });
  return { file, format, width, height, ...(await measureFile(file)) };
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly colours?: number;
  readonly quality?: number;
}

/** Colours of a GIF, quality of a WebP: the first is what is wanted, the others what a limit may cost. */
const grades: Readonly<Record<AnimationFormat, readonly [full: number, less: number]>> = {
  gif: [255, 127],
  webp: [72, 60],
};
/**
 * How far a pixel of a GIF may be from its frame before it is set anew, in samples: as far as the noise of the frames' compression, and under a
 * limit, where motion may be a little coarser rather than the film smaller. The last frame is exact under both.
 */
const tolerances: readonly [full: number, less: number] = [8, 16];
/** What is hoped for from the lower grade: the share of the bytes that it leaves. */
const gradeGain: Readonly<Record<AnimationFormat, number>> = { gif: 0.62, webp: 0.7 };
const leastPx = 16;

/** Encodes at full size; where that is over the limit with fewer colours or less quality, and then smaller and smaller. */
async function encodeWithin(
  format: AnimationFormat,
  frames: readonly Pixels[],
  job: FilmJob,
): Promise<Encoded> {
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

async function encode(
  frames: readonly Pixels[],
  { format, grade }: { readonly format: AnimationFormat; readonly grade: number },
  times: FilmJob,
): Promise<Encoded> {
  const { width, height } = frames[0]!;
  if (format === 'webp') {
    const bytes = await encodeWebpFilm(timed(frames, times), grade);
    return { bytes, width, height, quality: grade };
  }
  const palette = findPalette(frames, grade);
  const tolerance = tolerances[grades.gif.indexOf(grade)]!;
  const indexed = ditherFrames(frames, { palette, tolerance });
  const shownMs = delays(frames.length, times);
  const shown = indexed.map((indices, at) => ({ indices, delayMs: shownMs[at]! }));
  return { bytes: encodeGif(shown, { width, height, palette }), width, height, colours: grade };
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
