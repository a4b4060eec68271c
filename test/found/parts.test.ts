import { describe, expect, it } from 'vitest';
import { grey } from '../../src/base/masks.js';
import type { Planes } from '../../src/base/pixels.js';
import { correlated, searchable } from '../../src/found/correlation.js';
import { powerOfTwo, restore, transform } from '../../src/found/fourier.js';
import { paintedShares } from '../../src/found/index.js';
import { bent } from '../../src/found/knee.js';
import { emptyGraph, joinNodes, minimumCut } from '../../src/found/max-flow.js';
import { explained, momentsOf } from '../../src/found/moments.js';
import { laid, lifted, orientations } from '../../src/found/orientation.js';
import { resampled } from '../../src/found/resample.js';
import { inkAlong, seamOf, seamPlaces } from '../../src/found/seam.js';
import { tonedPiece } from '../../src/found/tones.js';
import { letterF, noise, withShape } from './pictures.js';

const plane = (width: number, height: number, data: readonly number[]): Planes => ({
  ...{ width, height, channels: 1 },
  data: Float32Array.from(data),
});

describe('a Fourier transform', () => {
  it('is that of the sum, and comes back', () => {
    const values = Array.from(noise(4, 2, 0, 1, 1).data);
    const spectrum = { width: 4, height: 2, real: Float64Array.from(values), imaginary: new Float64Array(8) };
    transform(spectrum);
    const [u, v] = [3, 1];
    let [real, imaginary] = [0, 0];
    for (const [at, value] of values.entries()) {
      const angle = -2 * Math.PI * ((u * (at % 4)) / 4 + (v * Math.floor(at / 4)) / 2);
      real += value * Math.cos(angle);
      imaginary += value * Math.sin(angle);
    }
    expect(spectrum.real[v * 4 + u]).toBeCloseTo(real, 9);
    expect(spectrum.imaginary[v * 4 + u]).toBeCloseTo(imaginary, 9);
    restore(spectrum);
    for (const [at, value] of values.entries()) expect(spectrum.real[at]).toBeCloseTo(value, 9);
    expect([1, 5, 8].map(powerOfTwo)).toEqual([1, 8, 8]);
  });
});

it('a correlation is the sum of products at every shift', () => {
  const [one, other] = [noise(11, 7, 0, 1, 1), noise(11, 7, -1, 0, 1)];
  const mask = noise(3, 3, 0, 1, 1);
  const { columns, rows, sums } = correlated(searchable(one, other), mask);
  expect([columns, rows]).toEqual([9, 5]);
  const directly = (picture: Planes, left: number, top: number): number =>
    mask.data.reduce(
      (sum, weight, at) => sum + weight * picture.data[(top + Math.floor(at / 3)) * 11 + left + (at % 3)]!,
      0,
    );
  expect(sums[0][2 * 9 + 5]).toBeCloseTo(directly(one, 5, 2), 5);
  expect(sums[1][4 * 9 + 8]).toBeCloseTo(directly(other, 8, 4), 5);
});

describe('an orientation', () => {
  it.each(orientations)('is undone by lifting: %j', (orientation) => {
    const picture = noise(5, 3, 0, 1);
    expect(lifted(laid(picture, orientation), orientation)).toEqual(picture);
  });

  it('mirrors first, then turns clockwise', () => {
    const picture = plane(2, 2, [1, 2, 3, 4]);
    expect([...laid(picture, { quarterTurns: 1, mirrored: false }).data]).toEqual([3, 1, 4, 2]);
    expect([...laid(picture, { quarterTurns: 1, mirrored: true }).data]).toEqual([4, 2, 3, 1]);
  });
});

it('a picture is resampled to the means of what its pixels cover, and stays what it was where it is flat', () => {
  expect([...resampled(plane(4, 1, [0, 1, 2, 3]), { width: 2, height: 1 }).data]).toEqual([0.5, 2.5]);
  const flat = plane(6, 6, Array(36).fill(0.4));
  for (const value of resampled(flat, { width: 9, height: 4 }, 'lanczos').data)
    expect(value).toBeCloseTo(0.4, 5);
});

it('colours explain a mask wholly where they follow it, and hardly where they are noise', () => {
  const mask = letterF(32);
  const inverse = { ...mask, data: mask.data.map((value) => 1 - value) };
  const both = (picture: Planes): number => explained(momentsOf(picture, mask), momentsOf(picture, inverse));
  expect(both(withShape(noise(32, 32, 0.6, 0.6001), mask, 0, 0, 0.1))).toBeGreaterThan(0.99);
  expect(both(noise(32, 32, 0, 1))).toBeLessThan(0.05);
});

