import { type Backend, createBatcher, type Executable, inBatches, type Values } from '../../backend/index.js';
import { throwIfAborted } from '../../base/errors.js';
import type { Planes } from '../../base/pixels.js';
import {
  add,
  gradient,
  input,
  matmul,
  multiply,
  type Node,
  type Program,
  power,
  reshape,
  scale,
  slice,
  subtract,
  sumOfSquares,
  sumTo,
  transpose,
} from '../../graph/index.js';
import { beginDescent, continueDescent, type Evaluate } from '../descent/descent.js';
import { type Encoder, encode, encoderOf } from '../encoder/encoder.js';
import { loadNetwork } from '../encoder/reading/index.js';

/*
 * Style transfer as it was first done for letters: the objective of a widely used script of 2016 (Gatys et al. 2016 with
 * other denominators), for comparison with what this program does instead. Formulas in docs/vgg.md.
 */

/** An encoder with the taps of this objective. */
export interface OriginalEncoder {
  /** The content is that of its content tap. */
  readonly encoder: Encoder;
  /** Indices of the taps whose Gram matrices make the style. */
  readonly styleTaps: readonly number[];
}

/** How the terms are weighed, in the script's units. */
export interface OriginalWeights {
  readonly content: number;
  readonly style: number;
  readonly variation: number;
  /** Evaluations of one iteration, after which the optimiser forgets what it has learnt. */
  readonly evaluationsPerIteration: number;
}

/** The script's own weights, and its budget of one call of the optimiser. */
export const originalWeights: OriginalWeights = {
  content: 0.025,
  style: 1,
  variation: 8.5e-5,
  evaluationsPerIteration: 20,
};

/** A picture that gives its style. */
export interface OriginalStyle {
  /** RGB in 0..1, squashed to the size of the content. */
  readonly picture: Planes;
  /** Weight among the styles; only their proportions matter. */
  readonly share: number;
}

export interface OriginalFrame {
  readonly iteration: number;
  readonly evaluations: number;
  readonly loss: number;
  readonly picture: Planes;
}

export interface OriginalResult {
  readonly picture: Planes;
  readonly evaluations: number;
  /** Total and parts at the end, weighted, as the formulas have them. */
  readonly losses: Readonly<Record<string, number>>;
}

/** What SciPy's L-BFGS remembers, and so the script. */
const scriptHistory = 10;
const vggStyle = ['relu1_1', 'relu2_1', 'relu3_1', 'relu4_1', 'relu5_1'];
const vggContent = 'relu5_2';

/**
 * Reads the weights of a VGG with the taps of the script. Another encoder, or a VGG that ends before, gives its own taps,
 * which all count for the style. Throws AbecedaryError `encoder`.
 */
export async function loadOriginalEncoder(path: string): Promise<OriginalEncoder> {
  const { network, sha256 } = await loadNetwork(path);
  const deep = network.stages.flat().some((layer) => layer.name === vggContent);
  const options = deep ? { taps: [...vggStyle, vggContent], content: vggContent } : {};
  const encoder = encoderOf(network, sha256, options, path);
  const styleTaps = [...encoder.taps.keys()].filter((tap) => !deep || tap !== encoder.contentTap);
  return { encoder, styleTaps };
}

const gram = (tap: number): string => `gram.${tap}`;

/** Inner products of the channels of features `[1, C, H, W]`, over all places and not divided: `[C, C]`. */
function gramMatrix(features: Node): Node {
  const [, channels, rows, columns] = features.shape;
  const flat = reshape(features, [channels!, rows! * columns!]);
  return matmul(flat, transpose(flat));
}

/** What serves as target, of a picture of `rows` by `columns`: Gram matrices of a style, features of the content. */
export function originalTargetsProgram(
  { encoder, styleTaps }: OriginalEncoder,
  rows: number,
  columns: number,
): Program {
  const taps = encode(input('image', [1, 3, rows, columns]), encoder);
  const grams = styleTaps.map((tap) => [gram(tap), gramMatrix(taps[tap]!)] as const);
  return { outputs: { content: taps[encoder.contentTap]!, ...Object.fromEntries(grams) } };
}

/**
 * Loss and gradient of a picture of `rows` by `columns` in 0..1, with targets and factors as inputs:
 *
 *   L = c·‖F − F*‖² + Σ_taps s / taps · ‖G − G*‖² / (4·3²·(rows·columns)²) + v·TV
 *
 * with G = F·Fᵀ and TV = Σ (d² + e²)^1.25 for the differences d and e of a sample to the ones below and to its right, in
 * units of 0..255.
 */
export function originalProgram(original: OriginalEncoder, rows: number, columns: number): Program {
  const { encoder, styleTaps } = original;
  const image = input('image', [1, 3, rows, columns]);
  const taps = encode(image, encoder);
  const content = taps[encoder.contentTap]!;
  const parts = new Map<string, Node>();
  const weigh = (name: string, part: Node): void => {
    parts.set(name, multiply(part, input(`factor.${name}`, [])));
  };
  weigh('content', sumOfSquares(subtract(content, input('content', content.shape))));
  for (const tap of styleTaps) {
    const own = gramMatrix(taps[tap]!);
    const denominator = 4 * 3 ** 2 * (rows * columns) ** 2 * styleTaps.length;
    const distance = scale(sumOfSquares(subtract(own, input(gram(tap), own.shape))), 1 / denominator);
    weigh(`style.${encoder.taps[tap]!.name}`, distance);
  }
  weigh('variation', variation(scale(image, 255)));
  const loss = [...parts.values()].reduce((sum, part) => add(sum, part));
  const named = [...parts].map(([name, part]) => [`part.${name}`, part] as const);
  return { outputs: { loss, gradient: gradient(loss, image), ...Object.fromEntries(named) } };
}

