import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { type Crew, crewOfOne, onnxruntimeCpu, threadCrew } from '../../src/backend/index.js';
import { cutWindow } from '../../src/backend/window.js';
import { startThread, workerEntry } from '../../src/base/worker-entry.js';
import { input, scale, subtract } from '../../src/graph/index.js';

const crews: [string, Crew][] = [
  ['the calling thread', crewOfOne(onnxruntimeCpu({ threads: 1 }))],
  ['three threads', threadCrew(3)],
];
afterAll(() => Promise.all(crews.map(([, crew]) => crew.close())));

const counted = (count: number): Float32Array => Float32Array.from({ length: count }, (_, at) => at);

describe.each(crews)('a crew of %s', (_, crew) => {
  it('runs a program on windows of a larger picture, and its results stay as they are', async () => {
    const program = await crew.compile({
      outputs: { twice: scale(subtract(input('part', [1, 1, 2, 3]), input('less', [])), 2) },
    });
    const planes = { width: 5, height: 4, channels: 1, data: crew.share(counted(20)) };
    const results: Float32Array[] = [];
    for (let first = 0; first < 6; first += crew.runsAtOnce) {
      const begun = Array.from({ length: crew.runsAtOnce }, (_, at) => {
        const [left, top] = [(first + at) % 3, (first + at) % 2];
        return program.run({
          part: { planes, left, top, width: 3, height: 2 },
          less: Float32Array.of(first + at),
        });
      });
      results.push(...(await Promise.all(begun)).map(({ twice }) => twice!));
    }
    for (const [at, twice] of results.entries()) {
      const corner = 5 * (at % 2) + (at % 3);
      const wanted = [0, 1, 2, 5, 6, 7].map((step) => 2 * (corner + step - at));
      expect([...twice]).toEqual(wanted);
    }
    await program.release();
  });

  it('keeps several programs apart', async () => {
    const [twice, thrice] = await Promise.all(
      [2, 3].map((factor) => crew.compile({ outputs: { product: scale(input('x', [2]), factor) } })),
    );
    const x = Float32Array.of(1, 2);
    expect([...(await thrice!.run({ x })).product!]).toEqual([3, 6]);
    await thrice!.release();
    expect([...(await twice!.run({ x })).product!]).toEqual([2, 4]);
    await twice!.release();
  });

  it('says when a run fails, and goes on', async () => {
    const program = await crew.compile({ outputs: { same: scale(input('x', [2]), 2) } });
    await expect(program.run({})).rejects.toThrow('the program needs a value for its input «x»');
    expect([...(await program.run({ x: Float32Array.of(1, 2) })).same!]).toEqual([2, 4]);
    await program.release();
  });
});

describe('a thread with a crew of its own', () => {
  it('may end in the middle of their runs, and takes nothing along', async () => {
    for (let round = 0; round < 2; round++) {
      const thread = startThread(workerEntry('crew-worker', import.meta.url));
      // Both from the beginning: on a busy machine they come at once.
      const [said, exit] = await Promise.all([once(thread, 'message'), once(thread, 'exit')]);
      expect(said).toEqual(['onnxruntime']);
      expect(exit).toEqual([0]);
    }
  });
});

describe('a window', () => {
  it('is nothing outside of its core', () => {
    const planes = { width: 4, height: 3, channels: 2, data: counted(24) };
    const into = new Float32Array(12).fill(7);
    const core = { left: 2, top: 0, width: 9, height: 2 };
    cutWindow({ planes, left: 1, top: 1, width: 3, height: 2, core }, into);
    expect([...into]).toEqual([0, 6, 7, 0, 0, 0, 0, 18, 19, 0, 0, 0]);
  });
});
