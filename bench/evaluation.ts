import { onnxruntimeCpu } from '../src/backend/index.js';
import { square } from '../src/base/pixels.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { plausibleFeeds } from '../src/nst/measure.js';
import { toneHalvings } from '../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../src/nst/scales.js';
import { matrixRate, operationsOf } from './limit.js';
import { median, peakMegabytes, timeCalls } from './support.js';

/** Time of one evaluation of loss and gradient at the full size of a letter, with one thread and with two. */
export async function benchEvaluation(): Promise<void> {
  const encoder = await loadEncoder(compactEncoderFile);
  const atFullSize = (sizePx: number) => {
    const scale = planScales(square(sizePx), 20).at(-1)!;
    return {
      ...scale,
      program: regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) }),
    };
  };
  const medians = new Map<number, number>();
  const rates = new Map<number, number>();
  for (const threads of [1, 2]) rates.set(threads, await matrixRate(threads));
  console.log('One evaluation of loss and gradient (median of 15; the canvas is the tile and its margin)');
  for (const sizePx of [128, 256, 400, 800]) {
    const { canvas, program } = atFullSize(sizePx);
    const feeds = plausibleFeeds(program);
    const row: string[] = [];
    for (const threads of [1, 2]) {
      const executable = await onnxruntimeCpu({ threads }).compile(program);
      const time = median(await timeCalls(15, () => executable.run(feeds)));
      await executable.release();
      if (threads === 1) medians.set(sizePx, time);
      const limit = (operationsOf(program) / rates.get(threads)!) * 1000;
      row.push(
        `${threads} thread${threads > 1 ? 's' : ''} ${time.toFixed(1)} ms, ${(time / limit).toFixed(2)} × the limit`,
      );
    }
    console.log(`  ${sizePx} px (canvas ${canvas.width}): ${row.join(', ')}`);
  }
  const growth = medians.get(800)! / medians.get(400)!;
  const pixels = (atFullSize(800).canvas.width / atFullSize(400).canvas.width) ** 2;
  console.log(
    `  from 400 to 800 px: ${growth.toFixed(2)} times the time for ${pixels.toFixed(2)} times the pixels`,
  );
  const [one, two] = [1, 2].map((threads) => (rates.get(threads)! / 1e9).toFixed(0));
  const work = (operationsOf(atFullSize(400).program) / 1e9).toFixed(1);
  console.log(
    `  the limit: ${work} billion operations at 400 px, at the rate of matrix products, ${one} and ${two} billion a second`,
  );
  console.log(`  peak memory of the process so far: ${peakMegabytes()} MB`);
}
