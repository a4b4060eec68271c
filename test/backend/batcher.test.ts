import { describe, expect, it } from 'vitest';
import {
  type Backend,
  createBatcher,
  inBatches,
  onnxruntimeCpu,
  type Values,
} from '../../src/backend/index.js';
import { add, input, multiply, type Program, sumOfSquares } from '../../src/graph/index.js';
import { randomTensor } from '../support/tensors.js';

const x = input('x', [4]);
const program: Program = {
  outputs: { y: add(multiply(x, input('factor', [])), x), loss: sumOfSquares(x) },
};
/** Whole numbers, which every backend multiplies and adds to the same. */
const feedsOf = (seed: string): Values => ({
  x: randomTensor([4], seed, -99, 99).map(Math.round),
  factor: Float32Array.of(seed.length),
});
const wantedOf = ({ x, factor }: Values): Float32Array => x!.map((value) => value * factor![0]! + value);

/** The CPU as if it gained by batches; tells of each run how many samples it had, and fails when told to. */
function watchedBackend(gains = true) {
  const runs: number[] = [];
  const state = { fails: false };
  const cpu = onnxruntimeCpu({ threads: 1 });
  const backend: Backend = {
    ...cpu,
    gainsByBatches: gains,
    compile: async (program) => {
      const executable = await cpu.compile(program);
      return {
        ...executable,
        run: (feeds) => {
          runs.push(feeds.factor!.length);
          return state.fails ? Promise.reject(new Error('device lost')) : executable.run(feeds);
        },
      };
    },
  };
  return { backend, runs, state };
}

