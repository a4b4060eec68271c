import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Backend, onnxruntimeCpu } from '../../src/backend/index.js';
import type { Planes } from '../../src/base/pixels.js';
import { encoderOf } from '../../src/nst/encoder/encoder.js';
import { loadNetwork } from '../../src/nst/encoder/reading/index.js';
import {
  createOriginal,
  type OriginalStyle,
  originalOf,
} from '../../src/nst/objectives/original/original.js';
import { originalEncoderOf } from '../../src/nst/objectives/original/original-encoder.js';
import { port } from '../../src/nst/objectives/ports.js';
import { planOriginalScales } from '../../src/nst/scales.js';
import type { Frame, ScaleState, Stylised, StyliseOptions } from '../../src/nst/stylise.js';
import { createStyliser } from '../../src/nst/styliser.js';
import { describeWithPytorch } from '../support/pytorch.js';
import { scratchFolder } from '../support/scratch.js';
import { relativeDistance } from '../support/tensors.js';
import { narrowVgg, randomLayers, safetensors, torchvisionTensors } from '../support/weight-files.js';

const [width, height] = [48, 32];

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

const backend = onnxruntimeCpu({ threads: 1 });

/** How the script weighs the terms, and its budget of one call of the optimiser. */
const weights = { content: 0.025, style: 1, variation: 8.5e-5, evaluationsPerIteration: 20 };

/** A picture of several styles, by the weights in a file. */
async function make(
  file: string,
  styles: readonly OriginalStyle[],
  {
    iterations,
    engine = backend,
    ...options
  }: StyliseOptions & {
    readonly iterations: number;
    readonly engine?: Backend;
  },
): Promise<Stylised> {
  const loaded = await loadNetwork(file);
  const styliser = createStyliser(engine, encoderOf(loaded), {
    original: originalEncoderOf(loaded),
  });
  const scales = planOriginalScales({ width, height }, iterations);
  try {
    return await styliser.stylise(scales, { kind: 'original', content, styles, weights }, options);
  } finally {
    await styliser.close();
  }
}

/** What the optimiser found at one of the positions where it looked. */
interface Look {
  readonly position: Float32Array;
  /** Total and parts, as the formulas have them. */
  readonly losses: Readonly<Record<string, number>>;
  readonly gradient: Float32Array;
}

/** Every evaluation on the way of a picture, in order. */
async function looksOf(file: string, style: Planes, iterations: number): Promise<Look[]> {
  const looks: Look[] = [];
  const watched: Backend = {
    ...backend,
    compile: async (program) => {
      const executable = await backend.compile(program);
      return {
        release: () => executable.release(),
        run: async (feeds) => {
          const found = await executable.run(feeds);
          const { [port.loss]: loss, [port.gradient]: gradient } = found;
          if (loss !== undefined && gradient !== undefined) {
            const parts = Object.entries(found).filter(([name]) => name.startsWith(port.part('')));
            const named = parts.map(([name, [value]]) => [name.slice(port.part('').length), value!] as const);
            looks.push({
              position: feeds[port.image]!.slice(),
              losses: { total: loss[0]!, ...Object.fromEntries(named) },
              gradient: gradient.slice(),
            });
          }
          return found;
        },
      };
    },
  };
  const { evaluations } = await make(file, [{ picture: style, share: 1 }], { iterations, engine: watched });
  // The picture that came out is looked at once more, for its losses.
  return looks.slice(0, evaluations);
}

