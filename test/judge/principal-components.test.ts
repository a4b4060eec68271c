import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/base/random.js';
import { centre, noMoments, principalComponents, withMoments } from '../../src/judge/principal-components.js';
import { transposedRows } from '../../src/judge/products.js';
import { multiply } from '../support/drawn-artworks.js';

/** Three strong directions of six channels, each of unit length and square to the others. */
const axes = [
  [0.6, 0.8, 0, 0, 0, 0],
  [0, 0, 1, 0, 0, 0],
  [0, 0, 0, 0.8, -0.6, 0],
];
const strengths = [5, 3, 2];

function features(seed: string, places: number): Float32Array {
  const random = createRandom(seed);
  const data = new Float32Array(6 * places);
  for (let place = 0; place < places; place++) {
    const along = strengths.map((strength) => strength * random.normal());
    for (let channel = 0; channel < 6; channel++) {
      const noise = 0.1 * random.normal();
      const value = axes.reduce((sum, axis, at) => sum + axis[channel]! * along[at]!, 7 + noise);
      data[channel * places + place] = value;
    }
  }
  return data;
}

async function momentsOf(pictures: readonly Float32Array[]) {
  let moments = noMoments(6);
  for (const data of pictures) {
    const across = transposedRows(data, data.length / 6, { from: 0, count: 6 });
    moments = withMoments(moments, data, await multiply(data, across, { rows: 6, columns: 6 }));
  }
  return moments;
}

describe('principal components', () => {
  it('are the directions in which features of all pictures differ most, the strongest first', async () => {
    const moments = await momentsOf([features('one', 4000), features('two', 2000)]);
    const found = principalComponents(moments, 3);
    for (const mean of found.mean) expect(Math.abs(mean - 7)).toBeLessThan(0.3);
    for (const [at, axis] of axes.entries()) {
      const cosine = axis.reduce((sum, value, channel) => sum + value * found.axes[at * 6 + channel]!, 0);
      expect(Math.abs(cosine)).toBeGreaterThan(0.99);
    }
  });

  it('hold features less their mean', async () => {
    const data = features('one', 500);
    const found = principalComponents(await momentsOf([data]), 3);
    const along = centre(await multiply(found.axes, data, { rows: 3, columns: 500 }), found);
    for (let at = 0; at < 3; at++) {
      const mean = along.subarray(at * 500, (at + 1) * 500).reduce((sum, value) => sum + value, 0) / 500;
      expect(Math.abs(mean)).toBeLessThan(1e-3);
    }
  });

  it('are nothing where there is nothing more to differ in', async () => {
    const flat = new Float32Array(6 * 50).fill(2);
    const { axes: found } = principalComponents(await momentsOf([flat]), 3);
    expect([...found].every((value) => Number.isFinite(value))).toBe(true);
  });
});
