import { describe, expect, it } from 'vitest';
import type { Planes } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { distanceInside } from '../../src/nst/objectives/regions/distance-inside.js';
import { planes } from '../support/planes.js';

/** Every place against every other one. */
function bruteForce({ width, height, data }: Planes): number[] {
  return Array.from({ length: width * height }, (_, at) => {
    let nearest = data[at]! > 0.5 ? Number.POSITIVE_INFINITY : 0;
    data.forEach((value, other) => {
      if (value > 0.5) return;
      const rows = Math.floor(at / width) - Math.floor(other / width);
      nearest = Math.min(nearest, Math.hypot(rows, (at % width) - (other % width)));
    });
    return nearest;
  });
}

/** A mask of random places, of which such a share is inside. */
function speckled(width: number, height: number, share: number): Planes {
  const random = createRandom(`${width} ${height} ${share}`);
  const data = Float32Array.from({ length: width * height }, () => (random.next() < share ? 1 : 0));
  return { width, height, channels: 1, data };
}

describe('the distance to the outline', () => {
  it.each([
    ['of a few holes', speckled(17, 17, 0.97)],
    ['of a thick net', speckled(16, 16, 0.8)],
    ['of scattered dots', speckled(16, 16, 0.3)],
    ['of a wide picture', speckled(31, 5, 0.95)],
    ['of a tall picture', speckled(4, 23, 0.95)],
    ['of a single place', speckled(1, 1, 0)],
    ['of a ring', planes(24, 1, (x, y) => (Math.abs(Math.hypot(x - 0.5, y - 0.5) - 0.3) < 0.12 ? 1 : 0))],
    ['of soft edges', planes(20, 1, (x, y) => 1 - Math.hypot(x - 0.4, y - 0.6))],
  ])('is what a comparison of all places finds: %s', (_, mask) => {
    const found = distanceInside(mask);
    bruteForce(mask).forEach((distance, at) => {
      expect(found[at]).toBeCloseTo(distance, 5);
    });
  });

  it('has no end where there is no outline, and is nothing outside', () => {
    expect(new Set(distanceInside(planes(6, 1, () => 1)))).toEqual(new Set([Number.POSITIVE_INFINITY]));
    expect(new Set(distanceInside(planes(6, 1, () => 0.5)))).toEqual(new Set([0]));
  });

  it('does not take the border of the picture for an outline', () => {
    const found = distanceInside(planes(9, 1, (x) => (x < 0.1 ? 0 : 1)));
    expect([...found.subarray(0, 9)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