describe('pictures that are made side by side', () => {
  it('have each evaluation in one run, and each its own results, which stay', async () => {
    const { backend, runs } = watchedBackend();
    const batcher = createBatcher(3);
    const executable = await inBatches(backend, batcher).compile(program);
    const picture = async (seed: string, leave: () => void): Promise<void> => {
      const first = (await executable.run(feedsOf(seed))).y!;
      const second = (await executable.run(feedsOf(`${seed} again`))).y!;
      leave();
      expect([...first]).toEqual([...wantedOf(feedsOf(seed))]);
      expect([...second]).toEqual([...wantedOf(feedsOf(`${seed} again`))]);
    };
    const pictures = ['a', 'bb', 'ccc'].map((seed) => [seed, batcher.enter()] as const);
    await Promise.all(pictures.map(([seed, leave]) => picture(seed, leave)));
    expect(runs).toEqual([3, 3]);
  });

  it('go on when one of them ends early, by the same program', async () => {
    const { backend, runs } = watchedBackend();
    const batcher = createBatcher(3);
    const executable = await inBatches(backend, batcher).compile(program);
    const picture = async (evaluations: number, leave: () => void): Promise<void> => {
      for (let at = 0; at < evaluations; at++) {
        const feeds = feedsOf(`${evaluations} ${at}`);
        expect([...(await executable.run(feeds)).y!]).toEqual([...wantedOf(feeds)]);
      }
      leave();
    };
    const pictures = [1, 2, 4].map((evaluations) => [evaluations, batcher.enter()] as const);
    await Promise.all(pictures.map(([evaluations, leave]) => picture(evaluations, leave)));
    expect(runs).toEqual([3, 3, 3, 3]);
  });

  it('go on when one of them is given up, or fails before it evaluates', async () => {
    const { backend, runs } = watchedBackend();
    const batcher = createBatcher(3);
    const executable = await inBatches(backend, batcher).compile(program);
    const [leaveFirst, leaveSecond, leaveThird] = [1, 2, 3].map(() => batcher.enter());
    const waits = executable.run(feedsOf('a'));
    await expect(executable.run({ x: randomTensor([4], 'a') })).rejects.toThrow(
      'needs a value for its input «factor»',
    );
    await expect(executable.run({ ...feedsOf('a'), x: new Float32Array(3) })).rejects.toThrow(
      'needs 4 values for its input «x», got 3',
    );
    leaveSecond!();
    // Leaving twice counts once.
    leaveSecond!();
    expect(runs).toEqual([]);
    leaveThird!();
    expect([...(await waits).y!]).toEqual([...wantedOf(feedsOf('a'))]);
    expect(runs).toEqual([3]);
    leaveFirst!();
  });

  it('all hear of a run that fails, and may try again', async () => {
    const { backend, state } = watchedBackend();
    const batcher = createBatcher(2);
    const executable = await inBatches(backend, batcher).compile(program);
    for (let each = 0; each < 2; each++) batcher.enter();
    state.fails = true;
    const both = await Promise.allSettled(['a', 'b'].map((seed) => executable.run(feedsOf(seed))));
    expect(both).toMatchObject(
      [1, 2].map(() => ({ status: 'rejected', reason: { message: 'device lost' } })),
    );
    state.fails = false;
    const again = await Promise.all(['a', 'b'].map((seed) => executable.run(feedsOf(seed))));
    expect([...again[1]!.y!]).toEqual([...wantedOf(feedsOf('b'))]);
  });

  it('may be at different programs: each runs for those that wait for it', async () => {
    const { backend, runs } = watchedBackend();
    const batcher = createBatcher(4);
    const together = inBatches(backend, batcher);
    const [one, other] = [await together.compile(program), await together.compile(program)];
    const leaves = [1, 2, 3].map(() => batcher.enter());
    const found = await Promise.all(
      [one!, other!, one!].map((each, at) => each.run(feedsOf(`${at}`)).finally(leaves[at])),
    );
    expect(runs).toEqual([4, 4]);
    for (const [at, { y }] of found.entries()) expect([...y!]).toEqual([...wantedOf(feedsOf(`${at}`))]);
  });

  it('wait for one that is behind, at a smaller program, until it has caught up', async () => {
    const { backend } = watchedBackend();
    const batcher = createBatcher(2);
    const together = inBatches(backend, batcher);
    const wide = input('x', [8]);
    const large = await together.compile({ outputs: { y: multiply(wide, input('factor', [])) } });
    const small = await together.compile(program);
    const done: string[] = [];
    const ahead = async (leave: () => void): Promise<void> => {
      for (const at of [1, 2]) {
        await large.run({ x: new Float32Array(8), factor: Float32Array.of(1) });
        done.push(`ahead ${at}`);
      }
      leave();
    };
    const behind = async (leave: () => void): Promise<void> => {
      for (const at of [1, 2, 3]) {
        await small.run(feedsOf(`${at}`));
        done.push(`behind ${at}`);
      }
      await large.run({ x: new Float32Array(8), factor: Float32Array.of(2) });
      done.push('caught up');
      leave();
    };
    const leaves = [batcher.enter(), batcher.enter()];
    await Promise.all([ahead(leaves[0]!), behind(leaves[1]!)]);
    expect(done).toEqual(['behind 1', 'behind 2', 'behind 3', 'ahead 1', 'caught up', 'ahead 2']);
  });

  it('leave nobody waiting who did not enter', async () => {
    const { backend } = watchedBackend();
    const batcher = createBatcher(2);
    const together = inBatches(backend, batcher);
    const [one, other] = [await together.compile(program), await together.compile(program)];
    const leave = batcher.enter();
    const passing = other!.run(feedsOf('b'));
    const own = one!.run(feedsOf('a'));
    expect((await Promise.all([own, passing])).map(({ y }) => [...y!])).toEqual(
      ['a', 'b'].map((seed) => [...wantedOf(feedsOf(seed))]),
    );
    leave();
  });

  it('may be more than go through the program at once', async () => {
    const { backend, runs } = watchedBackend();
    const batcher = createBatcher(2);
    const executable = await inBatches(backend, batcher).compile(program);
    for (let each = 0; each < 5; each++) batcher.enter();
    const seeds = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];
    const found = await Promise.all(seeds.map((seed) => executable.run(feedsOf(seed))));
    expect(runs).toEqual([2, 2, 2]);
    for (const [at, { y }] of found.entries()) expect([...y!]).toEqual([...wantedOf(feedsOf(seeds[at]!))]);
  });

  it('run one after another where a backend gains nothing by batches', async () => {
    const { backend, runs } = watchedBackend(false);
    const batcher = createBatcher(2);
    const executable = await inBatches(backend, batcher).compile(program);
    for (let each = 0; each < 2; each++) batcher.enter();
    const found = await Promise.all(['a', 'bb'].map((seed) => executable.run(feedsOf(seed))));
    expect(runs).toEqual([1, 1]);
    expect(found.map(({ y }) => [...y!])).toEqual(['a', 'bb'].map((seed) => [...wantedOf(feedsOf(seed))]));
  });
});

describe('a picture alone', () => {
  it('waits for nobody', async () => {
    const { backend, runs } = watchedBackend();
    const executable = await inBatches(backend, createBatcher(3)).compile(program);
    expect([...(await executable.run(feedsOf('a'))).y!]).toEqual([...wantedOf(feedsOf('a'))]);
    expect(runs).toEqual([3]);
  });

  it('has its backend as it is where one is made at a time', () => {
    const { backend } = watchedBackend();
    expect(inBatches(backend, createBatcher(1))).toBe(backend);
  });
});
