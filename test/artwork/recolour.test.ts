import { describe, expect, it } from 'vitest';
import { recoloured } from '../../src/artwork/index.js';
import { parseColour } from '../../src/base/colour.js';
import { coloured } from '../support/planes.js';

const ramp = coloured(100, (x) => [x, x, x]);
const colourAt = ({ data }: { data: Float32Array }, column: number): number[] =>
  [0, 1, 2].map((channel) => data[channel * 100 * 100 + 50 * 100 + column]!);

describe('an artwork in the colours of a palette', () => {
  it('runs from its darkest to its lightest colour through the others, in whatever order they are given', () => {
    const palette = ['#ffffff', '#000000', '#ff0000'].map(parseColour);
    const made = recoloured(ramp, palette);
    for (const [column, colour] of [
      [0, [0, 0, 0]],
      [25, [0.5, 0, 0]],
      [50, [1, 0, 0]],
      [75, [1, 0.5, 0.5]],
      [99, [1, 1, 1]],
    ] as const)
      colour.forEach((value, channel) => {
        expect(Math.abs(colourAt(made, column)[channel]! - value)).toBeLessThan(0.03);
      });
  });

  it('uses all of the palette for a dull artwork too', () => {
    const dull = recoloured({ ...ramp, data: ramp.data.map((value) => 0.4 + 0.1 * value) }, [
      [0, 0, 1],
      [1, 1, 0],
    ]);
    expect(colourAt(dull, 0)).toEqual([0, 0, 1]);
    expect(colourAt(dull, 99)).toEqual([1, 1, 0]);
  });

  it('of one colour, or of a flat artwork, is one colour', () => {
    expect(new Set(recoloured(ramp, [[0.25, 0.25, 0.25]]).data)).toEqual(new Set([0.25]));
    const flat = recoloured(
      coloured(16, () => [0.5, 0.5, 0.5]),
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
    );
    expect(flat.data.every(Number.isFinite)).toBe(true);
    expect(new Set(flat.data).size).toBe(1);
  });
});
