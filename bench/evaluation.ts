import { onnxruntimeCpu } from '../src/backend/index.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder.js';
import { objectiveProgram, toneHalvings } from '../src/nst/objective.js';
import { planScales } from '../src/nst/scales.js';
import { square } from '../src/pixels.js';
import { median, peakMegabytes, plausibleFeeds, timeCalls } from './support.js';

/** Time of one evaluation of loss and gradient at the full size of a letter, with one thread and with two. */
export async function benchEvaluation(): Promise<void> {
  const encoder = await loadEncoder(compactEncoderFile);
  const atFullSize = (sizePx: number) => {
    const scale = planScales(square(sizePx), 20).at(-1)!;
    return { ...scale, program: objectiveProgram(encoder, scale.canvas, toneHalvings(scale)) };
  };
  const medians = new Map<number, number>();
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
      row.push(`${threads} thread${threads > 1 ? 's' : ''} ${time.toFixed(1)} ms`);
    }
    console.log(`  ${sizePx} px (canvas ${canvas.width}): ${row.join(', ')}`);
  }
  const growth = medians.get(800)! / medians.get(400)!;
  const pixels = (atFullSize(800).canvas.width / atFullSize(400).canvas.width) ** 2;
  console.log(
    `  from 400 to 800 px: ${growth.toFixed(2)} times the time for ${pixels.toFixed(2)} times the pixels`,
  );
  console.log(`  peak memory of the process so far: ${peakMegabytes()} MB`);
}
