import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { square } from '../../src/base/pixels.js';
import { inOrder, type Program } from '../../src/graph/index.js';
import type { Encoder } from '../../src/nst/encoder/encoder.js';
import { port, regions, statistics } from '../../src/nst/objectives/ports.js';
import { regionsProgram } from '../../src/nst/objectives/regions/regions-program.js';
import { contentProgram, statisticsProgram } from '../../src/nst/objectives/regions/statistics.js';
import { planes } from '../support/planes.js';
import { smallEncoder, withoutMetrics } from '../support/small-encoder.js';
import { randomTensor, relativeDistance } from '../support/tensors.js';
import { interpret } from '../support/tfjs.js';

const encoder = smallEncoder();
const sidePx = 32;

function inputsOf(program: Program): { name: string; shape: readonly number[] }[] {
  return inOrder(Object.values(program.outputs)).flatMap(({ name, shape }) =>
    name === undefined ? [] : [{ name, shape }],
  );
}

function randomFeeds(program: Program): Record<string, Float32Array> {
  return Object.fromEntries(
    inputsOf(program).map(({ name, shape }) => {
      const value = randomTensor(shape, name, 0, 1);
      const total = value.reduce((sum, each) => sum + each, 0);
      return [name, name.startsWith('weights.') ? value.map((each) => each / total) : value];
    }),
  );
}

describe('the objective', () => {
  const program = regionsProgram(encoder, { size: square(sidePx), halvings: 0 });
  const feeds = randomFeeds(program);
  let ours: Readonly<Record<string, Float32Array>>;

  beforeAll(async () => {
    await tf.setBackend('cpu');
    ours = await (await onnxruntimeCpu({ threads: 1 }).compile(program)).run(feeds);
  });

  const theirs = Object.fromEntries(
    inputsOf(program).map(({ name, shape }) => [name, tf.tensor(feeds[name]!, [...shape])]),
  );
  const lossOnly = { outputs: { [port.loss]: program.outputs[port.loss]! } };

  test('has the loss that TensorFlow.js computes from the same graph', () => {
    const loss = interpret(lossOnly, theirs)[port.loss]!.dataSync()[0]!;
    expect(Math.abs(ours[port.loss]![0]! / loss - 1)).toBeLessThan(1e-5);
  });

  test('has the gradient that TensorFlow.js finds by its own differentiation', () => {
    const gradient = tf.grad((image) =>
      interpret(lossOnly, { ...theirs, [port.image]: image })[port.loss]!.asScalar(),
    );
    const expected = gradient(theirs[port.image]!).dataSync();
    expect(relativeDistance(ours[port.gradient]!, expected)).toBeLessThan(1e-5);
  });

  test('is the sum of its parts', () => {
    const parts = Object.entries(ours).filter(([name]) => name.startsWith(port.part('')));
    expect(parts).toHaveLength(4 * 2 * 2 + 3);
    for (const [, value] of parts) expect(value[0]).toBeGreaterThan(0);
    const sum = parts.reduce((total, [, value]) => total + value[0]!, 0);
    expect(sum / ours[port.loss]![0]!).toBeCloseTo(1, 5);
  });

  test('has the slope that finite differences measure', async () => {
    const executable = await onnxruntimeCpu({ threads: 1 }).compile(program);
    // Where the slope is steepest it stands out from the rounding of 32 bits.
    const gradient = ours[port.gradient]!;
    const direction = gradient.map((value) => value / Math.hypot(...gradient));
    const at = async (step: number): Promise<number> => {
      const image = feeds[port.image]!.map((value, place) => value + step * direction[place]!);
      return (await executable.run({ ...feeds, [port.image]: image }))[port.loss]![0]!;
    };
    const slope = ((await at(0.01)) - (await at(-0.01))) / 0.02;
    expect(slope / Math.hypot(...gradient)).toBeCloseTo(1, 2);
  });

  test('is nothing where the picture has all that is asked for', async () => {
    const image = randomTensor([1, 3, sidePx, sidePx], 'picture', 0, 1);
    const backend = onnxruntimeCpu({ threads: 1 });
    const found = await backend.compile(statisticsProgram(encoder, square(sidePx)));
    const targets: Record<string, Float32Array> = {};
    for (const [at, region] of regions.entries()) {
      const weights = encoder.taps.map((_, tap) => {
        const both = feeds[port.weights(tap)]!;
        const places = both.length / regions.length;
        return [port.weights(tap), both.slice(at * places, (at + 1) * places)] as const;
      });
      const source = await found.run({ [port.image]: image, ...Object.fromEntries(weights) });
      // A copy, for the next run writes over it.
      for (const tap of encoder.taps.keys())
        for (const statistic of statistics)
          targets[port.statistic(tap, region, statistic)] =
            source[port.statistic(tap, 'source', statistic)]!.slice();
    }
    const content = await (await backend.compile(contentProgram(encoder, square(sidePx)))).run({
      [port.image]: image,
    });
    const result = await (await backend.compile(program)).run({
      ...feeds,
      ...targets,
      ...content,
      [port.image]: image,
      [port.variationFactor]: Float32Array.of(0),
      [port.toneFactor]: Float32Array.of(0),
    });
    expect(result[port.loss]![0]!).toBeLessThan(1e-9);
    expect(Math.max(...result[port.gradient]!.map(Math.abs))).toBeLessThan(1e-6);
  });
});

