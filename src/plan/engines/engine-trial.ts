import { findTensorflow, plainMessage } from '../../backend/index.js';
import { openTensorflow } from '../../backend/tensorflow/backend.js';
import { AbecedaryError } from '../../base/errors.js';
import { createRandom } from '../../base/random.js';
import {
  add,
  averagePool,
  constant,
  convolution,
  gradient,
  input,
  moments,
  type Program,
  relu,
  reshape,
  type Shape,
  sumOfSquares,
} from '../../graph/index.js';
import { cpuEngine, type Engine, measureEvaluation, openBackend } from '../../nst/index.js';
import type { Answer, Trial } from './wire.js';

/*
 * The program of a process that tries one engine, so that a driver that crashes takes nothing else along.
 */

const random = createRandom('trial');
const values = (length: number): Float32Array => Float32Array.from({ length }, () => random.between(-1, 1));

/** A little of everything that an objective is made of. */
function smallProgram(): Program {
  const fixed = (shape: Shape) => constant(values(shape.reduce((a, b) => a * b, 1)), shape);
  const image = input('image', [1, 3, 8, 8]);
  const features = averagePool(
    relu(convolution(image, fixed([8, 3, 3, 3]), { bias: fixed([8]), padding: 1 })),
  );
  const deeper = relu(convolution(features, fixed([4, 8, 3, 3]), { bias: fixed([4]), padding: 1 }));
  const summed = moments(reshape(deeper, [4, 16]), input('weights', [2, 16]));
  const loss = add(sumOfSquares(summed), sumOfSquares(image));
  return { outputs: { loss, gradient: gradient(loss, image) } };
}

/** What is said of an engine that computes something else than the CPU; undefined where it does not. */
async function comparedWithCpu(engine: Engine): Promise<string | undefined> {
  const program = smallProgram();
  const feeds = { image: values(3 * 64), weights: values(32) };
  const results = await Promise.all(
    [engine, cpuEngine].map(async (each) => {
      const executable = await (await openBackend(each)).compile(program);
      const { gradient } = await executable.run(feeds);
      await executable.release();
      return gradient!;
    }),
  );
  const [found, wanted] = results as [Float32Array, Float32Array];
  const difference = Math.hypot(...found.map((value, at) => value - wanted[at]!)) / Math.hypot(...wanted);
  if (difference < 1e-3) return undefined;
  return `its results are ${(100 * difference).toPrecision(2)} % away from those of the CPU`;
}

async function engineOf(word: Trial['word']): Promise<Engine> {
  if (word !== 'tfjs') return { name: cpuEngine.name, provider: word };
  const { name, provider } = await openTensorflow().catch(({ cause }: Error) => {
    throw new Error(`${findTensorflow()?.name} is installed, but cannot be loaded: ${plainMessage(cause)}`);
  });
  return { name, provider };
}

async function attempt({ word, measure }: Trial): Promise<Answer> {
  try {
    const engine = await engineOf(word);
    const wrong = await comparedWithCpu(engine);
    if (wrong !== undefined) return { kind: 'fails', message: wrong };
    if (measure === undefined) return { kind: 'works', engine };
    const { weights, ...options } = measure;
    return {
      kind: 'works',
      engine,
      times: await measureEvaluation(await openBackend(engine), weights, options),
    };
  } catch (error) {
    // What the library said, for the sentence about the engine is made elsewhere.
    const cause = error instanceof AbecedaryError ? error.cause : undefined;
    return { kind: 'fails', message: plainMessage(cause ?? error) };
  }
}

const answer = await attempt(JSON.parse(process.argv[2]!));
process.stdout.write(`\n${JSON.stringify(answer)}\n`, () => process.exit());
