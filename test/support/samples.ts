import { expect } from 'vitest';
import type { Backend, Values } from '../../src/backend/index.js';
import { batched, inOrder, type Program } from '../../src/graph/index.js';
import { randomTensor, relativeDistance } from './tensors.js';

/** Values for all inputs of a program, of each of some samples: by default seeded ones in -1..1, knees above 0. */
export function feedsOfSamples(program: Program, count: number): Values[] {
  const inputs = inOrder(Object.values(program.outputs)).filter(({ name }) => name !== undefined);
  return Array.from({ length: count }, (_, sample) =>
    Object.fromEntries(
      inputs.map(({ name, shape }) => {
        const low = name === 'knee' ? 0.1 : -1;
        return [name!, randomTensor(shape, `${name} ${sample}`, low, 1)];
      }),
    ),
  );
}

/** The values of samples one after another. */
export function together(feeds: readonly Values[]): Values {
  return Object.fromEntries(
    Object.keys(feeds[0]!).map((name) => {
      const parts = feeds.map((each) => each[name]!);
      const all = new Float32Array(parts.length * parts[0]!.length);
      for (const [at, part] of parts.entries()) all.set(part, at * part.length);
      return [name, all];
    }),
  );
}

export async function runOnce(backend: Backend, program: Program, feeds: Values): Promise<Values> {
  const executable = await backend.compile(program);
  const results = Object.entries(await executable.run(feeds)).map(([name, value]) => [name, value.slice()]);
  await executable.release();
  return Object.fromEntries(results);
}

/** Expects of samples that go through a program at once what comes of each alone: to the byte where `tolerance` is 0, else so close, relatively. */
export async function expectEachAlone(
  backend: Backend,
  program: Program,
  feeds: readonly Values[],
  tolerance: number,
): Promise<void> {
  const all = await runOnce(backend, batched(program, feeds.length), together(feeds));
  const single = await backend.compile(program);
  for (const [sample, own] of feeds.entries()) {
    const alone = await single.run(own);
    for (const [name, value] of Object.entries(alone)) {
      const found = all[name]!.subarray(sample * value.length, (sample + 1) * value.length);
      expect(found.length, name).toBe(value.length);
      if (tolerance === 0) expect(found, `${name} of sample ${sample}`).toEqual(value);
      else expect(relativeDistance(found, value), `${name} of sample ${sample}`).toBeLessThan(tolerance);
    }
  }
  await single.release();
}
