import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import type { Planes } from '../../src/base/pixels.js';
import {
  createOriginalStyliser,
  loadOriginalEncoder,
  type OriginalFrame,
  type OriginalOptions,
  type OriginalResult,
} from '../../src/nst/objectives/original/original.js';
import { describeWithPytorch } from '../support/pytorch.js';
import { scratchFolder } from '../support/scratch.js';
import { relativeDistance } from '../support/tensors.js';
import { narrowVgg, randomLayers, safetensors, torchvisionTensors } from '../support/weight-files.js';

const [width, height] = [64, 48];

function planes(at: (x: number, y: number, channel: number) => number): Planes {
  const area = width * height;
  const data = Float32Array.from({ length: 3 * area }, (_, index) => {
    const place = index % area;
    return at((place % width) / width, Math.floor(place / width) / height, Math.floor(index / area));
  });
  return { width, height, channels: 3, data };
}

/**
 * A dark bar on a light ground, shaded: on a plain ground all places of a pooling's block are equal, so that rounding decides
 * which of them is the largest, and two implementations part.
 */
const content = planes((x, y) => {
  const ground = Math.abs(x - 0.5) < 0.15 && Math.abs(y - 0.5) < 0.35 ? 0.1 : 0.8;
  return ground + 0.1 * Math.sin(9 * x + 5 * y + x * y);
});
const waves = planes((x, y, channel) => 0.5 + 0.4 * Math.sin((11 + 3 * channel) * x + 17 * y * (1 + x)));
const rays = planes((x, y, channel) => 0.5 + 0.3 * Math.cos(20 * Math.atan2(y, x + channel / 9)));

/** Weights of a narrow VGG-16, strong enough to count beside the total variation. */
async function writeWeights(folder: string, strength = 0.2): Promise<string> {
  const file = join(folder, 'weights.safetensors');
  await writeFile(file, safetensors(torchvisionTensors(randomLayers(narrowVgg.vgg16, strength))));
  return file;
}

async function make(
  weights: string,
  styles: readonly { readonly picture: Planes; readonly share: number }[],
  options: OriginalOptions,
): Promise<OriginalResult> {
  const styliser = createOriginalStyliser(onnxruntimeCpu({ threads: 1 }), await loadOriginalEncoder(weights));
  try {
    return await styliser.stylise(content, styles, options);
  } finally {
    await styliser.close();
  }
}

describe('the original style transfer', () => {
  test('looks at the five first layers for the style and at the second of the last stage for the content', async () => {
    const { encoder, styleTaps } = await loadOriginalEncoder(await writeWeights(await scratchFolder()));
    expect(encoder.pooling).toBe('max');
    expect(styleTaps.map((tap) => encoder.taps[tap]!.name)).toEqual(
      [1, 2, 3, 4, 5].map((stage) => `relu${stage}_1`),
    );
    expect(encoder.taps[encoder.contentTap]!.name).toBe('relu5_2');
  });

  test('starts from the content, shows every iteration and spends twenty evaluations on each', async () => {
    const weights = await writeWeights(await scratchFolder());
    const styles = [{ picture: waves, share: 1 }];
    const unmoved = await make(weights, styles, { iterations: 0 });
    expect(unmoved.picture.data).toEqual(content.data);
    expect(unmoved.losses.content).toBe(0);
    const frames: OriginalFrame[] = [];
    const result = await make(weights, styles, {
      iterations: 3,
      onFrame: (frame) => {
        frames.push(frame);
      },
    });
    expect(frames.map(({ iteration, evaluations }) => [iteration, evaluations])).toEqual([
      [1, 20],
      [2, 40],
      [3, 60],
    ]);
    const losses = [unmoved.losses.total!, ...frames.map(({ loss }) => loss)];
    for (let at = 1; at < losses.length; at++) expect(losses[at]).toBeLessThan(losses[at - 1]!);
    expect(result.losses.total).toBeCloseTo(losses.at(-1)!, 0);
  });

  test('of two styles is that of their mean, by their shares', async () => {
    const weights = await writeWeights(await scratchFolder());
    const one = await make(weights, [{ picture: waves, share: 1 }], { iterations: 1 });
    const same = await make(
      weights,
      [
        { picture: waves, share: 3 },
        { picture: waves, share: 5 },
      ],
      { iterations: 1 },
    );
    expect(relativeDistance(same.picture.data, one.picture.data)).toBeLessThan(1e-3);
    const both = await make(
      weights,
      [
        { picture: waves, share: 1 },
        { picture: rays, share: 1 },
      ],
      { iterations: 1 },
    );
    expect(relativeDistance(both.picture.data, one.picture.data)).toBeGreaterThan(1e-2);
  });

  test('stops on the signal', async () => {
    const stop = new AbortController();
    const run = make(await writeWeights(await scratchFolder()), [{ picture: waves, share: 1 }], {
      iterations: 5,
      signal: stop.signal,
      onFrame: () => stop.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });
});

describeWithPytorch('the original style transfer, beside another implementation in PyTorch', (run) => {
  // Where a value comes so near a kink of ReLU or of max pooling that rounding decides on which side it is, the two ways part
  // for good. That happens in some of these networks, by chance, and must not in most.
  test('has the same losses, and after forty evaluations the same picture', async () => {
    const distances: number[] = [];
    for (const strength of [0.18, 0.19, 0.2, 0.21, 0.22]) {
      const folder = await scratchFolder();
      const weights = await writeWeights(folder, strength);
      await writeFile(join(folder, 'content.f32'), content.data);
      await writeFile(join(folder, 'style.f32'), waves.data);
      const ours = await make(weights, [{ picture: waves, share: 1 }], { iterations: 2 });
      expect(ours.evaluations).toBe(40);
      await writeFile(join(folder, 'picture.f32'), ours.picture.data);
      const printed = await run('original.py', folder, String(height), String(width), '40');

      for (const [part, expected] of Object.entries(JSON.parse(printed) as Record<string, number>))
        expect(Math.abs(ours.losses[part]! / expected - 1), part).toBeLessThan(1e-5);
      const bytes = await readFile(join(folder, 'result.f32'));
      const theirs = new Float32Array(new Uint8Array(bytes).buffer);
      distances.push(relativeDistance(ours.picture.data, theirs));
      expect(relativeDistance(ours.picture.data, content.data)).toBeGreaterThan(0.05);
    }
    expect(distances.sort((a, b) => a - b)[2]).toBeLessThan(1e-3);
  });
});
