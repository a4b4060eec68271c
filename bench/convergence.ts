import { onnxruntimeCpu, type Values } from '../src/backend/index.js';
import { port } from '../src/nst/objective.js';
import { makerOfLetters, watched } from './default-letter.js';
import { havePytorch, runPytorch } from './pytorch-process.js';

const threads = 2;
const evaluations = 400;

/** A run at the full size: when it was done, and its loss in the objective's own unit. */
interface Reached {
  readonly seconds: number;
  readonly loss: number;
}

/**
 * How long a default letter takes until its loss is within 1 % of what PyTorch's L-BFGS reaches with 400 evaluations at the
 * full size alone, on the same objective from the same start, and how long that takes.
 */
export async function benchConvergence(): Promise<void> {
  if (!(await havePytorch())) return;
  console.log('Time to a loss within 1 % of that of 400 evaluations of L-BFGS in PyTorch, two threads each');
  const single = await fullSizeRuns({ iterations: 1, evaluationsPerIteration: 2 });
  const theirs = await runPytorch(single.feeds, { threads, evaluations });
  const { reached } = await fullSizeRuns({});
  const within = reached.find(({ loss }) => loss <= 1.01 * theirs.reached.loss);
  const last = reached.reduce((least, each) => (each.loss < least.loss ? each : least));
  console.log(
    `  PyTorch ${theirs.version}: ${theirs.reached.seconds.toFixed(1)} s, loss ${theirs.reached.loss.toPrecision(5)}`,
  );
  console.log(
    within === undefined
      ? '  ours does not come within 1 %'
      : `  ours, all scales: ${within.seconds.toFixed(1)} s, ${(theirs.reached.seconds / within.seconds).toFixed(1)} times faster`,
  );
  console.log(
    `  ours at the end: ${last.seconds.toFixed(1)} s, loss ${((last.loss / theirs.reached.loss - 1) * 100).toFixed(2)} % beside theirs`,
  );
}

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
