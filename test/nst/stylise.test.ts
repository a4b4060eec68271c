import { describe, expect, test } from 'vitest';
import { type Backend, onnxruntimeCpu } from '../../src/backend/index.js';
import { port } from '../../src/nst/objective.js';
import { planScales } from '../../src/nst/scales.js';
import { createStyliser, type Frame, type ScaleInput, type Weights } from '../../src/nst/stylise.js';
import type { Planes } from '../../src/pixels.js';
import { createRandom } from '../../src/random.js';
import { smallEncoder } from '../support/small-encoder.js';
import { relativeDistance } from '../support/tensors.js';

const weights: Weights = {
  content: 0.1,
  layers: [1, 1, 1, 1],
  totalVariation: 0.1,
  startNoise: 0.02,
  evaluationsPerIteration: 5,
};

function plane(
  side: number,
  channels: number,
  at: (x: number, y: number, channel: number) => number,
): Planes {
  const data = new Float32Array(channels * side * side);
  for (let index = 0; index < data.length; index++) {
    const place = index % (side * side);
    data[index] = at(
      (place % side) / side,
      Math.floor(place / side) / side,
      Math.floor(index / (side * side)),
    );
  }
  return { width: side, height: side, channels, data };
}

/** A bar on a ground, to be painted with waves that are dark on the left and light on the right. */
function bar(sizePx: number, iterations: number): ScaleInput[] {
  return planScales(sizePx, iterations).map((scale) => {
    const side = scale.canvasPx;
    const inside = (x: number): number => (x > 0.35 && x < 0.65 ? 1 : 0);
    return {
      ...scale,
      ink: plane(side, 1, (x) => inside(x)),
      guide: plane(side, 3, (x) => 0.8 - 0.6 * inside(x)),
      artwork: plane(side, 3, (x, y, channel) => 0.2 + 0.5 * x + 0.2 * Math.sin((8 + channel) * (x + y))),
      artworkRegions: {
        ink: plane(side, 1, (x) => (x < 0.4 ? 1 : 0)),
        ground: plane(side, 1, (x) => (x > 0.6 ? 1 : 0)),
      },
    };
  });
}

/** onnxruntime, counting the runs of the objective. */
function counting(): { backend: Backend; runs: () => number } {
  const real = onnxruntimeCpu({ threads: 1 });
  let count = 0;
  const backend: Backend = {
    ...real,
    compile: async (program) => {
      const executable = await real.compile(program);
      if (program.outputs[port.gradient] === undefined) return executable;
      return {
        release: executable.release,
        run: (feeds) => {
          count++;
          return executable.run(feeds);
        },
      };
    },
  };
  return { backend, runs: () => count };
}

describe('stylising a letter', () => {
  test('keeps a frame of every iteration, spends what it says and goes down', async () => {
    const { backend, runs } = counting();
    const styliser = createStyliser(backend, smallEncoder());
    const frames: Frame[] = [];
    const { picture, evaluations, losses } = await styliser.stylise(bar(160, 6), weights, {
      random: createRandom(1),
      onFrame: (frame) => {
        frames.push(frame);
      },
    });
    await styliser.close();

    expect(frames.map(({ iteration, sizePx }) => [iteration, sizePx])).toEqual([
      [1, 80],
      [2, 80],
      [3, 80],
      [4, 80],
      [5, 80],
      [6, 160],
    ]);
    expect(frames.at(-1)!.workRatio).toBeCloseTo(1, 9);
    expect([picture.width, picture.height, picture.channels]).toEqual([160, 160, 3]);
    // Half of five, rounded up, at the coarse scale; and one run more for the parts of the final loss.
    expect(evaluations).toBe(5 * 3 + 5);
    expect(runs()).toBe(evaluations + 1);
    for (let at = 1; at < 5; at++) expect(frames[at]!.loss).toBeLessThanOrEqual(frames[at - 1]!.loss);
    expect(frames[4]!.loss).toBeLessThan(0.9);
    const { total, ...parts } = losses;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(total!, 4);
  });

  test('gives the same picture for the same seed and another for another', async () => {
    const styliser = createStyliser(onnxruntimeCpu({ threads: 1 }), smallEncoder());
    const make = async (seed: number): Promise<Float32Array> =>
      (await styliser.stylise(bar(64, 2), weights, { random: createRandom(seed) })).picture.data;
    const [first, again, other] = [await make(1), await make(1), await make(2)];
    await styliser.close();
    expect(again).toEqual(first);
    expect(relativeDistance(other, first)).toBeGreaterThan(1e-3);
  });

  test('stops on the signal', async () => {
    const styliser = createStyliser(onnxruntimeCpu({ threads: 1 }), smallEncoder());
    const stop = new AbortController();
    const run = styliser.stylise(bar(64, 5), weights, {
      random: createRandom(1),
      signal: stop.signal,
      onFrame: ({ iteration }) => {
        if (iteration === 2) stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    await styliser.close();
  });
});
