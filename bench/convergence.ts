import { onnxruntimeCpu, type Values } from '../src/backend/index.js';
import { port } from '../src/nst/objectives/ports.js';
import { makerOfLetters, watched } from './painted-letter.js';
import { havePytorch, runPytorch } from './pytorch-process.js';

const threads = 2;
const evaluations = 400;

/** A run at the full size: when it was done, and its loss in the objective's own unit. */
interface Reached {
  readonly seconds: number;
  readonly loss: number;
}

/** Iterations of a letter that is to come all the way; the usual is a third of it. */
const manyIterations = 60;

/**
 * How long a letter takes until its loss is within 1 % of what PyTorch's L-BFGS reaches with 400 evaluations at the full size
 * alone, on the same objective from the same start, and how long that takes; and where a painted letter of 20 iterations ends.
 */
export async function benchConvergence(): Promise<void> {
  if (!(await havePytorch())) return;
  console.log('Time to a loss within 1 % of that of 400 evaluations of L-BFGS in PyTorch, two threads each');
  const single = await fullSizeRuns({ iterations: 1, evaluationsPerIteration: 2 });
  const { version, reached: theirs } = await runPytorch(single.feeds, { threads, evaluations });
  console.log(
    `  PyTorch ${version}, ${evaluations} evaluations at full size: ${theirs.seconds.toFixed(1)} s, loss ${theirs.loss.toPrecision(5)}`,
  );
  const beside = ({ seconds, loss }: Reached): string =>
    `${seconds.toFixed(1)} s (${(theirs.seconds / seconds).toFixed(1)} times faster), loss ${((loss / theirs.loss - 1) * 100).toFixed(2)} % beside theirs`;
  const usual = (await fullSizeRuns({})).reached.reduce(least);
  console.log(`  ours, 20 iterations: ${beside(usual)}`);
  const { reached } = await fullSizeRuns({ iterations: manyIterations, enough: 0 });
  const within = reached.findIndex(({ loss }) => loss <= 1.01 * theirs.loss);
  console.log(
    within < 0
      ? `  ours with ${manyIterations} iterations: not within 1 %; ${beside(reached.reduce(least))}`
      : `  ours with ${manyIterations} iterations: within 1 % after ${within + 1} evaluations at full size, ${beside(reached[within]!)}; at the end ${beside(reached.reduce(least))}`,
  );
}

const least = (one: Reached, other: Reached): Reached => (other.loss < one.loss ? other : one);

/** Makes the letter, and watches the evaluations of its largest picture. */
async function fullSizeRuns(
  changes: Readonly<Record<string, unknown>>,
): Promise<{ readonly feeds: Values; readonly reached: readonly Reached[] }> {
  let [started, size] = [performance.now(), 0];
  let all: { readonly feeds: Values; readonly loss: number; readonly seconds: number }[] = [];
  const backend = watched(onnxruntimeCpu({ threads }), ({ feeds, results }) => {
    const [image, loss] = [feeds[port.image], results[port.loss]];
    if (image === undefined || loss === undefined) return;
    if (image.length > size) all = [];
    size = image.length;
    const first = all.length === 0 ? { ...feeds, [port.image]: image.slice() } : feeds;
    all.push({ feeds: first, loss: loss[0]!, seconds: (performance.now() - started) / 1000 });
  });
  const maker = await makerOfLetters(backend);
  try {
    started = performance.now();
    await maker.make(changes);
  } finally {
    await maker.close();
  }
  // The first evaluation of a scale becomes the unit of the later ones.
  const unit = all[0]!.loss;
  const reached = all.map(({ loss, seconds }, at) => ({ loss: at === 0 ? loss : loss * unit, seconds }));
  return { feeds: all[0]!.feeds, reached };
}
