import type { Shape } from '../node.js';

/** The one shape that all have. */
export function same(name: string, shapes: readonly Shape[]): Shape {
  const [first, ...rest] = shapes;
  for (const shape of rest) {
    if (shape.join() !== first!.join())
      throw new RangeError(`${name}: shapes [${first}] and [${shape}] differ`);
  }
  return first!;
}

/** The shape of two values that meet place by place, where axes of size 1 or missing are repeated. */
export function broadcast(name: string, [left, right]: readonly Shape[]): Shape {
  const rank = Math.max(left!.length, right!.length);
  const size = (shape: Shape, axis: number): number => shape[axis - rank + shape.length] ?? 1;
  return Array.from({ length: rank }, (_, axis) => {
    const [a, b] = [size(left!, axis), size(right!, axis)];
    if (a !== b && a !== 1 && b !== 1)
      throw new RangeError(`${name}: shapes [${left}] and [${right}] do not fit`);
    return Math.max(a, b);
  });
}

/** The axes of pictures or features. */
export function image(
  name: string,
  shape: Shape | undefined,
): [batch: number, channels: number, rows: number, columns: number] {
  if (shape?.length !== 4) throw new RangeError(`${name}: expected four axes, got [${shape}]`);
  return [shape[0]!, shape[1]!, shape[2]!, shape[3]!];
}

/** The shape at half the size. */
export function halved(name: string, shape: Shape | undefined): Shape {
  const [batch, channels, rows, columns] = image(name, shape);
  if (rows % 2 !== 0 || columns % 2 !== 0) throw new RangeError(`${name}: ${rows}x${columns} does not halve`);
  return [batch, channels, rows / 2, columns / 2];
}