it('a minimum cut takes the cheapest edges', () => {
  // 0 is the source, 3 the sink; the way over 1 is narrow at its end, that over 2 at its start.
  const graph = emptyGraph(4, 5);
  const join = (from: number, to: number, along: number) => joinNodes(graph, [from, to], [along, 0]);
  join(0, 1, 5);
  join(1, 3, 1);
  join(0, 2, 1);
  join(2, 3, 5);
  join(1, 2, 1);
  expect([...minimumCut(graph, 0, 3)]).toEqual([1, 1, 0, 0]);
});

describe('a seam', () => {
  const half = (at: number): Planes => {
    const data = new Float32Array(seamPlaces ** 2);
    for (let row = 0; row < seamPlaces; row++) data.fill(1, row * seamPlaces, row * seamPlaces + at);
    return { width: seamPlaces, height: seamPlaces, channels: 1, data };
  };
  /** Dark left of a column and light right of it. */
  const parted = (at: number): Planes =>
    withShape(noise(seamPlaces, seamPlaces, 0.8, 0.8), half(at), 0, 0, 0.2);

  const both = (picture: Planes) => ({ ink: picture, ground: picture });

  it('runs along an edge of the artwork within the band, and on the outline beyond it', () => {
    const letter = half(80);
    const options = { bandRatio: 0.03, inkBelow: true };
    const near = seamOf(both(parted(83)), letter, options);
    expect(near.mask.data.slice(0, seamPlaces)).toEqual(half(83).data.slice(0, seamPlaces));
    const far = seamOf(both(parted(100)), letter, options);
    const columns = far.mask.data.slice(0, seamPlaces).reduce((sum, value) => sum + value, 0);
    expect(Math.abs(columns - 80)).toBeLessThanOrEqual(0.03 * seamPlaces);
  });

  it('leaves the letter’s own edge where it keeps to it', () => {
    const letter = half(80);
    const seam = seamOf(both(parted(80)), letter, { bandRatio: 0.03, inkBelow: true });
    const size = { width: seamPlaces, height: seamPlaces };
    expect(inkAlong(seam, letter, size)).toEqual(letter);
  });
});

it('tones beyond a limit come nearer to it, and the others stay', () => {
  const toning = {
    side: 'below',
    limit: 0.4,
    knee: { inside: 0.5, rim: 0.5 },
    colour: [0.2, 0.2, 0.2],
    local: undefined,
    lookPx: 96,
  } as const;
  const picture = { ...plane(2, 1, []), channels: 3, data: Float32Array.of(0.3, 0.8, 0.3, 0.8, 0.3, 0.8) };
  const { data } = tonedPiece(picture, toning, { box: picture, rim: plane(2, 1, [0, 0]) });
  expect(data[0]).toBeCloseTo(0.3, 6);
  expect(data[1]).toBeCloseTo(0.6, 5);
});

it('white in a blue region turns blue, and more of it stays inside than at the rim', () => {
  const limit = {
    side: 'below',
    limit: 0.3,
    knee: { inside: 0.5, rim: 0.1 },
    colour: [0.1, 0.15, 0.5],
  } as const;
  const white = { ...plane(2, 1, []), channels: 3, data: new Float32Array(6).fill(1) };
  const moved = bent(white, limit, plane(2, 1, [0, 1]));
  const tones = grey(moved).data;
  expect(tones[0]).toBeCloseTo(0.65, 2);
  expect(tones[1]).toBeCloseTo(0.37, 2);
  expect(moved.data[5]! / moved.data[1]!).toBeGreaterThan(1.5);
  const lighter = bent(
    { ...white, data: new Float32Array(6) },
    { ...limit, side: 'above', limit: 0.7 },
    plane(2, 1, [1, 1]),
  );
  expect(grey(lighter).data[0]).toBeCloseTo(0.63, 2);
});

it('a collage shows nothing that is painted, a found letter some, and more of it at the outline and at seams', () => {
  const mask = letterF(100);
  const letterPx = mask.width;
  expect(Math.max(...paintedShares(mask, 1, { letterPx }).data)).toBe(0);
  const seams = { ...mask, data: new Float32Array(mask.data.length) };
  seams.data[0] = 1;
  const shares = paintedShares(mask, 0.6, { letterPx, seams }).data;
  expect(shares[0]).toBeCloseTo(1, 5);
  expect(shares[1]).toBeCloseTo(0.4, 5);
  expect(Math.max(...shares.subarray(1))).toBeCloseTo(0.64, 2);
});

it('less is painted of small letters, but seams are mended as ever', () => {
  const mask = letterF(100);
  const seams = { ...mask, data: new Float32Array(mask.data.length) };
  seams.data[0] = 1;
  const shares = paintedShares(mask, 0.8, { letterPx: 100, seams, small: 1 }).data;
  expect(shares[0]).toBeCloseTo(0.5, 5);
  expect(shares[1]).toBeCloseTo(0.04, 5);
  expect(Math.max(...shares.subarray(1))).toBeCloseTo(0.064, 2);
  expect(Math.min(...paintedShares(mask, 0, { letterPx: 100, small: 1 }).data)).toBe(1);
});
