import { onnxruntimeCpu } from '../src/backend/index.js';
import { square } from '../src/base/pixels.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { plausibleFeeds } from '../src/nst/measure.js';
import { toneHalvings } from '../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../src/nst/scales.js';
import { havePytorch, runPytorch } from './pytorch-process.js';
import { median, timeCalls } from './support.js';

/** The same encoder, objective and values in PyTorch, side by side, with two threads each. */
export async function benchPytorch(): Promise<void> {
  if (!(await havePytorch())) return;
  console.log('Against PyTorch on the same encoder, objective and values, two threads each (medians of 15)');
  const encoder = await loadEncoder(compactEncoderFile);
  for (const sizePx of [256, 400]) {
    const scale = planScales(square(sizePx), 20).at(-1)!;
    const program = regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) });
    const feeds = plausibleFeeds(program);
    const executable = await onnxruntimeCpu({ threads: 2 }).compile(program);
    const ours = median(await timeCalls(15, () => executable.run(feeds)));
    const { loss, gradient } = await executable.run(feeds);
    const norm = Math.sqrt(gradient!.reduce((sum, value) => sum + value * value, 0));
    const theirs = await runPytorch(feeds, { threads: 2 });
    const off = Math.max(Math.abs(theirs.loss / loss![0]! - 1), Math.abs(theirs.gradient / norm - 1));
    console.log(
      `  ${sizePx} px: ${ours.toFixed(1)} ms, PyTorch ${theirs.version} ${theirs.median.toFixed(1)} ms: ${(theirs.median / ours).toFixed(2)} times faster; loss and gradient norm agree to ${off.toExponential(1)}`,
    );
    await executable.release();
  }
}
