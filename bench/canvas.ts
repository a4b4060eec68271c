import { onnxruntimeCpu } from '../src/backend/index.js';
import { beginDescent, continueDescent } from '../src/nst/descent/descent.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { createRegions } from '../src/nst/objectives/regions/regions.js';
import { tileLimits } from '../src/nst/tiled/limits.js';
import { layPage } from './page.js';
import { peakMegabytes } from './support.js';

const evaluations = 4;

/**
 * One evaluation of a page in tiles, with all that the optimiser does around it, and how it grows with the pixels. Seconds
 * of the processor say more than those of the clock where the machine is shared.
 */
export async function benchCanvas(): Promise<void> {
  console.log(`One evaluation of a page of letters in tiles, optimiser included (mean of ${evaluations})`);
  const encoder = await loadEncoder(compactEncoderFile);
  const backend = onnxruntimeCpu({ threads: 1 });
  let first: { readonly pixels: number; readonly processor: number } | undefined;
  for (const [width, height] of [
    [1024, 683],
    [2048, 1365],
    [4096, 2731],
  ] as const) {
    const page = { size: { width, height }, iterations: 1, letterRatio: 1 / 9, artworkRatio: 1 / 3 };
    const { scales, ingredients, weights } = await layPage(page);
    const scale = scales.at(-1)!;
    const regions = createRegions(encoder, { backend, limits: { ...tileLimits, wholeValues: 0 } });
    // As the styliser does it: what the page starts from is let go of.
    const begin = async () => {
      const input = await ingredients.at(scale);
      const bound = await regions.bind(input, weights);
      const { evaluate } = bound;
      return { evaluate, descent: await beginDescent(input.guide.data, evaluate, bound) };
    };
    const started = secondsSoFar();
    const { evaluate, descent } = await begin();
    const begun = secondsSoFar();
    await continueDescent(descent, evaluate, evaluations);
    const ended = secondsSoFar();
    await regions.release();
    const each = (name: 'clock' | 'processor'): number => (ended[name] - begun[name]) / evaluations;
    const pixels = scale.canvas.width * scale.canvas.height;
    first ??= { pixels, processor: each('processor') };
    console.log(
      [
        `  ${width}x${height}: ${each('clock').toFixed(2)} s`,
        `processor ${each('processor').toFixed(2)} s`,
        `${(each('processor') / first.processor).toFixed(2)} times the first for ${(pixels / first.pixels).toFixed(2)} times the pixels`,
        `targets and first evaluation ${(begun.processor - started.processor).toFixed(1)} s of processor`,
        `peak memory so far ${peakMegabytes()} MB`,
      ].join(', '),
    );
  }
}

function secondsSoFar(): { readonly clock: number; readonly processor: number } {
  const { user, system } = process.cpuUsage();
  return { clock: performance.now() / 1000, processor: (user + system) / 1e6 };
}
