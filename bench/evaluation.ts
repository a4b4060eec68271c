import { onnxruntimeCpu } from '../src/backend/index.js';
import { type Size, square } from '../src/base/pixels.js';
import { compactEncoderFile, type Encoder, loadEncoder } from '../src/nst/encoder/encoder.js';
import { plausibleFeeds } from '../src/nst/measure.js';
import { toneHalvings } from '../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../src/nst/scales.js';
import { matrixRate, operationsOf } from './limit.js';
import { median, peakMegabytes, timeCalls } from './support.js';

interface EvaluationTime {
  readonly canvas: Size;
  /** Median of 15. */
  readonly milliseconds: number;
  /** In the convolutions and matrix products. */
  readonly operations: number;
}

/** Time of one evaluation of loss and gradient at the full size of a letter. */
export async function timeEvaluation(
  encoder: Encoder,
  sizePx: number,
  threads: number,
): Promise<EvaluationTime> {
  const scale = planScales(square(sizePx), 20).at(-1)!;
  const program = regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) });
  const feeds = plausibleFeeds(program);
  const executable = await onnxruntimeCpu({ threads }).compile(program);
  const milliseconds = median(await timeCalls(15, () => executable.run(feeds)));
  await executable.release();
  return { canvas: scale.canvas, milliseconds, operations: operationsOf(program) };
}

/** With one thread and with two, beside the time that the operations would take at the rate of matrix products. */
export async function benchEvaluation(): Promise<void> {
  const encoder = await loadEncoder(compactEncoderFile);
  const rates = new Map<number, number>();
  for (const threads of [1, 2]) rates.set(threads, await matrixRate(threads));
  console.log('One evaluation of loss and gradient (median of 15; the canvas is the tile and its margin)');
  const alone = new Map<number, EvaluationTime>();
  for (const sizePx of [128, 256, 400, 800]) {
    const row: string[] = [];
    for (const threads of [1, 2]) {
      const measured = await timeEvaluation(encoder, sizePx, threads);
      if (threads === 1) alone.set(sizePx, measured);
      const { milliseconds, operations } = measured;
      const times = milliseconds / ((operations / rates.get(threads)!) * 1000);
      row.push(
        `${threads} thread${threads > 1 ? 's' : ''} ${milliseconds.toFixed(1)} ms, ${times.toFixed(2)} × the limit`,
      );
    }
    console.log(`  ${sizePx} px (canvas ${alone.get(sizePx)!.canvas.width}): ${row.join(', ')}`);
  }
  const [usual, large] = [alone.get(400)!, alone.get(800)!];
  const growth = large.milliseconds / usual.milliseconds;
  const pixels = (large.canvas.width / usual.canvas.width) ** 2;
  console.log(
    `  from 400 to 800 px: ${growth.toFixed(2)} times the time for ${pixels.toFixed(2)} times the pixels`,
  );
  const [one, two] = [1, 2].map((threads) => (rates.get(threads)! / 1e9).toFixed(0));
  const work = (usual.operations / 1e9).toFixed(1);
  console.log(
    `  the limit: ${work} billion operations at 400 px, at the rate of matrix products, ${one} and ${two} billion a second`,
  );
  console.log(`  peak memory of the process so far: ${peakMegabytes()} MB`);
}
