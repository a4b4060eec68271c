import { onnxruntimeCpu } from '../src/backend/index.js';
import { makerOfLetters, watched } from './painted-letter.js';
import { peakMegabytes } from './support.js';

/** One painted letter from font and artwork to its files: how long, and how much of it outside the graph. */
export async function benchLetter(): Promise<void> {
  let inGraph = 0;
  const backend = watched(onnxruntimeCpu({ threads: 1 }), ({ milliseconds }) => {
    inGraph += milliseconds;
  });
  const maker = await makerOfLetters(backend);
  console.log('One letter of 400 px, 20 iterations, one thread, from font and artwork to its files');
  try {
    for (const run of ['first', 'second']) {
      inGraph = 0;
      const { seconds, evaluations } = await maker.make();
      const outside = 1 - inGraph / 1000 / seconds;
      console.log(
        `  ${run} letter: ${seconds.toFixed(1)} s, ${evaluations} evaluations, ${(outside * 100).toFixed(1)} % of the time outside the graph`,
      );
    }
    console.log(`  peak memory of the process so far: ${peakMegabytes()} MB`);
  } finally {
    await maker.close();
  }
}
