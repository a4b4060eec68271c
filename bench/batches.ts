import { type Backend, createBatcher, openBackend } from '../src/backend/index.js';
import { square } from '../src/base/pixels.js';
import type { EngineName } from '../src/config/index.js';
import { batched } from '../src/graph/index.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { plausibleFeeds } from '../src/nst/measure.js';
import { toneHalvings } from '../src/nst/objectives/regions/places.js';
import { regionsProgram } from '../src/nst/objectives/regions/regions-program.js';
import { planScales } from '../src/nst/scales.js';
import { chooseEngine } from '../src/plan/engines/index.js';
import { makerOfLetters } from './painted-letter.js';
import { median, timeCalls } from './support.js';

/**
 * Letters a minute by the size of the batch, from font and artwork to their files, and an evaluation at the full size. `ENGINE` names
 * the engine (default: auto), `SIZE` the letters' side (128), `BATCHES` the sizes (1,2,4,8).
 */
export async function benchBatches(): Promise<void> {
  const { ENGINE = 'auto', SIZE = '128', BATCHES = '1,2,4,8' } = process.env;
  const { engine, reason } = await chooseEngine(ENGINE as EngineName);
  const backend = await openBackend(engine);
  const sizePx = Number(SIZE);
  console.log(`Letters of ${sizePx} px in batches on ${engine.name} ${engine.provider} (${reason})`);
  for (const size of BATCHES.split(',').map(Number)) {
    const milliseconds = await timeOfEvaluation(backend, sizePx, size);
    const perMinute = await lettersPerMinute(backend, sizePx, size);
    console.log(
      `  ${size} at once: ${perMinute.toFixed(1)} letters a minute; an evaluation of the batch takes ${(milliseconds / size).toFixed(1)} ms for each`,
    );
  }
}

/** Of a batch that is made once before, so that all is compiled. */
async function lettersPerMinute(backend: Backend, sizePx: number, size: number): Promise<number> {
  const maker = await makerOfLetters(backend, { batcher: createBatcher(size) });
  const makeBatch = () => Promise.all(Array.from({ length: size }, () => maker.make({ sizePx })));
  try {
    await makeBatch();
    const from = performance.now();
    await makeBatch();
    return (60_000 * size) / (performance.now() - from);
  } finally {
    await maker.close();
  }
}

async function timeOfEvaluation(backend: Backend, sizePx: number, size: number): Promise<number> {
  const scale = planScales(square(sizePx), 20).at(-1)!;
  const encoder = await loadEncoder(compactEncoderFile);
  const program = batched(
    regionsProgram(encoder, { size: scale.canvas, halvings: toneHalvings(scale) }),
    size,
  );
  const executable = await backend.compile(program);
  const feeds = plausibleFeeds(program);
  const times = await timeCalls(5, () => executable.run(feeds));
  await executable.release();
  return median(times);
}
