import { onnxruntimeCpu } from '../src/backend/index.js';
import { square } from '../src/base/pixels.js';
import { loadEncoder } from '../src/nst/encoder/encoder.js';
import { plausibleFeeds } from '../src/nst/measure.js';
import { toneHalvings } from '../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../src/nst/scales.js';
import { runPytorch } from './pytorch-process.js';
import { median, peakMegabytes, timeCalls } from './support.js';

/*
 * Measures one evaluation in a process of its own, so that its peak memory is that of this encoder and size:
 *
 *   network-process.ts ENCODER SIZE_PX COMPARE
 */

interface Cost {
  readonly ms: number;
  readonly megabytes: number;
}

export interface Networked {
  readonly ours: Cost;
  readonly theirs: Cost | undefined;
}

const [threads, repeats] = [1, 3];
const [encoderFile, sizePx, compare] = process.argv.slice(2);
const encoder = await loadEncoder(encoderFile!);
const stride = 2 ** Math.max(...encoder.taps.map(({ halvings }) => halvings));
const scale = planScales(square(Number(sizePx)), 20, { stride }).at(-1)!;
const program = regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) });
const feeds = plausibleFeeds(program);
const executable = await onnxruntimeCpu({ threads }).compile(program);
const ms = median(await timeCalls(repeats, () => executable.run(feeds)));
const ours = { ms, megabytes: peakMegabytes() };
await executable.release();
const other =
  compare === 'true' ? await runPytorch(feeds, { threads, repeats, encoderFile: encoderFile! }) : undefined;
const found: Networked = { ours, theirs: other && { ms: other.median, megabytes: other.megabytes } };
console.log(JSON.stringify(found));
