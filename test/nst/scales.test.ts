import { describe, expect, test } from 'vitest';
import { planScales } from '../../src/nst/scales.js';

describe('the way from coarse to fine', () => {
  test('for the default letter takes quarter, half and full size with all its iterations', () => {
    expect(planScales(400, 20)).toMatchObject([
      { boxPx: 100, iterations: 8, evaluationRatio: 0.5 },
      { boxPx: 200, iterations: 8, evaluationRatio: 0.5 },
      { boxPx: 400, iterations: 4, evaluationRatio: 1 },
    ]);
  });

  const sizes = [32, 64, 97, 128, 250, 256, 300, 400, 513, 800, 1024, 4096];
  test.each(sizes)('at %i px every canvas holds its tile and suits the strides', (sizePx) => {
    for (const iterations of [1, 2, 3, 7, 20]) {
      const scales = planScales(sizePx, iterations);
      expect(scales.reduce((sum, scale) => sum + scale.iterations, 0)).toBe(iterations);
      expect(scales.at(-1)!.boxPx).toBe(sizePx);
      for (const [at, { canvasPx, boxPx, iterations: share }] of scales.entries()) {
        expect(share).toBeGreaterThan(0);
        expect(canvasPx % 8).toBe(0);
        // Room on all sides for the places whose features have seen the padding.
        expect(canvasPx - boxPx).toBeGreaterThanOrEqual(16);
        // A canvas is cut out of the middle of the coarser one, doubled.
        if (at > 0) expect(canvasPx).toBeLessThanOrEqual(2 * scales[at - 1]!.canvasPx);
      }
    }
  });
});
