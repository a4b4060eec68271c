import type { Backend, Executable, Values } from '../../../backend/index.js';
import type { Planes, Size } from '../../../base/pixels.js';
import { type BoundObjective, partsOf, type ScaledObjective } from '../../evaluator.js';
import { port } from '../ports.js';
import type { OriginalEncoder } from './original-encoder.js';
import { factor, gram, originalProgram, originalTargetsProgram, styleTerm } from './original-program.js';

/** A picture gets the Gram matrices of its styles and keeps its content, each iteration a scale of its own; see docs/vgg.md. */
export interface OriginalObjective {
  readonly kind: 'original';
  /** RGB in 0..1 of the canvas: what the picture starts from, too. */
  readonly content: Planes;
  readonly styles: readonly OriginalStyle[];
  readonly weights: OriginalWeights;
}

/** A picture that gives its style. */
export interface OriginalStyle {
  /** RGB in 0..1, squashed to the size of the content. */
  readonly picture: Planes;
  /** Weight among the styles; only their proportions matter. */
  readonly share: number;
}

/** How the terms are weighed, in the script's units. */
interface OriginalWeights {
  readonly content: number;
  readonly style: number;
  readonly variation: number;
  /** Evaluations of one iteration, after which the optimiser forgets what it has learnt. */
  readonly evaluationsPerIteration: number;
}

/** What SciPy's L-BFGS remembers, and so the script. */
const scriptHistory = 10;

interface OriginalOptions {
  readonly backend: Backend;
  /** What evaluates pictures: the backend, or one in batches. */
  readonly together?: Backend | undefined;
}

/** Keeps the programs of the original objective, by the size of the picture. */
interface Original {
  bind(objective: OriginalObjective): Promise<BoundObjective>;
  release(): Promise<void>;
}

export function createOriginal(
  original: OriginalEncoder,
  { backend, together = backend }: OriginalOptions,
): Original {
  const programs = new Map<string, Promise<Executable>>();
  const programFor = ({ width, height }: Size): Promise<Executable> => {
    const key = `${width} ${height}`;
    const program = programs.get(key) ?? together.compile(originalProgram(original, { width, height }));
    programs.set(key, program);
    return program;
  };
  return {
    bind: async (objective) => {
      const program = await programFor(objective.content);
      const feeds = await targetsOf(objective, original, backend);
      return {
        evaluate: async (position) => {
          const results = await program.run({ ...feeds, [port.image]: position });
          return {
            loss: results[port.loss]![0]!,
            gradient: results[port.gradient]!,
            parts: partsOf(results),
          };
        },
        history: scriptHistory,
      };
    },
    release: async () => {
      for (const program of programs.values()) await (await program).release();
      programs.clear();
    },
  };
}

/** The objective of one picture: the same at all of its scales, which are of one size. */
export function originalOf(objective: OriginalObjective, original: Original): ScaledObjective {
  let bound: Promise<BoundObjective> | undefined;
  return {
    evaluationsPerIteration: objective.weights.evaluationsPerIteration,
    // Each of its iterations is a scale of its own.
    enough: 0,
    at: async (_, { first }) => {
      bound ??= original.bind(objective);
      return { ...(await bound), start: first ? objective.content : undefined };
    },
  };
}

/** Targets and factors. */
async function targetsOf(
  { content, styles, weights }: OriginalObjective,
  { encoder, styleTaps }: OriginalEncoder,
  backend: Backend,
): Promise<Values> {
  const program = await backend.compile(originalTargetsProgram({ encoder, styleTaps }, content));
  const run = (picture: Planes): Promise<Values> => program.run({ [port.image]: picture.data });
  try {
    const feeds: Record<string, Float32Array> = {
      [port.content]: (await run(content))[port.content]!.slice(),
      [port.contentFactor]: Float32Array.of(weights.content),
      [port.variationFactor]: Float32Array.of(weights.variation),
    };
    for (const tap of styleTaps) feeds[factor(styleTerm(tap, encoder))] = Float32Array.of(weights.style);
    // The mean of the Gram matrices leads to the same picture as a term for each style, and costs as much as one.
    const total = styles.reduce((sum, { share }) => sum + share, 0);
    for (const { picture, share } of styles) {
      const found = await run(picture);
      for (const tap of styleTaps) {
        const before = feeds[gram(tap)];
        feeds[gram(tap)] = found[gram(tap)]!.map(
          (value, at) => (before?.[at] ?? 0) + (value * share) / total,
        );
      }
    }
    return feeds;
  } finally {
    await program.release();
  }
}
