import type { Size } from '../../base/pixels.js';

/**
 * What a gradient is multiplied by before L-BFGS knows better: P = I + 5·T·Tᵀ/64, with T the linear interpolation from a grid of every
 * eighth pixel, along rows and columns, to all of a picture, and Tᵀ its transpose. Single pixels have little to say of a picture, their
 * neighbours together have more: steps that are smoother than the gradient get as far in three quarters of the evaluations. P is
 * symmetric and positive definite, as what L-BFGS starts from has to be.
 */
export interface Smoothing {
  /** vector = P · vector; a picture's values, channel by channel. */
  smooth(vector: Float32Array): void;
  /** vector · P · vector, without vector · vector. */
  excess(vector: Float32Array): number;
}

const gridPx = 8;
const weight = 5;

/** For pictures of a size, of as many channels as a vector has. */
export function createSmoothing({ width, height }: Size): Smoothing {
  const [across, down] = [gridAlong(width), gridAlong(height)];
  const grid = new Float64Array(across.count * down.count);
  const line = new Float64Array(across.count);
  const area = width * height;
  const scale = weight / gridPx ** 2;
  return {
    smooth: (vector) => {
      for (let first = 0; first < vector.length; first += area) {
        const plane = vector.subarray(first, first + area);
        gather(plane, { grid, line, across, down });
        spread(plane, { grid, line, across, down }, scale);
      }
    },
    excess: (vector) => {
      let sum = 0;
      for (let first = 0; first < vector.length; first += area) {
        gather(vector.subarray(first, first + area), { grid, line, across, down });
        for (let at = 0; at < grid.length; at++) sum += grid[at]! * grid[at]!;
      }
      return scale * sum;
    },
  };
}

/** Between which two points of the grid each pixel of a line lies, and how far towards the second, 0..1. */
interface GridLine {
  readonly count: number;
  readonly first: Int32Array;
  readonly share: Float64Array;
}

function gridAlong(size: number): GridLine {
  const count = Math.max(2, Math.ceil(size / gridPx));
  const [first, share] = [new Int32Array(size), new Float64Array(size)];
  for (let at = 0; at < size; at++) {
    const place = Math.min(count - 1, Math.max(0, (at + 0.5) / gridPx - 0.5));
    first[at] = Math.min(count - 2, Math.floor(place));
    share[at] = place - first[at]!;
  }
  return { count, first, share };
}

interface Grid {
  readonly grid: Float64Array;
  /** Room for one of its lines. */
  readonly line: Float64Array;
  readonly across: GridLine;
  readonly down: GridLine;
}

/** grid = Tᵀ · plane. */
function gather(plane: Float32Array, { grid, line, across, down }: Grid): void {
  const { first, share } = across;
  const width = first.length;
  grid.fill(0);
  for (let row = 0; row < down.first.length; row++) {
    line.fill(0);
    for (let column = 0, at = row * width; column < width; column++, at++) {
      const value = plane[at]!;
      const to = first[column]!;
      const part = share[column]! * value;
      line[to] = line[to]! + value - part;
      line[to + 1] = line[to + 1]! + part;
    }
    const lower = down.share[row]!;
    const upper = down.first[row]! * line.length;
    for (let at = 0; at < line.length; at++) {
      const part = lower * line[at]!;
      grid[upper + at] = grid[upper + at]! + line[at]! - part;
      grid[upper + line.length + at] = grid[upper + line.length + at]! + part;
    }
  }
}

/** plane = plane + scale · T · grid. */
function spread(plane: Float32Array, { grid, line, across, down }: Grid, scale: number): void {
  const { first, share } = across;
  const width = first.length;
  for (let row = 0; row < down.first.length; row++) {
    const lower = down.share[row]!;
    const upper = down.first[row]! * line.length;
    for (let at = 0; at < line.length; at++)
      line[at] = scale * ((1 - lower) * grid[upper + at]! + lower * grid[upper + line.length + at]!);
    for (let column = 0, at = row * width; column < width; column++, at++) {
      const from = first[column]!;
      plane[at] = plane[at]! + line[from]! + share[column]! * (line[from + 1]! - line[from]!);
    }
  }
}
