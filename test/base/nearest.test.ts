import { describe, expect, it } from 'vitest';
import { nearestMarked } from '../../src/base/nearest.js';
import { createRandom } from '../../src/base/random.js';

describe('the nearest marked place', () => {
  it.each([
    [17, 11, 0.02],
    [11, 17, 0.1],
    [24, 24, 0.6],
    [1, 9, 0.3],
    [9, 1, 0.3],
  ])('is as near as any in a picture of %i x %i places', (width, height, share) => {
    const random = createRandom(3).fork(`${width}x${height}`);
    const marks = Uint8Array.from({ length: width * height }, () => (random.next() < share ? 1 : 0));
    marks[5] = 1;
    const { place, distance } = nearestMarked(marks, width, height);
    const between = (a: number, b: number): number =>
      Math.hypot((a % width) - (b % width), Math.floor(a / width) - Math.floor(b / width));
    for (let at = 0; at < marks.length; at++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let other = 0; other < marks.length; other++)
        if (marks[other]) nearest = Math.min(nearest, between(at, other));
      expect(distance[at]).toBeCloseTo(nearest, 4);
      expect(marks[place[at]!]).toBe(1);
      expect(between(at, place[at]!)).toBeCloseTo(nearest, 4);
    }
  });

  it('is nowhere when nothing is marked', () => {
    const { place, distance } = nearestMarked(new Uint8Array(12), 4, 3);
    expect([...place]).toEqual(Array(12).fill(-1));
    expect([...distance]).toEqual(Array(12).fill(Number.POSITIVE_INFINITY));
  });
});
