import { describe, expect, it } from 'vitest';
import type { Planes } from '../../src/base/pixels.js';
import { costOf, strokeCost, strokeOf } from '../../src/found/index.js';
import { letterF, noise } from './pictures.js';

/** A rectangle about the middle, turned, 1 inside. */
function bar(sidePx: number, [width, length]: readonly [number, number], degrees: number): Planes {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const data = Float32Array.from({ length: sidePx * sidePx }, (_, at) => {
    const x = (at % sidePx) + 0.5 - sidePx / 2;
    const y = Math.floor(at / sidePx) + 0.5 - sidePx / 2;
    const [along, across] = [Math.abs(x * cos + y * sin), Math.abs(y * cos - x * sin)];
    return along <= length / 2 && across <= width / 2 ? 1 : 0;
  });
  return { width: sidePx, height: sidePx, channels: 1, data };
}

/** Light speckles all over but for a dark area. */
function lightBut(area: Planes): Planes {
  const picture = noise(area.width, area.height, 0.7, 1);
  const data = picture.data.map((value, at) => (area.data[at % area.data.length]! > 0 ? 0.04 : value));
  return { ...picture, data };
}

const below = {
  side: 'below',
  limit: 0.3,
  knee: { inside: 0.4, rim: 0.4 },
  colour: [0.2, 0.2, 0.2],
} as const;
const stroke = { widthRatio: 0.2, lengthRatio: 0.5 };
const dark = (area: Planes, sideRatio: number): number =>
  strokeCost(costOf(lightBut(area), undefined, below), stroke, sideRatio);

describe('a stroke of a letter', () => {
  it('is as wide as the letter draws it, and half as long as the letter is', () => {
    const long = strokeOf(bar(240, [24, 216], 90));
    expect(long.widthRatio).toBeCloseTo(0.1, 1);
    expect(long.lengthRatio).toBeCloseTo(0.45, 2);
    // Stems of 0.22, arms of 0.2 and 0.17 of the side.
    expect(strokeOf(letterF(240)).widthRatio).toBeGreaterThan(0.14);
    expect(strokeOf(letterF(240)).widthRatio).toBeLessThan(0.22);
    expect(strokeOf({ width: 2, height: 2, channels: 1, data: new Float32Array(4) }).widthRatio).toBe(0);
  });
});

describe('what a stroke costs in an artwork', () => {
  // A letter of 96 px: its stroke is 19 px wide and 48 long.
  it.each([0, 45, 90, 135])('is near nothing where there is such a place, %d degrees turned', (degrees) => {
    expect(dark(bar(144, [24, 56], degrees), 96 / 144)).toBeLessThan(0.03);
  });

  it.each<[string, Planes, number]>([
    ['there is no dark place', bar(144, [0, 0], 0), 96 / 144],
    ['the dark place is as long, but thin', bar(144, [5, 60], 0), 96 / 144],
    ['the dark place is as wide, but short', bar(144, [20, 20], 0), 96 / 144],
    ['the letter is larger', bar(144, [24, 56], 90), 1.5],
  ])('is much where %s', (_, area, sideRatio) => {
    expect(dark(area, sideRatio)).toBeGreaterThan(0.1);
  });

  it('is much where the place may not be used', () => {
    const area = bar(144, [24, 56], 0);
    const usable = { ...area, data: area.data.map((value) => 1 - value) };
    const cost = costOf(lightBut(area), usable, below);
    expect(strokeCost(cost, stroke, 96 / 144)).toBeGreaterThan(0.1);
  });
});
