import { describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { add, averagePool, convolution, gradient, input, relu, sumOfSquares } from '../../src/graph/index.js';
import { fixed, operationUses, picture, weighed } from '../support/operation-cases.js';
import { randomTensor } from '../support/tensors.js';

describe('the gradient of each operation equals finite differences', () => {
  test.each(operationUses)('$name, $how', async ({ shape, use }) => {
    const x = input('x', shape);
    const value = weighed(use(x));
    const program = await onnxruntimeCpu({ threads: 1 }).compile({
      outputs: { value, gradient: gradient(value, x) },
    });
    // Away from zero by more than a step, where ReLU has its kink.
    const at = randomTensor(shape, 'at').map((value) => value + 0.1 * Math.sign(value));
    const analytic = (await program.run({ x: at })).gradient!.slice();
    for (const direction of ['north', 'east', 'south']) {
      const way = randomTensor(shape, direction);
      const step = 1e-2;
      const moved = async (sign: number): Promise<number> =>
        (await program.run({ x: at.map((value, index) => value + sign * step * way[index]!) })).value![0]!;
      const numeric = ((await moved(1)) - (await moved(-1))) / (2 * step);
      const expected = way.reduce((sum, value, index) => sum + value * analytic[index]!, 0);
      expect(Math.abs(numeric - expected)).toBeLessThan(2e-3 * Math.max(1, Math.abs(expected)));
    }
  });
});

describe('a graph that makes no sense is refused', () => {
  const x = input('x', picture);
  test.each([
    [
      'filters for other channels',
      () => convolution(x, fixed([2, 4, 3, 3], 'f'), { padding: 1 }),
      'filters for 4 channels',
    ],
    ['an odd size to halve', () => averagePool(input('y', [1, 3, 5, 4])), '5x4 does not halve'],
    ['shapes that do not fit', () => add(x, input('y', [5])), 'do not fit'],
    ['a gradient of no scalar', () => gradient(relu(x), x), 'expected a scalar'],
    ['a gradient without a way', () => gradient(sumOfSquares(x), input('y', [2])), 'does not depend'],
    [
      'a gradient with respect to filters',
      () => gradient(sumOfSquares(convolution(x, input('f', [2, 3, 3, 3]), { padding: 1 })), x),
      'constant filters',
    ],
  ])('%s', (_, build, message) => {
    expect(build).toThrow(message);
  });
});
