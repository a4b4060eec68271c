import { type Pixels, toPixels } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import { createRandom } from '../base/random.js';
import type { TransferSettings } from '../config/index.js';
import type { Found } from '../found/index.js';
import {
  type Frame,
  type Objective,
  planOriginalScales,
  planScales,
  type Scale,
  type ScaleState,
  type Styliser,
  type Weights,
} from '../nst/index.js';
import { contrastOf, isFound, type PictureJob } from '../plan/index.js';
import { writeFrame } from './frames.js';
import { gatherIngredients, type OpenSpace } from './gather.js';
import type { Ingredients } from './ingredients.js';
import { originalObjective } from './original.js';
import type { Subject } from './subject.js';

/** Total loss after each iteration, and the side of the picture that it was measured at, in pixels. */
export type LossCurve = readonly (readonly [sizePx: number, loss: number])[];

/** What one attempt has made. */
export interface Painted {
  readonly picture: Pixels;
  readonly evaluations: number;
  readonly losses: Readonly<Record<string, number>>;
  readonly lossCurve: LossCurve;
  /** Where in the artwork it was found; absent where it was painted from the look alone. */
  readonly found?: Found | undefined;
}

/** Where an attempt goes on, and who is told where it stands. */
interface AttemptState {
  readonly resume: ScaleState | undefined;
  /** Up to there. */
  readonly lossCurve: LossCurve;
  readonly onScale: (state: ScaleState, lossCurve: LossCurve) => Promise<void>;
}

export interface AttemptOptions extends AttemptState {
  readonly styliser: Styliser;
  readonly openSpace: OpenSpace;
  /** Folder of its frames; none are kept when absent. */
  readonly frames: string | undefined;
  readonly report: (progress: Progress) => void;
}

/** Paints a subject once, by the objective that its settings name, from the coarsest scale to the finest. */
export async function attempt(
  job: PictureJob,
  subject: Subject,
  { resume, lossCurve: before, onScale, styliser, openSpace, frames, report }: AttemptOptions,
): Promise<Painted> {
  const { iterations } = subject.transfer;
  const lossCurve = [...before];
  const { scales, objective, finish, found } = await planWay(job, subject, openSpace);
  const onFrame = async (frame: Frame): Promise<void> => {
    const { iteration, evaluations, loss, sizePx, workRatio } = frame;
    const shown = await finish(frame.picture, { opaque: true, grown: frame.iteration / iterations });
    const file = frames === undefined ? undefined : await writeFrame(frames, frame, shown);
    lossCurve.push([sizePx, Number(loss.toPrecision(5))]);
    const figures = { iteration, iterations, evaluations, loss, sizePx, workRatio };
    report({
      ...{ kind: 'iteration', letter: job.name, ...figures },
      ...(file === undefined ? {} : { frame: file }),
    });
  };
  const { picture, evaluations, losses } = await styliser.stylise(scales, objective, {
    resume,
    onFrame,
    onScale: (state) => onScale(state, lossCurve),
  });
  return { picture: toPixels(await finish(picture)), evaluations, losses, lossCurve, found };
}

/** From coarse to fine, what is to be reached, and what is done to every picture that is shown. */
async function planWay(
  job: PictureJob,
  subject: Subject,
  openSpace: OpenSpace,
): Promise<{ scales: Scale[]; objective: Objective } & Pick<Ingredients, 'finish' | 'found'>> {
  const { transfer, size, forms } = subject;
  if (transfer.method === 'original') {
    const scales = planOriginalScales(size, transfer.iterations);
    const objective = await originalObjective(job, subject, scales[0]!);
    return { scales, objective, finish: async (picture) => picture };
  }
  const scales = planScales(size, transfer.iterations, { ...forms, found: isFound(job.recipe) });
  const ingredients = await gatherIngredients(job, subject, { finest: scales.at(-1)!, openSpace });
  const objective: Objective = {
    kind: 'regions',
    inputAt: ingredients.at,
    weights: weightsFrom(transfer),
    random: createRandom(job.recipe.seed).fork(subject.branch),
    start: await ingredients.start(scales[0]!),
  };
  return { scales, objective, finish: ingredients.finish, found: ingredients.found };
}

/** What the settings mean for the objective. */
function weightsFrom(transfer: TransferSettings): Weights {
  return {
    content: transfer.contentWeight,
    layers: transfer.layerWeights,
    totalVariation: transfer.totalVariation,
    variationKnee: transfer.totalVariationKind === 'edges' ? edgeKnee : 1,
    tone: contrastOf(transfer) > 0 ? transfer.toneWeight : 0,
    fitRatio: transfer.fitRatio,
    startNoise: transfer.startNoise,
    evaluationsPerIteration: transfer.evaluationsPerIteration,
    enough: transfer.enough,
  };
}

/** A step between neighbours that is seen as an edge, of the way from black to white. */
const edgeKnee = 0.04;