describe('the original style transfer', () => {
  test('looks at the five first layers for the style and at the second of the last stage for the content', async () => {
    const file = await writeWeights(await scratchFolder());
    const { encoder, styleTaps } = originalEncoderOf(await loadNetwork(file));
    expect(encoder.pooling).toBe('max');
    expect(styleTaps.map((tap) => encoder.taps[tap]!.name)).toEqual(
      [1, 2, 3, 4, 5].map((stage) => `relu${stage}_1`),
    );
    expect(encoder.taps[encoder.contentTap]!.name).toBe('relu5_2');
  });

  test('starts from the content, shows every iteration and spends twenty evaluations on each', async () => {
    const file = await writeWeights(await scratchFolder());
    const styles = [{ picture: waves, share: 1 }];
    const frames: Frame[] = [];
    const result = await make(file, styles, { iterations: 3, onFrame: (frame) => void frames.push(frame) });
    expect(
      frames.map(({ iteration, evaluations, workRatio }) => [iteration, evaluations, workRatio]),
    ).toEqual([
      [1, 20, 1 / 3],
      [2, 40, 2 / 3],
      [3, 60, 1],
    ]);
    const losses = frames.map(({ loss }) => loss);
    for (let at = 1; at < losses.length; at++) expect(losses[at]).toBeLessThan(losses[at - 1]!);
    expect(result.losses.total).toBe(losses.at(-1)!);
  });

  test('starts from the content itself', async () => {
    const file = await writeWeights(await scratchFolder());
    const loaded = await loadNetwork(file);
    const original = createOriginal(originalEncoderOf(loaded), { backend });
    const styles = [{ picture: waves, share: 1 }];
    const order = { kind: 'original', content, styles, weights } as const;
    const scale = planOriginalScales(content, 1)[0]!;
    const { start, evaluate } = await originalOf(order, original).at(scale, { first: true, last: true });
    expect(start).toBe(content);
    const { parts } = await evaluate(content.data, new Float32Array(content.data.length));
    expect(parts.content).toBe(0);
    await original.release();
  });

  test('goes on after any iteration to the same picture', async () => {
    const file = await writeWeights(await scratchFolder());
    const styles = [{ picture: waves, share: 1 }];
    const states: ScaleState[] = [];
    const onScale = ({ picture, ...state }: ScaleState): void => {
      states.push({ ...state, picture: { ...picture, data: picture.data.slice() } });
    };
    const whole = await make(file, styles, { iterations: 3, onScale });
    expect(states.map(({ scale, iteration }) => [scale, iteration])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    for (const resume of states) expect(await make(file, styles, { iterations: 3, resume })).toEqual(whole);
  });

  test('of two styles is that of their mean, by their shares', async () => {
    const file = await writeWeights(await scratchFolder());
    const one = await make(file, [{ picture: waves, share: 1 }], { iterations: 1 });
    const same = await make(
      file,
      [
        { picture: waves, share: 3 },
        { picture: waves, share: 5 },
      ],
      { iterations: 1 },
    );
    expect(relativeDistance(same.picture.data, one.picture.data)).toBeLessThan(1e-3);
    const both = await make(
      file,
      [
        { picture: waves, share: 1 },
        { picture: rays, share: 1 },
      ],
      { iterations: 1 },
    );
    expect(relativeDistance(both.picture.data, one.picture.data)).toBeGreaterThan(1e-2);
  });
});

/** What original.py says of looks of ours. */
interface Comparison {
  readonly losses: readonly Readonly<Record<string, number>>[];
  readonly gradients: readonly number[];
  readonly steps: readonly number[];
  readonly pictures: readonly number[];
}

describeWithPytorch('the original style transfer, beside another implementation in PyTorch', (run) => {
  const compared = async (
    strength: number,
    iterations: number,
  ): Promise<{ readonly ours: readonly Look[]; readonly theirs: Comparison }> => {
    const folder = await scratchFolder();
    const file = await writeWeights(folder, strength);
    const ours = await looksOf(file, waves, iterations);
    const files = {
      content: [content.data],
      style: [waves.data],
      positions: ours.map(({ position }) => position),
      losses: ours.map(({ losses }) => Float32Array.of(losses.total!)),
      gradients: ours.map(({ gradient }) => gradient),
    };
    for (const [name, values] of Object.entries(files)) {
      const bytes = Buffer.concat(values.map((each) => new Uint8Array(each.buffer)));
      await writeFile(join(folder, `${name}.f32`), bytes);
    }
    const printed = await run('original.py', folder, String(height), String(width));
    return { ours, theirs: JSON.parse(printed) as Comparison };
  };

  // Where a value comes near a kink of ReLU or of max pooling, rounding decides on which side it is, and two ways part for good.
  // So both are asked at the same positions, all those of our way.
  test.each([0.2, 0.505])(
    'finds the same and steps on the same, forty times (network %d)',
    async (strength) => {
      const { ours, theirs } = await compared(strength, 2);
      expect(theirs.losses.length).toBe(40);
      for (const [at, expected] of theirs.losses.entries())
        for (const [part, loss] of Object.entries(expected)) {
          const distance = Math.abs(ours[at]!.losses[part]! - loss);
          expect(distance, `${part} at ${at}`).toBeLessThanOrEqual(1e-5 * loss);
        }
      expect(Math.max(...theirs.gradients)).toBeLessThan(1e-5);
      expect(Math.max(...theirs.steps)).toBeLessThan(1e-5);
      expect(relativeDistance(ours.at(-1)!.position, content.data)).toBeGreaterThan(0.05);
    },
  );

  test('comes to the same picture as long as no kink is near', async () => {
    // In this network that is so for five steps.
    const { theirs } = await compared(0.505, 1);
    expect(theirs.pictures.length).toBe(5);
    expect(Math.max(...theirs.pictures)).toBeLessThan(1e-5);
  });
});
