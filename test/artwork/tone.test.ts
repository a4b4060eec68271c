import { describe, expect, it } from 'vitest';
import { darkened, lightened } from '../../src/artwork/tone.js';
import { grey } from '../../src/base/masks.js';
import { coloured, meanTone, planes } from '../support/planes.js';

const everywhere = planes(48, 1, () => 1);
const waves = coloured(48, (x, y) => {
  const tone = 0.5 + 0.3 * Math.sin(5 * x + 9 * y);
  return [tone, 0.6 * tone, 0.3 * tone];
});

describe('moving the tones of a part', () => {
  it('leaves a part alone that is where it should be', () => {
    expect(darkened(waves, everywhere, 0.9)).toBe(waves);
    expect(lightened(waves, everywhere, 0.05)).toBe(waves);
  });

  it('brings it to its side of the limit and keeps its drawing', () => {
    const spread = (data: Float32Array): number => Math.max(...data) - Math.min(...data);
    for (const limit of [0.2, 0.3]) {
      const dark = darkened(waves, everywhere, limit);
      expect(meanTone(dark)).toBeLessThan(limit);
      expect(spread(grey(dark).data)).toBeGreaterThan(0.08);
    }
    for (const limit of [0.6, 0.8]) {
      const light = lightened(waves, everywhere, limit);
      expect(meanTone(light)).toBeGreaterThan(limit);
      expect(spread(grey(light).data)).toBeGreaterThan(0.08);
      expect(Math.max(...light.data)).toBeLessThanOrEqual(1);
    }
  });

  it('makes strong drawing weaker where it would be cut off, and leaves it as it is where nothing is moved', () => {
    const stripes = coloured(48, (x) => (Math.round(x * 48) % 4 < 2 ? [0, 0, 0] : [1, 1, 1]));
    for (const limit of [0.15, 0.3]) {
      expect(meanTone(darkened(stripes, everywhere, limit))).toBeLessThan(limit + 0.03);
      expect(meanTone(lightened(stripes, everywhere, 1 - limit))).toBeGreaterThan(1 - limit - 0.03);
    }
    const half = coloured(48, (x) => (x < 0.5 ? [0.05, 0.05, 0.05] : [0.95, 0.95, 0.95]));
    const { data } = darkened(half, everywhere, 0.5);
    expect(data[24 * 48 + 2]).toBeCloseTo(0.05, 2);
  });

  it('keeps hue and saturation where it darkens', () => {
    const { data } = darkened(waves, everywhere, 0.2);
    for (let at = 0; at < 48 * 48; at += 7) {
      expect(data[at + 2304]! / data[at]!).toBeCloseTo(0.6, 4);
      expect(data[at + 2 * 2304]! / data[at]!).toBeCloseTo(0.3, 4);
    }
  });

  it('asks only what lies under the mask', () => {
    const left = planes(48, 1, (x) => (x < 0.5 ? 1 : 0));
    const split = coloured(48, (x) => (x < 0.45 ? [0.1, 0.1, 0.1] : [0.9, 0.9, 0.9]));
    expect(darkened(split, left, 0.3)).toBe(split);
    expect(darkened(split, everywhere, 0.3)).not.toBe(split);
  });

  it('is finite under an empty mask and for black and white', () => {
    const nowhere = planes(48, 1, () => 0);
    for (const tone of [0, 1]) {
      const flat = coloured(48, () => [tone, tone, tone]);
      for (const mask of [nowhere, everywhere]) {
        for (const moved of [darkened(flat, mask, 0.3), lightened(flat, mask, 0.7)]) {
          expect(moved.data.every((value) => value >= 0 && value <= 1)).toBe(true);
        }
      }
    }
  });
});
