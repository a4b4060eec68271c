import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.js';
import { assignBest } from '../../src/plan/assign.js';

const none = (count: number): number[] => Array<number>(count).fill(0);
const sum = (worths: readonly (readonly number[])[], columns: readonly number[]): number =>
  columns.reduce((total, column, row) => total + worths[row]![column]!, 0);

/** All orders of some numbers. */
function orders(numbers: readonly number[]): number[][] {
  if (numbers.length === 0) return [[]];
  return numbers.flatMap((first) =>
    orders(numbers.filter((each) => each !== first)).map((rest) => [first, ...rest]),
  );
}

describe('the assignment of artworks to letters', () => {
  it('gives up what is best for one where that serves all', () => {
    const worths = [
      [0.9, 0.8],
      [0.9, 0.1],
    ];
    expect(assignBest(worths, none(2))).toEqual([1, 0]);
  });

  it('reaches the largest sum, as trying all orders does', () => {
    const random = createRandom(4);
    for (let time = 0; time < 20; time++) {
      const worths = Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => random.between(0, 1)));
      const best = Math.max(...orders([0, 1, 2, 3, 4]).map((columns) => sum(worths, columns)));
      expect(sum(worths, assignBest(worths, none(5)))).toBeCloseTo(best, 5);
    }
  });

  it('leaves the artworks aside that suit nobody where there are more than letters', () => {
    const worths = [
      [0.2, 0.9, 0.1, 0.3],
      [0.1, 0.8, 0.2, 0.7],
    ];
    expect(assignBest(worths, none(4))).toEqual([1, 3]);
  });

  it('gives artworks out again only when all are given out, and evenly', () => {
    const worths = Array.from({ length: 7 }, () => [1, 0.1, 0]);
    const columns = assignBest(worths, none(3));
    expect([0, 1, 2].map((column) => columns.filter((each) => each === column).length)).toEqual([3, 2, 2]);
  });

  it('begins with those that are in use least', () => {
    expect(assignBest([[1, 0.5, 0.4]], [1, 0, 0])).toEqual([1]);
    expect(
      assignBest(
        [
          [1, 0],
          [1, 0],
        ],
        [3, 1],
      ),
    ).toEqual([1, 1]);
  });

  it('is the same whenever it is made, with letters that are alike too', () => {
    const worths = Array.from({ length: 6 }, () => none(6).fill(0.5));
    expect(assignBest(worths, none(6))).toEqual(assignBest(worths, none(6)));
    expect([...assignBest(worths, none(6))].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('has nothing to give where there are no letters', () => {
    expect(assignBest([], [0, 0])).toEqual([]);
  });
});
