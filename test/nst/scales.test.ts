import { describe, expect, test } from 'vitest';
import { type Size, square } from '../../src/base/pixels.js';
import { planScales } from '../../src/nst/scales.js';

describe('the way from coarse to fine', () => {
  test('for the default letter takes quarter, half and full size with all its iterations', () => {
    expect(planScales(square(400), 20)).toMatchObject([
      { box: square(100), letterPx: 100, iterations: 8, evaluationRatio: 0.35 },
      { box: square(200), letterPx: 200, iterations: 8, evaluationRatio: 0.35 },
      { box: square(400), letterPx: 400, iterations: 4, evaluationRatio: 0.65 },
    ]);
  });

  test('begins where the largest forms are small, however large or small the letters are', () => {
    const page = { width: 1600, height: 1000 };
    const boxes = (options: Parameters<typeof planScales>[2]) =>
      planScales(page, 20, options).map(({ box, letterPx }) => [box.width, letterPx]);
    expect(boxes({ letterPx: 60, formPx: 400 })).toEqual([
      [400, 15],
      [800, 30],
      [1600, 60],
    ]);
    expect(boxes({ letterPx: 160 })).toEqual([
      [800, 80],
      [1600, 160],
    ]);
  });

  test('spends fewer evaluations on a preview, and on a full size that is large', () => {
    const ratio = (size: Size) => planScales(size, 20).at(-1)!.evaluationRatio;
    const sizes = [square(128), square(1200), { width: 4096, height: 2731 }];
    expect(sizes.map(ratio)).toEqual([0.05, 0.65, 0.5]);
  });

  const sides = [32, 64, 97, 128, 250, 256, 300, 400, 513, 800, 1024, 4096];
  const sizes = [...sides.map(square), { width: 4096, height: 2731 }, { width: 90, height: 700 }];
  test.each(sizes)('at %o px every canvas holds its box and suits the strides', (size) => {
    for (const iterations of [1, 2, 3, 7, 20]) {
      const scales = planScales(size, iterations);
      expect(scales.reduce((sum, scale) => sum + scale.iterations, 0)).toBe(iterations);
      expect(scales.at(-1)!.box).toEqual(size);
      for (const [at, { canvas, box, iterations: share }] of scales.entries()) {
        expect(share).toBeGreaterThan(0);
        for (const side of ['width', 'height'] as const) {
          expect(canvas[side] % 8).toBe(0);
          // Room on all sides for the places whose features have seen the padding.
          expect(canvas[side] - box[side]).toBeGreaterThanOrEqual(16);
          // A canvas is cut out of the middle of the coarser one, doubled.
          if (at > 0) expect(canvas[side]).toBeLessThanOrEqual(2 * scales[at - 1]!.canvas[side]);
        }
      }
    }
  });
});

describe('the way of a picture that is found', () => {
  test.each([
    [400, 432],
    [128, 152],
  ])('of %d px is the full size alone, with few evaluations', (sizePx, canvasPx) => {
    const [scale, ...others] = planScales(square(sizePx), 20, { found: true });
    expect(others).toEqual([]);
    expect(scale).toMatchObject({
      box: square(sizePx),
      canvas: square(canvasPx),
      iterations: 20,
      uneven: true,
    });
    expect(20 * 20 * scale!.evaluationRatio).toBeLessThan(20);
  });
});