describe('statistics', () => {
  test('are compared where the metric takes them', async () => {
    const image = randomTensor([1, 3, sidePx, sidePx], 'picture', 0, 1);
    const places = (tap: number): number[] => [1, (sidePx / 2 ** tap) ** 2];
    const weights = encoder.taps.map(
      (_, tap) => [port.weights(tap), randomTensor(places(tap), 'w', 0, 2 / places(tap)[1]!)] as const,
    );
    const found = async (by: Encoder): Promise<Readonly<Record<string, Float32Array>>> => {
      const program = statisticsProgram(by, square(sidePx));
      const executable = await onnxruntimeCpu({ threads: 1 }).compile(program);
      return executable.run({ [port.image]: image, ...Object.fromEntries(weights) });
    };
    const own = await found(withoutMetrics(encoder));
    const compared = await found(encoder);
    for (const [tap, { channels, metric }] of encoder.taps.entries()) {
      const { weight, bias } = metric!;
      const [mean, covariance] = statistics.map((each) => own[port.statistic(tap, 'source', each)]!);
      const row = (at: number): Float32Array => weight.data.subarray(at * channels, (at + 1) * channels);
      const dot = (a: Float32Array, b: Float32Array): number =>
        a.reduce((sum, each, at) => sum + each * b[at]!, 0);
      const all = [...bias.data.keys()];
      const means = all.map((at) => dot(row(at), mean!) + bias.data[at]!);
      const covariances = all.flatMap((a) => {
        const half = mean!.map((_, at) =>
          dot(row(a), covariance!.subarray(at * channels, (at + 1) * channels)),
        );
        return all.map((b) => dot(half, row(b)));
      });
      const of = (statistic: 'mean' | 'covariance') => compared[port.statistic(tap, 'source', statistic)]!;
      expect(relativeDistance(of('mean'), Float32Array.from(means))).toBeLessThan(1e-5);
      expect(relativeDistance(of('covariance'), Float32Array.from(covariances))).toBeLessThan(1e-5);
    }
  });
});

describe('the parts of the objective', () => {
  const program = regionsProgram(encoder, { size: square(sidePx), halvings: 0 });
  const silent = Object.fromEntries(
    Object.entries(randomFeeds(program)).map(([name, value]) => [
      name,
      name.startsWith('factor.') ? value.map(() => 0) : value,
    ]),
  );
  const executable = onnxruntimeCpu({ threads: 1 }).compile(program);
  const lossOf = async (feeds: Record<string, Float32Array>): Promise<number> =>
    (await (await executable).run({ ...silent, ...feeds }))[port.loss]![0]!;
  const one = Float32Array.of(1);

  test('sum steps between neighbours by Huber’s function: squared up to the knee, in proportion beyond', async () => {
    for (const [step, knee, expected] of [
      [0.1, 1, 0.1 ** 2],
      [0.5, 1, 0.5 ** 2],
      [0.5, 0.04, 2 * 0.04 * 0.5 - 0.04 ** 2],
      [-0.5, 0.04, 2 * 0.04 * 0.5 - 0.04 ** 2],
      [0.03, 0.04, 0.03 ** 2],
    ] as const) {
      // One step in each row of each channel: as many as the side, of as many samples as its square.
      const image = planes(sidePx, 3, (x) => (x < 0.5 ? 0.5 : 0.5 + step)).data;
      const loss = await lossOf({
        [port.image]: image,
        [port.variationFactor]: one,
        [port.variationKnee]: Float32Array.of(knee),
      });
      expect(loss * sidePx).toBeCloseTo(expected, 6);
    }
  });

  test('count the content only where its places are held', async () => {
    const root = silent[port.contentRoot]!;
    const side = Math.sqrt(root.length);
    const content = (at: (column: number) => number): Promise<number> =>
      lossOf({
        [port.contentFactor]: one,
        [port.contentRoot]: root.map((_, place) => at(place % side)),
      });
    const all = await content(() => 1);
    const left = await content((column) => (column < side / 2 ? 1 : 0));
    const right = await content((column) => (column < side / 2 ? 0 : 1));
    expect(await content(() => 0)).toBe(0);
    expect(left).toBeGreaterThan(0);
    expect((left + right) / all).toBeCloseTo(1, 5);
    expect((await content(() => 0.5)) / all).toBeCloseTo(0.25, 5);
  });

  test('count tones only beyond their limit, on the side where they should not be', async () => {
    const places = silent[port.toneRoot]!.length;
    const all = (value: number): Float32Array => new Float32Array(places).fill(value);
    for (const [tone, sign, expected] of [
      [0.5, 1, 0.2 ** 2],
      [0.2, 1, 0],
      [0.2, -1, 0.1 ** 2],
      [0.5, -1, 0],
      [0.5, 0, 0],
    ] as const) {
      const loss = await lossOf({
        [port.image]: planes(sidePx, 3, () => tone).data,
        [port.toneFactor]: one,
        [port.toneSign]: all(sign),
        [port.toneLimit]: all(0.3),
        [port.toneRoot]: all(Math.sqrt(1 / places)),
      });
      expect(loss).toBeCloseTo(expected, 6);
    }
  });
});
