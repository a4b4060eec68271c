import { describe, expect, it } from 'vitest';
import type { Planes } from '../../src/base/pixels.js';
import { withinMargins } from '../../src/found/index.js';
import { noise } from './pictures.js';

const [width, height] = [96, 64];

/** Noise with white margins of so many lines each. */
function scan({ left = 0, right = 0, top = 0, bottom = 0 }): Planes {
  const picture = noise(width, height, 0.1, 0.9);
  const data = picture.data.map((value, at) => {
    const [row, column] = [Math.floor((at % (width * height)) / width), at % width];
    const inside = row >= top && row < height - bottom && column >= left && column < width - right;
    return inside ? value : 0.97;
  });
  return { ...picture, data };
}

const counted = ({ data }: Planes): number => data.reduce((sum, value) => sum + value, 0);

describe('the margins of an artwork', () => {
  it('are left out, and the line that they run into', () => {
    const within = withinMargins(scan({ left: 5, right: 2, top: 3, bottom: 1 }));
    expect(counted(within)).toBe((width - 6 - 3) * (height - 4 - 2));
    expect(within.data[4 * width + 6]).toBe(1);
    expect(within.data[4 * width + 5]).toBe(0);
    expect(within.data[3 * width + 6]).toBe(0);
  });

  it('are none where it is painted up to its borders', () => {
    expect(counted(withinMargins(scan({})))).toBe(width * height);
  });

  it('are none where so much is plain that it is the ground of the picture', () => {
    expect(counted(withinMargins(scan({ left: 30, right: 30 })))).toBe(width * height);
    const flat = { ...scan({}), data: new Float32Array(3 * width * height).fill(0.5) };
    expect(counted(withinMargins(flat))).toBe(width * height);
  });
});
