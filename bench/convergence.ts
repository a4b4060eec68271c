import { onnxruntimeCpu, type Values } from '../src/backend/index.js';
import { square } from '../src/base/pixels.js';
import { beginDescent, continueDescent, type Evaluate } from '../src/nst/descent/descent.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { port } from '../src/nst/objectives/ports.js';
import { toneHalvings } from '../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../src/nst/scales.js';
import { makerOfLetters, watched } from './painted-letter.js';
import { havePytorch, runPytorch } from './pytorch-process.js';

const threads = 2;
const evaluations = 400;
/** After so many evaluations the losses are told. */
const told = [5, 7, 10, 15, 20, 40, 80, 160, 400];

/** The least losses after each evaluation, in units of that at the start, and the seconds that they took together. */
interface Reached {
  readonly losses: readonly number[];
  readonly seconds: number;
}

/**
 * Loss against evaluations at the full size of a letter, ours and those of L-BFGS in PyTorch, on the same objective from the same
 * start: a found letter's guide, and what a painted letter has become at the coarser size.
 */
export async function benchConvergence(sizePx: number): Promise<void> {
  if (!(await havePytorch())) return;
  console.log(`Loss after so many evaluations at ${sizePx} px, ${threads} threads each`);
  for (const preset of ['found', 'painted'] as const) {
    const feeds = await feedsOf(preset, sizePx);
    const { version, reached: theirs } = await runPytorch(feeds, { threads, evaluations, repeats: 1 });
    const ours = await descended(feeds, preset, sizePx);
    console.log(`  a ${preset} letter: ours, PyTorch ${version}`);
    for (const count of told) {
      const losses = [ours, theirs].map(({ losses }) => losses[count - 1]!.toFixed(4));
      console.log(`  ${String(count).padStart(5)} ${losses.join(' ')}`);
    }
    const end = 1.01 * theirs.losses.at(-1)!;
    const spent = [ours, theirs].map(({ losses, seconds }) => {
      const count = losses.findIndex((loss) => loss <= end) + 1;
      return `${count} evaluations, ${((count * seconds) / evaluations).toFixed(1)} s`;
    });
    console.log(`  within 1 % of PyTorch’s end: ours ${spent[0]}, PyTorch ${spent[1]}`);
  }
}

/** What the objective is fed at the full size of a letter, the picture that it starts from included. */
async function feedsOf(preset: 'found' | 'painted', sizePx: number): Promise<Values> {
  let first: Values = {};
  const backend = watched(onnxruntimeCpu({ threads }), ({ feeds, results }) => {
    const image = feeds[port.image];
    if (image === undefined || results[port.loss] === undefined) return;
    if (image.length > (first[port.image]?.length ?? 0)) first = { ...feeds, [port.image]: image.slice() };
  });
  const maker = await makerOfLetters(backend, { preset });
  try {
    await maker.make({ sizePx });
  } finally {
    await maker.close();
  }
  return first;
}

async function descended(feeds: Values, preset: 'found' | 'painted', sizePx: number): Promise<Reached> {
  const scale = planScales(square(sizePx), 20, { found: preset === 'found' }).at(-1)!;
  const encoder = await loadEncoder(compactEncoderFile);
  const program = regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) });
  const executable = await onnxruntimeCpu({ threads }).compile(program);
  const losses: number[] = [];
  let unit: number | undefined;
  const evaluate: Evaluate = async (position) => {
    const results = await executable.run({ ...feeds, [port.image]: position });
    const absolute = results[port.loss]![0]!;
    const by = unit ?? absolute;
    unit = by;
    const loss = absolute / by;
    losses.push(Math.min(loss, losses.at(-1) ?? loss));
    return { loss, gradient: results[port.gradient]!.map((value) => value / by), parts: {} };
  };
  const begun = performance.now();
  const start = await beginDescent(feeds[port.image]!, evaluate, { smoothed: scale.canvas });
  await continueDescent(start, evaluate, evaluations - 1);
  const seconds = (performance.now() - begun) / 1000;
  await executable.release();
  return { losses, seconds };
}
