import { describe, expect, it } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { cropPlanes } from '../../src/base/pixels.js';
import { createFeatureSpace, openFeatureSpace } from '../../src/nst/feature-space.js';
import { coloured, planes } from '../support/planes.js';
import { smallEncoder } from '../support/small-encoder.js';

const encoder = smallEncoder([[4], [6], [8, 8]], { taps: ['relu3'], content: 'relu3' });
const wave = (side: number) => coloured(side, (x, y) => [x, Math.sin(9 * y) ** 2, x * y]);

describe('a feature space', () => {
  it('reads the middle that halves, without the places that saw the padding', async () => {
    const space = createFeatureSpace(onnxruntimeCpu({ threads: 1 }), encoder);
    const features = await space.read(wave(50));
    // 48 px, twelve places, two of them left out at each end.
    expect(features).toMatchObject({ width: 8, height: 8, channels: 8 });
    const middle = await space.read(cropPlanes(wave(50), { left: 1, top: 1, width: 48, height: 48 }));
    expect([...middle.data]).toEqual([...features.data]);
    const wide = await space.read(planes({ width: 64, height: 40 }, 3, (x, y) => x * y));
    expect(wide).toMatchObject({ width: 12, height: 6 });
    await space.close();
  });

  it('has the same features where a picture is moved by whole places', async () => {
    const space = createFeatureSpace(onnxruntimeCpu({ threads: 1 }), encoder);
    const whole = await space.read(wave(80));
    const part = await space.read(cropPlanes(wave(80), { left: 8, top: 16, width: 48, height: 48 }));
    // The outermost places that are left have still seen a little of the padding.
    for (let row = 1; row < part.height - 1; row++) {
      for (let column = 1; column < part.width - 1; column++) {
        const there = (row + 4) * whole.width + column + 2;
        expect(part.data[row * part.width + column]).toBeCloseTo(whole.data[there]!, 4);
      }
    }
    await space.close();
  });

  it('multiplies matrices of any shape', async () => {
    const space = createFeatureSpace(onnxruntimeCpu({ threads: 1 }), encoder);
    const a = Float32Array.of(1, 2, 3, 4, 5, 6);
    const column = await space.multiply(a, Float32Array.of(1, 0, -1), { rows: 2, columns: 1 });
    expect([...column]).toEqual([-2, -2]);
    const square = await space.multiply(a, Float32Array.of(1, 1, 0, 2), { rows: 3, columns: 2 });
    expect([...square]).toEqual([1, 5, 3, 11, 5, 17]);
    await space.close();
  });

  it('is that of the encoder that comes with the program where no other is given', async () => {
    const space = await openFeatureSpace();
    expect(space).toMatchObject({ encoder: 'compact', tap: 'relu3_1' });
    await space.close();
  });
});
