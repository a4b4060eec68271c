import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import type { Planes } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { createStyleMeter, openStyleMeter } from '../../src/nst/style-distance.js';
import { describeWithSharedData } from '../support/shared-data.js';
import { smallEncoder, withoutMetrics } from '../support/small-encoder.js';

const meter = createStyleMeter(onnxruntimeCpu({ threads: 1 }), withoutMetrics(smallEncoder()));

function draw(side: number, colour: (x: number, y: number) => readonly number[]): Planes {
  const data = new Float32Array(3 * side * side);
  for (let at = 0; at < side * side; at++) {
    const values = colour(at % side, Math.floor(at / side));
    for (let channel = 0; channel < 3; channel++) data[channel * side * side + at] = values[channel]!;
  }
  return { width: side, height: side, channels: 3, data };
}

/** No period is a multiple of the encoder's strides: pooling would make such waves flat. */
const wave = (x: number, y: number) => 0.3 * Math.sin(x / 1.9) + 0.2 * Math.cos(y / 1.3 + x / 5);
const waves = (side: number, shift = 0) => draw(side, (x, y) => [0.5 + wave(x + shift, y), 0.4, 0.3]);

describe('the style distance', () => {
  it('is nothing to the same picture, and little to the same texture moved or of another extent', async () => {
    const art = waves(96);
    expect(await meter.distance(art, art)).toBe(0);
    const other = draw(96, (x, y) => [0.4, 0.5 + wave(x, y), 0.3]);
    const far = await meter.distance(other, art);
    expect(await meter.distance(waves(96, 5), art)).toBeLessThan(far / 10);
    expect(await meter.distance(waves(64), art)).toBeLessThan(far / 10);
  });

  it('grows as a texture becomes another', async () => {
    const art = waves(96);
    const random = createRandom('noise');
    const noise = Float64Array.from({ length: 96 * 96 }, () => random.between(-1, 1));
    const mixed = (share: number) =>
      draw(96, (x, y) => [0.5 + (1 - share) * wave(x, y) + share * 0.2 * noise[y * 96 + x]!, 0.4, 0.3]);
    const distances: number[] = [];
    for (const share of [0.1, 0.4, 0.8]) distances.push(await meter.distance(mixed(share), art));
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(distances[0]).toBeGreaterThan(0);
  });

  it('is one and one for a picture without any features against one with some', async () => {
    // All features of a black picture are the same everywhere: the covariance is nothing, and the mean is what the biases make.
    const encoder = withoutMetrics(smallEncoder());
    const withoutBias = {
      ...encoder,
      mean: [0, 0, 0],
      stages: encoder.stages.map((stage) =>
        stage.map((layer) => ({ ...layer, bias: { ...layer.bias, data: layer.bias.data.map(() => 0) } })),
      ),
    };
    const blind = createStyleMeter(onnxruntimeCpu({ threads: 1 }), withoutBias);
    const black = draw(64, () => [0, 0, 0]);
    expect(await blind.distance(black, waves(64))).toBeCloseTo(2, 5);
  });

  it('takes any size that has room for the features, and refuses less', async () => {
    const [art, flat] = [waves(75), draw(90, () => [0.5, 0.4, 0.3])];
    expect(await meter.distance(waves(101), art)).toBeLessThan((await meter.distance(flat, art)) / 10);
    await expect(meter.distance(waves(9), art)).rejects.toThrow('9x9');
    expect(await meter.distance(art, flat)).toBeLessThan(Number.POSITIVE_INFINITY);
  });

  it('names the encoder that comes with the program when no other is given', async () => {
    const own = await openStyleMeter();
    expect(own.encoder).toBe('compact');
    expect(await own.distance(waves(96), waves(96))).toBe(0);
  });
});

describeWithSharedData('encoders', 'the style distance under the exact half of VGG-19', (folder) => {
  it('is nothing to the same picture, and less to the same texture than to another one', async () => {
    const vgg = await openStyleMeter({
      file: join(folder, 'vgg19-normalised-to-relu3_4.safetensors'),
      taps: ['relu1_1', 'relu2_1', 'relu3_1'],
    });
    expect(vgg.encoder).toBe('vgg19');
    const art = waves(96);
    expect(await vgg.distance(art, art)).toBe(0);
    const same = await vgg.distance(waves(96, 5), art);
    const turned = draw(96, (x, y) => [0.5 + wave(y, x), 0.4, 0.3]);
    expect(await vgg.distance(turned, art)).toBeGreaterThan(5 * same);
  }, 30_000);
});
