import type { Pixels } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import { type Font, loadFonts, type Placement, rasterGlyph } from '../glyph/index.js';
import {
  type Batcher,
  createBatcher,
  type Engine,
  type FeatureSpace,
  openFeatureSpace,
  openStyliser,
  type Styliser,
} from '../nst/index.js';
import { firstArtwork, isLetter, type PictureJob } from '../plan/index.js';
import { letterSubject, maskSize } from './letter-subject.js';
import { type Checkpoints, type PictureResult, paint } from './paint.js';
import { type Sketch, sketch } from './sketch.js';
import type { Subject } from './subject.js';
import { textSubject } from './text-subject.js';

/** Paints pictures, one after another or those of a batch side by side; keeps the engine and the fonts between them. */
export interface Painter {
  /**
   * Paints a letter or a page of text and writes its files. Throws AbecedaryError with a sentence when an ingredient is unusable
   * or a file cannot be written.
   */
  paint(
    job: PictureJob,
    report: (progress: Progress) => void,
    checkpoints?: Checkpoints,
  ): Promise<PictureResult>;
  /** What a letter is painted from, where it is found: without an engine, in a fraction of the time. Throws like `paint`; writes nothing. */
  sketch(job: PictureJob): Promise<Sketch | undefined>;
  close(): Promise<void>;
}

interface PainterOptions {
  /** What pictures that are painted side by side have their evaluations batched by. */
  readonly batcher?: Batcher | undefined;
  /** Makes an engine ready when the first picture comes that needs it. */
  readonly open?: ((weights: string, engine: Engine) => Promise<Styliser>) | undefined;
}

export function createPainter({
  batcher = createBatcher(1),
  open = (weights, engine) => openStyliser(weights, { engine, batcher }),
}: PainterOptions = {}): Painter {
  const stylisers = new Map<string, Promise<Styliser>>();
  const spaces = new Map<string, Promise<FeatureSpace>>();
  const openSpace = (): Promise<FeatureSpace> =>
    once(spaces, 'included', () => openFeatureSpace(undefined, { threads: 1, sizes: 3 }));
  const openSubject = createSubjects();
  return {
    paint: async (job, report, checkpoints = noCheckpoints) => {
      const leave = batcher.enter();
      try {
        const { name, provider } = job.recipe.engine;
        const key = `${name} ${provider} ${job.encoderFile}`;
        report({ kind: 'started', letter: job.name, artwork: firstArtwork(job).file });
        const subject = await openSubject(job);
        const styliser = await once(stylisers, key, () => open(job.encoderFile, job.recipe.engine));
        return await paint(job, subject, { styliser, openSpace, report, checkpoints });
      } finally {
        leave();
      }
    },
    sketch: async (job) => sketch(job, await openSubject(job), openSpace),
    close: async () => {
      for (const opened of [...stylisers.values(), ...spaces.values()]) await (await opened).close();
    },
  };
}

const noCheckpoints: Checkpoints = { load: async () => undefined, save: async () => {} };

const rememberedFonts = 8;

/** Opens what jobs draw; keeps the fonts, and the masks that letters are told apart by. */
function createSubjects(): (job: PictureJob) => Promise<Subject> {
  const fonts = new Map<string, Promise<Font>>();
  const masks = new Map<string, Pixels>();
  const forget = (): void => {
    fonts.clear();
    masks.clear();
  };
  return async ({ recipe, inputs, name, set }) => {
    const needed = isLetter(recipe) ? [recipe.font] : recipe.fonts;
    const settings = needed.map(({ sha256, axes, face }) => ({ file: inputs[sha256]!, axes, face }));
    const key = JSON.stringify(needed);
    // A worker serves runs of many fonts, for weeks.
    if (!fonts.has(key) && fonts.size >= rememberedFonts) forget();
    const font = await once(fonts, key, () => loadFonts(settings));
    if (!isLetter(recipe)) return textSubject(recipe, name, font);
    const maskOf = (character: string, placement: Placement): Pixels => {
      const of = `${key} ${character} ${JSON.stringify(placement)}`;
      const mask = masks.get(of) ?? rasterGlyph(font, character, { placement, ...maskSize });
      masks.set(of, mask);
      return mask;
    };
    return letterSubject({ recipe, set }, font, maskOf);
  };
}

function once<Made>(made: Map<string, Promise<Made>>, key: string, make: () => Promise<Made>): Promise<Made> {
  const known = made.get(key);
  if (known !== undefined) return known;
  const making = make();
  made.set(key, making);
  // What failed once may succeed for the next picture.
  making.catch(() => made.delete(key));
  return making;
}
