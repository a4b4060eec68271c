import { describe, expect, test } from 'vitest';
import { beginDescent, continueDescent, type Evaluate } from '../../src/nst/descent/descent.js';
import { directionLbfgs, initLbfgs, type LbfgsState, updateLbfgs } from '../../src/nst/descent/lbfgs.js';
import type { Smoothing } from '../../src/nst/descent/smoothing.js';
import { plainSpace } from '../../src/nst/descent/vectors.js';
import { randomTensor } from '../support/tensors.js';

const parts = {};

const rosenbrock: Evaluate = async ([x, y]) => ({
  parts,
  loss: (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2,
  gradient: Float32Array.of(-2 * (1 - x!) - 400 * x! * (y! - x! ** 2), 200 * (y! - x! ** 2)),
});

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, each, at) => sum + each * b[at]!, 0);

const updated = (state: LbfgsState, step: Float32Array, change: Float32Array): LbfgsState =>
  updateLbfgs(state, { step, change, curvature: dot(step, change), stepSquare: dot(step, step) });

describe('L-BFGS', () => {
  test('without a memory goes straight down', () => {
    const direction = new Float32Array(2);
    expect(directionLbfgs(initLbfgs(plainSpace(2), 10), Float32Array.of(1, -2), direction)).toBe(-5);
    expect([...direction]).toEqual([-1, 2]);
  });

  const size = 6;
  const identity = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) => (row === column ? 1 : 0)),
  );
  const diagonal = identity.map((cells, row) => cells.map((cell) => cell * (row + 1)));
  /** Multiplies each value by its number, counted from 1. */
  const smoothing: Smoothing = {
    smooth: (vector) => vector.set(vector.map((value, at) => value * (at + 1))),
    excess: (vector) => vector.reduce((sum, value, at) => sum + at * value * value, 0),
  };

  test.each([
    ['a multiple of the identity', identity, undefined],
    ['one of another matrix', diagonal, smoothing],
  ] as const)('equals the dense BFGS matrix applied to the gradient, from %s', (_, from, smoothing) => {
    const pairs = ['a', 'b', 'c'].map((seed) => {
      const step = randomTensor([size], `${seed} step`);
      return { step, change: step.map((value, at) => value * (at + 1)) };
    });
    const gradient = randomTensor([size], 'gradient');
    const state = pairs.reduce(
      (memory, { step, change }) => updated(memory, step, change),
      initLbfgs(plainSpace(size), 10, smoothing),
    );

    const { step, change } = pairs.at(-1)!;
    const factor =
      dot(step, change) /
      dot(
        change,
        change.map((value, at) => value * from[at]![at]!),
      );
    let inverse = from.map((cells) => cells.map((cell) => cell * factor));
    for (const { step, change } of pairs) {
      const rho = 1 / dot(step, change);
      const left = inverse.map((_, row) =>
        inverse.map((_, column) => (row === column ? 1 : 0) - rho * step[row]! * change[column]!),
      );
      const times = (a: number[][], b: number[][]): number[][] =>
        a.map((cells) =>
          cells.map((_, column) => cells.reduce((sum, cell, at) => sum + cell * b[at]![column]!, 0)),
        );
      const turned = left.map((cells, row) => cells.map((_, column) => left[column]![row]!));
      inverse = times(times(left, inverse), turned).map((cells, row) =>
        cells.map((cell, column) => cell + rho * step[row]! * step[column]!),
      );
    }
    const expected = inverse.map((cells) => -cells.reduce((sum, cell, at) => sum + cell * gradient[at]!, 0));
    const direction = new Float32Array(size);
    expect(directionLbfgs(state, gradient, direction)).toBeCloseTo(dot(direction, gradient), 5);
    direction.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at]!, 4);
    });
  });

  test('does not remember a step of negative curvature', () => {
    const state = initLbfgs(plainSpace(2), 10);
    expect(updated(state, Float32Array.of(1, 0), Float32Array.of(-1, 0)).steps).toHaveLength(0);
  });

  test('remembers no more steps than its history', () => {
    let state = initLbfgs(plainSpace(1), 2);
    for (let at = 1; at <= 4; at++) state = updated(state, Float32Array.of(at), Float32Array.of(at));
    expect(state.steps.map(([value]) => value)).toEqual([3, 4]);
  });
});

describe('descent', () => {
  test.each([1, 2, 5])('finds the minimum of a curved valley, with %i remembered steps', async (history) => {
    const start = await beginDescent(Float32Array.of(-1.2, 1), rosenbrock, { history });
    const { point } = await continueDescent(start, rosenbrock, 150);
    expect(point.loss).toBeLessThan(1e-6);
    expect(point.position[0]).toBeCloseTo(1, 2);
  });

  test('goes the same way whatever its budget is cut into', async () => {
    const start = () => beginDescent(Float32Array.of(-1.2, 1), rosenbrock, { history: 2 });
    const whole = await continueDescent(await start(), rosenbrock, 40);
    let descent = await start();
    for (let round = 0; round < 40; round++) descent = await continueDescent(descent, rosenbrock, 1);
    expect([...descent.point.position]).toEqual([...whole.point.position]);
  });

  test('spends no more evaluations than its budget and never goes up', async () => {
    let count = 0;
    const counted: Evaluate = (position, into) => {
      count++;
      return rosenbrock(position, into);
    };
    let descent = await beginDescent(Float32Array.of(-1.2, 1), counted);
    for (let round = 0; round < 12; round++) {
      const before = descent;
      descent = await continueDescent(before, counted, 3);
      expect(descent.evaluations - before.evaluations).toBeLessThanOrEqual(3);
      expect(descent.point.loss).toBeLessThanOrEqual(before.point.loss);
      expect(descent.evaluations).toBe(count);
    }
  });

  test('settles where nothing leads further down', async () => {
    const bowl: Evaluate = async (position) => ({
      parts,
      loss: dot(position, position),
      gradient: position.map((value) => 2 * value),
    });
    const start = await beginDescent(Float32Array.of(0, 0), bowl);
    expect((await continueDescent(start, bowl, 50)).settled).toBe(true);
  });

  test('survives a loss that is not finite along the way', async () => {
    const walled: Evaluate = async ([x]) => ({
      parts,
      loss: x! > 1.5 ? Number.NaN : (x! - 1) ** 2,
      gradient: Float32Array.of(2 * (x! - 1)),
    });
    const start = await beginDescent(Float32Array.of(-100), walled);
    expect((await continueDescent(start, walled, 60)).point.position[0]).toBeCloseTo(1, 3);
  });
});
