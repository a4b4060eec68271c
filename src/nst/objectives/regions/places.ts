import { luminanceWeights } from '../../../base/colour.js';
import {
  add,
  averagePool,
  constant,
  input,
  matmul,
  multiply,
  type Node,
  relu,
  reshape,
  scale,
  slice,
  subtract,
  sumOfHuber,
  sumOfSquares,
} from '../../../graph/index.js';
import type { Scale } from '../../scales.js';
import { port, weighed } from '../ports.js';

/** Roots of how much each step between neighbours counts, 0 or 1: along rows `[1, 1, H, W - 1]`, along columns `[1, 1, H - 1, W]`. */
interface StepRoots {
  readonly alongRows: Node;
  readonly alongColumns: Node;
}

/** Sum over neighbours, along rows and columns, of Huber's function of their difference, divided by the number of `samples`. */
function variation(image: Node, samples: number, roots?: StepRoots): Node {
  const [, , rows, columns] = image.shape;
  const knee = input(port.variationKnee, []);
  const along = (axis: number, size: number, root: Node | undefined): Node => {
    const step = subtract(slice(image, axis, 1, size - 1), slice(image, axis, 0, size - 1));
    return sumOfHuber(root === undefined ? step : multiply(step, root), knee);
  };
  const both = add(along(2, rows!, roots?.alongColumns), along(3, columns!, roots?.alongRows));
  return scale(both, 1 / samples);
}

/** How often the picture is halved until its tones are compared: places of 1.4 to 2.8 % of a letter's side, at every size. */
export function toneHalvings({ canvas, box, letterPx }: Pick<Scale, 'canvas' | 'box' | 'letterPx'>): number {
  const withMarginPx = letterPx + canvas.width - box.width;
  const halves = (sidePx: number, halvings: number): boolean => sidePx % 2 ** (halvings + 1) === 0;
  let halvings = 0;
  while (
    withMarginPx / 2 ** (halvings + 1) >= 36 &&
    halves(canvas.width, halvings) &&
    halves(canvas.height, halvings)
  )
    halvings++;
  return halvings;
}

/** Weighted sum of squares of what the picture's local luminance is beyond its limit, on the wrong side. */
function toneExcess(image: Node, halvings: number): Node {
  const [, , rows, columns] = image.shape as [number, number, number, number];
  const weights = constant(Float32Array.from(luminanceWeights), [1, 3]);
  const flatTones = matmul(weights, reshape(image, [3, rows * columns]));
  let tones = reshape(flatTones, [1, 1, rows, columns]);
  for (let halving = 0; halving < halvings; halving++) tones = averagePool(tones);
  const map = (name: string): Node => input(name, tones.shape);
  const beyond = multiply(subtract(tones, map(port.toneLimit)), map(port.toneSign));
  return sumOfSquares(multiply(relu(beyond), map(port.toneRoot)));
}

export interface PlaceOptions {
  /** How often the picture is halved until its tones are compared. */
  readonly halvings: number;
  /** Number of samples of the whole picture, of which this may be a part. */
  readonly samples: number;
  readonly roots?: StepRoots | undefined;
}

/** What single places add to the loss, by name: content, variation and tone. */
export function placeParts(
  image: Node,
  content: Node,
  { halvings, samples, roots }: PlaceOptions,
): Map<string, Node> {
  const [, , rows, columns] = content.shape as [number, number, number, number];
  const root = input(port.contentRoot, [1, 1, rows, columns]);
  const distance = sumOfSquares(multiply(subtract(content, input(port.content, content.shape)), root));
  return new Map([
    ['content', weighed(distance, port.contentFactor)],
    ['variation', weighed(variation(image, samples, roots), port.variationFactor)],
    ['tone', weighed(toneExcess(image, halvings), port.toneFactor)],
  ]);
}