function variation(image: Node): Node {
  const [, , rows, columns] = image.shape as [number, number, number, number];
  const corner = (row: number, column: number): Node =>
    slice(slice(image, 2, row, rows - 1), 3, column, columns - 1);
  const squared = (other: Node): Node => {
    const step = subtract(corner(0, 0), other);
    return multiply(step, step);
  };
  return sumTo(power(add(squared(corner(1, 0)), squared(corner(0, 1))), 1.25), []);
}

/** Holds the compiled objective, so that letters of one size share it. */
export interface OriginalStyliser {
  /**
   * Optimises `content`, RGB in 0..1 whose sides halve as often as the encoder asks, from itself. `onFrame` sees the picture
   * after every iteration and is waited for. Throws AbecedaryError `aborted` on the signal, `engine` when the arithmetic
   * fails.
   */
  stylise(
    content: Planes,
    styles: readonly OriginalStyle[],
    options: OriginalOptions,
  ): Promise<OriginalResult>;
  close(): Promise<void>;
}

export interface OriginalOptions {
  readonly iterations: number;
  readonly weights?: OriginalWeights | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onFrame?: ((frame: OriginalFrame) => Promise<void> | void) | undefined;
  /** Goes on after this frame instead of from the content; the result is the same. */
  readonly resume?: Pick<OriginalFrame, 'iteration' | 'evaluations' | 'picture'> | undefined;
}

export function createOriginalStyliser(
  backend: Backend,
  original: OriginalEncoder,
  batcher = createBatcher(1),
): OriginalStyliser {
  const together = inBatches(backend, batcher);
  const objectives = new Map<string, Promise<Executable>>();
  return {
    stylise: async (content, styles, options) => {
      const { width, height } = content;
      const key = `${width} ${height}`;
      const objective = objectives.get(key) ?? together.compile(originalProgram(original, height, width));
      objectives.set(key, objective);
      const feeds = await targets(content, styles, options.weights ?? originalWeights, original, backend);
      return descend(content, await objective, feeds, options);
    },
    close: async () => {
      for (const objective of objectives.values()) await (await objective).release();
      objectives.clear();
    },
  };
}

async function descend(
  content: Planes,
  objective: Executable,
  feeds: Values,
  { iterations, weights = originalWeights, signal, onFrame, resume }: OriginalOptions,
): Promise<OriginalResult> {
  const evaluate: Evaluate = async (position) => {
    const { loss, gradient } = await objective.run({ ...feeds, image: position });
    return { loss: loss![0]!, gradient: gradient! };
  };
  let position = (resume?.picture ?? content).data;
  let evaluations = resume?.evaluations ?? 0;
  for (let iteration = (resume?.iteration ?? 0) + 1; iteration <= iterations; iteration++) {
    throwIfAborted(signal);
    // From its own beginning each time: the script calls its optimiser anew for every iteration.
    const begun = await beginDescent(position, evaluate, { history: scriptHistory });
    const ended = await continueDescent(begun, evaluate, weights.evaluationsPerIteration - 1);
    evaluations += ended.evaluations;
    position = ended.point.position;
    await onFrame?.({
      iteration,
      evaluations,
      loss: ended.point.loss,
      picture: { ...content, data: position },
    });
  }
  const { loss, gradient: _, ...parts } = await objective.run({ ...feeds, image: position });
  const named = Object.entries(parts).map(([name, [value]]) => [name.slice('part.'.length), value!] as const);
  const losses = { total: loss![0]!, ...Object.fromEntries(named) };
  return { picture: { ...content, data: position }, evaluations, losses };
}

/** Targets and factors. */
async function targets(
  content: Planes,
  styles: readonly OriginalStyle[],
  weights: OriginalWeights,
  original: OriginalEncoder,
  backend: Backend,
): Promise<Values> {
  const program = originalTargetsProgram(original, content.height, content.width);
  const executable = await backend.compile(program);
  try {
    const feeds: Record<string, Float32Array> = {
      content: (await executable.run({ image: content.data })).content!.slice(),
      'factor.content': Float32Array.of(weights.content),
      'factor.variation': Float32Array.of(weights.variation),
    };
    for (const tap of original.styleTaps) {
      feeds[`factor.style.${original.encoder.taps[tap]!.name}`] = Float32Array.of(weights.style);
    }
    // The mean of the Gram matrices leads to the same picture as a term for each style, and costs as much as one.
    const total = styles.reduce((sum, { share }) => sum + share, 0);
    for (const { picture, share } of styles) {
      const found = await executable.run({ image: picture.data });
      for (const tap of original.styleTaps) {
        const before = feeds[gram(tap)];
        feeds[gram(tap)] = found[gram(tap)]!.map(
          (value, at) => (before?.[at] ?? 0) + (value * share) / total,
        );
      }
    }
    return feeds;
  } finally {
    await executable.release();
  }
}
