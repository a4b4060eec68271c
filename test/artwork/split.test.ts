import { describe, expect, test } from 'vitest';
import { splitArtwork } from '../../src/artwork/split.js';
import type { Planes } from '../../src/pixels.js';

function artwork(side: number, colourAt: (x: number, y: number) => readonly number[]): Planes {
  const data = new Float32Array(3 * side * side);
  for (let at = 0; at < side * side; at++) {
    const colour = colourAt((at % side) / side, Math.floor(at / side) / side);
    for (let channel = 0; channel < 3; channel++) data[channel * side * side + at] = colour[channel]!;
  }
  return { width: side, height: side, channels: 3, data };
}

const share = (plane: Planes): number =>
  plane.data.reduce((sum, value) => sum + value, 0) / plane.data.length;

describe('the artwork split', () => {
  const night = [0.1, 0.05, 0.3];
  const day = [1, 0.9, 0.6];
  const halves = artwork(64, (x) => (x < 0.5 ? night : day));

  test('finds the colours of the dark and of the light part', () => {
    const { darkColour, lightColour } = splitArtwork(halves, { darkRatio: 0.3, lightRatio: 0.3 });
    for (let channel = 0; channel < 3; channel++) {
      expect(darkColour[channel]).toBeCloseTo(night[channel]!, 1);
      expect(lightColour[channel]).toBeCloseTo(day[channel]!, 1);
    }
  });

  test('gives each part about its share of the area, and none of the other part', () => {
    const ramp = artwork(96, (x) => [x, x, x]);
    const { dark, light } = splitArtwork(ramp, { darkRatio: 0.2, lightRatio: 0.4 });
    expect(share(dark)).toBeCloseTo(0.2, 1);
    expect(share(light)).toBeCloseTo(0.4, 1);
    expect(Math.max(...dark.data.map((value, at) => Math.min(value, light.data[at]!)))).toBeLessThan(0.05);
  });

  test('takes dots for part of what surrounds them', () => {
    const dotted = artwork(100, (x, y) =>
      x < 0.5 ? ((Math.round(x * 100) + Math.round(y * 100)) % 9 === 0 ? day : night) : day,
    );
    const { dark } = splitArtwork(dotted, { darkRatio: 0.3, lightRatio: 0.3 });
    const row = dark.data.subarray(50 * 100 + 10, 50 * 100 + 30);
    expect(Math.max(...row) - Math.min(...row)).toBeLessThan(0.6);
  });

  test('of a flat artwork is finite', () => {
    const { darkColour, dark } = splitArtwork(
      artwork(32, () => [0.5, 0.5, 0.5]),
      { darkRatio: 0.3, lightRatio: 0.3 },
    );
    expect(darkColour.every((value) => Math.abs(value - 0.5) < 1e-3)).toBe(true);
    expect(dark.data.every(Number.isFinite)).toBe(true);
  });
});
