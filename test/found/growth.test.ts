import { describe, expect, it } from 'vitest';
import { painted } from '../../src/base/masks.js';
import type { Planes } from '../../src/base/pixels.js';
import { grownFrom, outlineDistance } from '../../src/found/index.js';
import { letterF, noise } from './pictures.js';

const letter = letterF(200);
const plain = painted(letter, [0, 0, 0], [1, 1, 1]);
const finished = noise(200, 200, 0.2, 0.8);
const distance = outlineDistance(letter);
const grown = (share: number, to: Planes = finished): Planes => grownFrom(plain, to, { distance, share });

const meanStep = (one: Planes, other: Planes): number =>
  one.data.reduce((sum, value, at) => sum + Math.abs(value - other.data[at]!), 0) / one.data.length;

describe('the distance from the outline', () => {
  it('is nothing at it, most where it is farthest, and as large as the picture', () => {
    expect(distance).toMatchObject({ width: 200, height: 200, channels: 1 });
    // The foot of the stem, and the corner to the right below.
    expect(distance.data[179 * 200 + 60]).toBeLessThan(0.4);
    expect(distance.data[199 * 200 + 199]).toBeGreaterThan(0.9);
    expect(Math.max(...distance.data)).toBeLessThanOrEqual(1);
  });

  it('is one where there is no outline', () => {
    const empty = { ...letter, data: new Float32Array(200 * 200) };
    expect(outlineDistance(empty).data.every((value) => value === 1)).toBe(true);
  });
});

describe('a picture that grows', () => {
  it('begins with the plain letter and ends with the finished picture, some time before the end', () => {
    expect(grown(0)).toEqual(plain);
    expect(grown(0.9).data).toEqual(finished.data);
    expect(grown(1).data).toEqual(finished.data);
  });

  it('comes ever nearer, and at no step by leaps', () => {
    const frames = Array.from({ length: 21 }, (_, at) => grown(at / 20));
    const whole = meanStep(plain, finished);
    for (const [at, frame] of frames.slice(1).entries()) {
      expect(meanStep(frame, finished)).toBeLessThanOrEqual(meanStep(frames[at]!, finished) + 1e-9);
      expect(meanStep(frame, frames[at]!)).toBeLessThan(0.2 * whole);
    }
  });

  it('comes from the outline, and with what changes most', () => {
    const far = 195 * 200 + 195;
    const near = 100 * 200 + 90;
    const grey = { ...plain, data: plain.data.map(() => 0.5) };
    const early = grown(0.5, grey);
    expect(early.data[near]).toBeCloseTo(0.5, 1);
    expect(early.data[far]).toBeGreaterThan(0.9);
    // The background, white before: black on the left, nearly as it was on the right.
    const width = 200;
    const halves = { ...plain, data: plain.data.map((_, at) => (at % width < width / 2 ? 0 : 0.9)) };
    const some = grown(0.4, halves);
    const shareAt = (at: number, value: number): number => (1 - some.data[at]!) / (1 - value);
    for (const row of [10, 30, 190])
      expect(shareAt(row * width + 5, 0)).toBeGreaterThanOrEqual(shareAt(row * width + width - 6, 0.9));
    expect(shareAt(30 * width + 5, 0)).toBeGreaterThan(shareAt(30 * width + width - 6, 0.9));
  });
});
