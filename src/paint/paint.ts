import type { Progress } from '../base/progress.js';
import type { TransferSettings } from '../config/index.js';
import { hashFile, removeFolder, replaceFolder, writePicture } from '../files/index.js';
import type { Found } from '../found/index.js';
import type { Legibility } from '../judge/index.js';
import type { ScaleState, Styliser } from '../nst/index.js';
import { contrastOf, isLetter, type PictureJob } from '../plan/index.js';
import { type AttemptOptions, attempt, type LossCurve, type Painted } from './attempt.js';
import { secondFrames } from './frames.js';
import type { OpenSpace } from './gather.js';
import { drawn, type Subject } from './subject.js';

/** What is known of a picture once its file is written. */
export interface PictureResult {
  /** SHA-256 of the picture's file, hexadecimal. */
  readonly sha256: string;
  readonly seconds: number;
  readonly evaluations: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly lossCurve: LossCurve;
  readonly legibility: Legibility;
  /** Where in the artwork it was found; absent where it was painted from the look alone. */
  readonly found?: Found | undefined;
  /** How often it was painted: twice where the first was hard to read. */
  readonly tries: number;
}

/** Where a picture stands that is not finished. */
export interface PictureState {
  /** 2 while it is painted once more. */
  readonly attempt: 1 | 2;
  /** The finished first attempt, in the second. */
  readonly first?: Painted | undefined;
  /** Absent at the start of an attempt. */
  readonly scale?: ScaleState | undefined;
  /** Of the attempt so far. */
  readonly lossCurve: LossCurve;
  /** Spent so far. */
  readonly seconds: number;
}

/** Keeps the state of one picture, and the frames that belong to it, until the picture is finished. */
export interface Checkpoints {
  /** The latest state that was kept, with its frames in their folders; undefined where there is none. */
  load(): Promise<PictureState | undefined>;
  save(state: PictureState): Promise<void>;
}

interface PaintOptions {
  readonly styliser: Styliser;
  readonly openSpace: OpenSpace;
  readonly report: (progress: Progress) => void;
  readonly checkpoints: Checkpoints;
}

/**
 * Paints one picture, and once more where it is hard to read; writes content picture, frames and, last of all, the picture.
 * Goes on from a checkpoint, to the same bytes.
 */
export async function paint(
  job: PictureJob,
  subject: Subject,
  { styliser, openSpace, report, checkpoints }: PaintOptions,
): Promise<PictureResult> {
  const started = performance.now();
  const { files } = job;
  await writePicture(files.content, drawn(subject));
  const state = await checkpoints.load();
  const secondsSoFar = (): number => (state?.seconds ?? 0) + (performance.now() - started) / 1000;
  const optionsOf = (attempt: 1 | 2, first?: Painted): Omit<AttemptOptions, 'frames'> => ({
    ...{ styliser, openSpace, report },
    resume: state?.attempt === attempt ? state.scale : undefined,
    lossCurve: state?.attempt === attempt ? state.lossCurve : [],
    onScale: (scale, lossCurve) =>
      checkpoints.save({ attempt, first, scale, lossCurve, seconds: secondsSoFar() }),
  });

  const first = state?.first ?? (await attempt(job, subject, { ...optionsOf(1), frames: files.frames }));
  let best = { ...first, legibility: subject.judge(first.picture) };
  let tries = 1;
  let { evaluations } = best;
  const frames = files.frames && secondFrames(files.frames);
  if (best.legibility.r2 < subject.transfer.secondTryBelow) {
    // Of a second attempt that was stopped before it had a checkpoint.
    if (state?.first === undefined && frames !== undefined) await removeFolder(frames);
    if (state?.attempt !== 2)
      await checkpoints.save({ attempt: 2, first, lossCurve: [], seconds: secondsSoFar() });
    const stronger = { ...subject, transfer: clearer(subject.transfer) };
    const second = await attempt(job, stronger, { ...optionsOf(2, first), frames });
    const legibility = subject.judge(second.picture);
    tries = 2;
    evaluations += second.evaluations;
    if (legibility.r2 > best.legibility.r2) {
      best = { ...second, legibility };
      if (frames !== undefined) await replaceFolder(files.frames!, frames);
    }
  }
  if (frames !== undefined) await removeFolder(frames);
  await writePicture(files.picture, best.picture, isLetter(job.recipe) ? {} : { dpi: job.recipe.dpi });
  const seconds = secondsSoFar();
  const sha256 = await hashFile(files.picture);
  const { losses, lossCurve, legibility, found } = best;
  return { sha256, seconds, evaluations, losses, lossCurve, legibility, found, tries };
}

/** What helps a picture that is hard to read: more between ink and ground, and less freedom at the outline. */
function clearer(transfer: TransferSettings): TransferSettings {
  const { contentWeight, fitRatio } = transfer;
  return {
    ...transfer,
    contrast: (contrastOf(transfer) + 1) / 2,
    contentWeight: 2 * contentWeight,
    fitRatio: fitRatio / 2,
  };
}
