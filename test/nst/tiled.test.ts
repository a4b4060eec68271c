import { describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { inverted, product } from '../../src/base/masks.js';
import type { Planes, Size } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import type { Encoder } from '../../src/nst/encoder/encoder.js';
import { createRegions } from '../../src/nst/objectives/regions/regions.js';
import type { ScaleInput, Weights } from '../../src/nst/objectives/regions/scale-input.js';
import { planScales, type Scale } from '../../src/nst/scales.js';
import { createStyliser } from '../../src/nst/styliser.js';
import type { TileLimits } from '../../src/nst/tiled/limits.js';
import { planes } from '../support/planes.js';
import { smallEncoder } from '../support/small-encoder.js';
import { randomTensor, relativeDistance } from '../support/tensors.js';

const weights: Weights = {
  content: 0.3,
  layers: [1, 2, 3, 4],
  totalVariation: 2,
  variationKnee: 0.05,
  tone: 5,
  fitRatio: 0.1,
  startNoise: 0.02,
  evaluationsPerIteration: 6,
  enough: 0,
};

const backend = onnxruntimeCpu({ threads: 1 });
const whole: TileLimits = { wholeValues: Number.POSITIVE_INFINITY, tileValues: 0 };
/** Tiles as small as the halo lets them be, for pictures and for artworks. */
const tiled: TileLimits = { ...whole, wholeValues: 0 };

/** Rings and bars that cross every border between tiles, and an artist's mask that leaves out a corner. */
function page(scale: Scale): ScaleInput {
  const { canvas } = scale;
  const shown = planes(canvas, 1, (x, y) => (x + y < 0.25 ? 0 : 1));
  const ink = planes(canvas, 1, (x, y) => 0.5 + 0.5 * Math.tanh(8 * Math.sin(25 * x * x + 14 * y)));
  const source = (size: number, share: number) => ({
    picture: planes(size, 3, (x, y, channel) => 0.5 + 0.4 * Math.sin(40 * x + 9 * y * (channel + 1))),
    mask: planes(size, 1, (x, y) => (x > y ? 1 : 0.2)),
    share,
  });
  return {
    ...scale,
    regions: { ink: product(ink, shown), ground: product(inverted(ink), shown) },
    guide: planes(canvas, 3, (x, y, channel) => 0.3 + 0.3 * x + 0.1 * channel * y),
    sources: { ink: [source(136, 1), source(64, 2)], ground: [source(152, 1)] },
    tones: { ink: { side: 'below', limit: 0.35 }, ground: { side: 'above', limit: 0.65 } },
  };
}

interface LookOptions {
  readonly encoder?: Encoder;
  readonly letterPx?: number;
}

async function look(
  size: Size,
  limits: TileLimits,
  { encoder = smallEncoder(), letterPx = 100 }: LookOptions = {},
) {
  const regions = createRegions(encoder, { backend, limits });
  const scale = planScales(size, 1, { letterPx })[0]!;
  const { evaluate } = await regions.bind(page(scale), weights);
  const length = 3 * scale.canvas.width * scale.canvas.height;
  const first = randomTensor([length], 'first', 0, 1);
  // The first evaluation only fixes the unit.
  await evaluate(first, new Float32Array(length));
  const second = randomTensor([length], 'second', 0.2, 0.9);
  const { loss, gradient, parts } = await evaluate(second, new Float32Array(length));
  const result = { loss, gradient: gradient.slice(), parts };
  await regions.release();
  return result;
}

describe('the objective in tiles', () => {
  const deep = smallEncoder(
    [
      [4, 4],
      [6, 6],
      [8, 8, 8],
      [10, 10],
    ],
    { padding: 'reflect' },
  );
  test.each<[string, Size, LookOptions]>([
    ['several rows and columns', { width: 221, height: 150 }, {}],
    ['one row', { width: 301, height: 41 }, {}],
    ['an encoder that sees further and pads by reflection', { width: 203, height: 187 }, { encoder: deep }],
    ['tones in places larger than the strides', { width: 240, height: 208 }, { letterPx: 600 }],
  ])('has the loss, parts and gradient of the whole picture: %s', async (_, size, options) => {
    const [one, other] = [await look(size, whole, options), await look(size, tiled, options)];
    expect(Math.abs(other.loss / one.loss - 1)).toBeLessThan(1e-5);
    expect(relativeDistance(other.gradient, one.gradient)).toBeLessThan(1e-5);
    expect(Object.keys(other.parts).sort()).toEqual(Object.keys(one.parts).sort());
    for (const [name, part] of Object.entries(one.parts)) {
      expect(part, name).toBeGreaterThan(0);
      expect(Math.abs(other.parts[name]! / part - 1), name).toBeLessThan(3e-5);
    }
  });
});

describe('a picture made in tiles', () => {
  const size = { width: 260, height: 170 };
  const make = async (limits: TileLimits): Promise<Planes> => {
    const styliser = createStyliser(backend, smallEncoder(), { limits });
    const scales = planScales(size, 3, { formPx: 170 });
    const { picture } = await styliser.stylise(scales, {
      kind: 'regions',
      inputAt: async (scale) => page(scale),
      weights,
      random: createRandom(1),
    });
    await styliser.close();
    return picture;
  };

  test('is nearly that made whole', async () => {
    const [one, other] = [await make(whole), await make(tiled)];
    expect([other.width, other.height]).toEqual([260, 170]);
    expect(relativeDistance(other.data, one.data)).toBeLessThan(1e-3);
  });
});
