import { beforeAll, expect, it } from 'vitest';
import { type Backend, onnxruntimeCpu, type Values } from '../../src/backend/index.js';
import { square } from '../../src/base/pixels.js';
import {
  batched,
  constant,
  convolution,
  gradient,
  inOrder,
  input,
  type Node,
  type Program,
  relu,
  type Shape,
  scale,
  sumOfSquares,
} from '../../src/graph/index.js';
import type { Encoder } from '../../src/nst/encoder/encoder.js';
import { originalProgram } from '../../src/nst/objectives/original/original-program.js';
import { regionsProgram } from '../../src/nst/objectives/regions/regions-program.js';
import { expectEachAlone, together } from '../support/samples.js';
import { smallEncoder } from '../support/small-encoder.js';
import { randomTensor, relativeDistance } from '../support/tensors.js';

/** Values for all inputs of a program: weights of places that sum to one, the rest within 0..1. Other seeds give others. */
export function randomFeeds(program: Program, seed = ''): Record<string, Float32Array> {
  const inputs = inOrder(Object.values(program.outputs)).filter(({ name }) => name !== undefined);
  return Object.fromEntries(
    inputs.map(({ name, shape }) => {
      const value = randomTensor(shape, `${name}${seed}`, 0, 1);
      const total = value.reduce((sum, each) => sum + each, 0);
      return [name!, name!.startsWith('weights.') ? value.map((each) => each / total) : value];
    }),
  );
}

const encoders: readonly [string, Encoder][] = [
  ['average pooling', smallEncoder()],
  ['max pooling', { ...smallEncoder(), pooling: 'max' }],
  ['reflected borders', smallEncoder(undefined, { padding: 'reflect' })],
];

/** What every backend does, as tests. Within `tolerance` of the CPU, relative to the size of the result. */
export function testBackend(open: () => Promise<Backend>, tolerance: number): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  const cpu = onnxruntimeCpu({ threads: 1 });
  const twice = { outputs: { twice: scale(input('x', [3]), 2) } };
  const x = Float32Array.of(1, 2, 3);

  it('says which library it is and what it computes on', () => {
    expect(backend.name).toMatch(/^[@a-z/-]+$/);
    expect(backend.provider).toMatch(/^[a-z]+$/);
  });

  const expectTheCpus = async (program: Program): Promise<void> => {
    const feeds = randomFeeds(program);
    const [ours, theirs] = [await backend.compile(program), await cpu.compile(program)];
    const [found, wanted] = [await ours.run(feeds), await theirs.run(feeds)];
    expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
    for (const [name, value] of Object.entries(wanted)) {
      expect(found[name]).toBeInstanceOf(Float32Array);
      expect(found[name]!.length, name).toBe(value.length);
      expect(relativeDistance(found[name]!, value), name).toBeLessThan(tolerance);
    }
    await ours.release();
    await theirs.release();
  };

  it.each(encoders)('has the loss and the gradient of the CPU, with %s', (_, encoder) =>
    expectTheCpus(regionsProgram(encoder, { size: square(32), halvings: 1 })),
  );

  const three = ['', 'b', 'c'];

  it.each(encoders)('has them for three pictures at once as for each alone, with %s', async (_, encoder) => {
    const program = regionsProgram(encoder, { size: square(16), halvings: 1 });
    const feeds = three.map((seed) => randomFeeds(program, seed));
    await expectEachAlone(backend, program, feeds, Math.max(tolerance, 1e-6));
  });

  it('has them for three pictures at once by the original style transfer', async () => {
    const original = { encoder: { ...smallEncoder(), pooling: 'max' as const }, styleTaps: [0, 2] };
    const program = originalProgram(original, { width: 16, height: 16 });
    const feeds = three.map((seed) => randomFeeds(program, seed));
    await expectEachAlone(backend, program, feeds, Math.max(tolerance, 1e-6));
  });

  it('gives a picture the same bytes whatever is beside it, and wherever it stands', async () => {
    const program = regionsProgram(smallEncoder(), { size: square(16), halvings: 0 });
    const [a, b, c] = three.map((seed) => randomFeeds(program, seed));
    const executable = await backend.compile(batched(program, 3));
    const partOf = async (feeds: readonly Values[], at: number): Promise<Float32Array> => {
      const { gradient } = await executable.run(together(feeds));
      return gradient!.slice((at * gradient!.length) / 3, ((at + 1) * gradient!.length) / 3);
    };
    const first = await partOf([a!, b!, c!], 0);
    expect(await partOf([c!, a!, a!], 1)).toEqual(first);
    expect(await partOf([b!, b!, a!], 2)).toEqual(first);
    await executable.release();
  });

  it('has the loss and the gradient of the original style transfer', async () => {
    const original = { encoder: { ...smallEncoder(), pooling: 'max' as const }, styleTaps: [0, 2] };
    await expectTheCpus(originalProgram(original, { width: 16, height: 24 }));
  });

  it('convolves any number of channels, forth and back', async () => {
    for (const [ins, outs] of [
      [3, 4],
      [4, 3],
      [5, 5],
      [6, 8],
      [9, 8],
      [6, 4],
      [10, 7],
    ] as const) {
      const fixed = (shape: Shape, seed: string): Node => constant(randomTensor(shape, seed), shape);
      const image = input('image', [1, ins, 10, 6]);
      const y = relu(convolution(image, fixed([outs, ins, 3, 3], 'f'), fixed([outs], 'b'), 1));
      const program = { outputs: { y, slope: gradient(sumOfSquares(y), image) } };
      await expectTheCpus(program);
    }
  });

  it('runs again and again to the same bytes, with results that stay until the next run', async () => {
    const program = regionsProgram(smallEncoder(), { size: square(16), halvings: 0 });
    const feeds = randomFeeds(program);
    const executable = await backend.compile(program);
    const first = (await executable.run(feeds)).gradient!.slice();
    const dark = { ...feeds, image: feeds.image!.map(() => 0) };
    expect((await executable.run(dark)).gradient).not.toEqual(first);
    const third = (await executable.run(feeds)).gradient!;
    // What other programs do leaves them alone.
    const other = await backend.compile(twice);
    await other.run({ x });
    expect(third).toEqual(first);
    await other.release();
    await executable.release();
  });

  it('takes runs of two programs that are asked for at once', async () => {
    const executables = await Promise.all(
      [2, 3].map((by) => backend.compile({ outputs: { y: scale(input('x', [3]), by) } })),
    );
    const all = await Promise.all(
      [0, 1, 0, 1].map(async (which) => [...(await executables[which]!.run({ x })).y!]),
    );
    expect(all).toEqual([
      [2, 4, 6],
      [3, 6, 9],
      [2, 4, 6],
      [3, 6, 9],
    ]);
    for (const executable of executables) await executable.release();
  });

  it('takes values that lie in shared memory', async () => {
    const executable = await backend.compile(twice);
    const shared = new Float32Array(new SharedArrayBuffer(12));
    shared.set(x);
    expect([...(await executable.run({ x: shared })).twice!]).toEqual([2, 4, 6]);
    await executable.release();
  });

  it('says which input lacks a value, and goes on', async () => {
    const executable = await backend.compile(twice);
    await expect(executable.run({})).rejects.toThrow('the program needs a value for its input «x»');
    expect([...(await executable.run({ x })).twice!]).toEqual([2, 4, 6]);
    await executable.release();
  });

  it('runs nothing that was released, and says so', async () => {
    const executable = await backend.compile(twice);
    await executable.release();
    await expect(executable.run({ x })).rejects.toMatchObject({ name: 'AbecedaryError', code: 'engine' });
  });
}
