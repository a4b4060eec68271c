import { availableParallelism } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapSideBySide } from '../../src/base/side-by-side.js';

test('keeps the order, and does no more at a time than there are cores', async () => {
  let [atWork, most] = [0, 0];
  const results = await mapSideBySide([...Array(20).keys()], async (item) => {
    most = Math.max(most, ++atWork);
    await wait(item % 3);
    atWork--;
    return item * 2;
  });
  expect(results).toEqual([...Array(20).keys()].map((item) => item * 2));
  expect(most).toBe(Math.min(20, availableParallelism()));
});

test('begins nothing more after a failure', async () => {
  const begun: number[] = [];
  const failing = mapSideBySide([...Array(100).keys()], async (item) => {
    begun.push(item);
    await wait(1);
    throw new Error(`at ${item}`);
  });
  await expect(failing).rejects.toThrow('at 0');
  expect(begun.length).toBeLessThanOrEqual(availableParallelism());
});
