import { describe, expect, it } from 'vitest';
import { filled } from '../../src/base/masks.js';
import type { Planes, Rectangle, Size } from '../../src/base/pixels.js';
import { layQuilt, type Quilt, quilted, quiltPlaces, quiltRoomOf, roomOf } from '../../src/found/index.js';
import { laid, orientations } from '../../src/found/orientation.js';
import { joined } from '../../src/found/quilt/join.js';
import { linesOf, type Patch, windowSize } from '../../src/found/quilt/patch.js';
import { noUses } from '../../src/found/quilt/uses.js';
import { resampled } from '../../src/found/resample.js';
import { mean, planes } from '../support/planes.js';
import { noise } from './pictures.js';

const light = { side: 'above', limit: 0.2, knee: { inside: 1, rim: 1 }, colour: [0.5, 0.5, 0.5] } as const;
const roomIn = (artwork: Planes) => quiltRoomOf(roomOf(artwork, undefined, light), 0);
const everywhere = (size: Size): Planes => filled({ ...size, channels: 1, data: new Float32Array() }, 1);
const lay = (quilt: Quilt, artwork: Planes, scale = 1): Planes => {
  const size = { width: Math.round(quilt.width * scale), height: Math.round(quilt.height * scale) };
  return layQuilt(quilt, artwork, { ...size, scale, left: 0, top: 0 });
};

/** Two waves, the same every twelve places, that every turn and mirror leaves as they are. */
const wave = (column: number, row: number): number =>
  0.6 + 0.15 * (Math.cos((column * Math.PI) / 6) + Math.cos((row * Math.PI) / 6));
const periodic = planes({ width: 160, height: quiltPlaces }, 3, (x, y) =>
  wave(Math.round(160 * x), Math.round(quiltPlaces * y)),
);

describe('a quilt', () => {
  it('goes on with a pattern as if it had no end', () => {
    const page = lay(quilted(roomIn(periodic), everywhere({ width: 210, height: 110 })), periodic);
    const away = (left: number, top: number): Float32Array =>
      page.data
        .subarray(0, 210 * 110)
        .map((value, at) => Math.abs(wave((at % 210) + left, Math.floor(at / 210) + top) - value));
    const phases = Array.from({ length: 144 }, (_, at) => away(at % 12, Math.floor(at / 12)));
    const [best] = phases.sort((one, other) => mean(one) - mean(other));
    expect(mean(best!)).toBeLessThan(0.02);
    // A place beside the right one, at the most.
    expect(best!.every((value) => value < 0.12)).toBe(true);
  });

  it('covers a page larger than the artwork without a hole, the same every time', () => {
    const artwork = noise(150, quiltPlaces, 0.4, 0.9);
    const page = everywhere({ width: 220, height: 100 });
    const quilt = quilted(roomIn(artwork), page);
    expect(lay(quilt, artwork).data.every((value) => value > 0.39)).toBe(true);
    expect(quilt.patches.length).toBeGreaterThan(4);
    expect(quilted(roomIn(artwork), page)).toEqual(quilt);
  });

  it('is one piece where the artwork is large enough, whichever way it is laid', () => {
    const artwork = noise(150, quiltPlaces, 0.4, 0.9);
    const { patches } = quilted(roomIn(artwork), everywhere({ width: 80, height: 140 }));
    expect(patches.map(({ box }) => box)).toEqual([{ left: 0, top: 0, width: 80, height: 140 }]);
    expect(patches[0]!.quarterTurns % 2).toBe(1);
  });

  it('has no piece where nothing is seen', () => {
    const region = planes({ width: 300, height: 60 }, 1, (x) => (x < 0.25 || x > 0.75 ? 1 : 0));
    const { patches } = quilted(roomIn(noise(quiltPlaces, quiltPlaces, 0.4, 0.9)), region);
    for (const { box } of patches)
      expect(box.left < 75 || box.left + box.width > 225, JSON.stringify(box)).toBe(true);
  });

  it('takes the light places of an artwork for what is to be light', () => {
    const artwork = planes(quiltPlaces, 3, (x, y) => (x > 0.5 && y > 0.5 ? 0.9 : 0.3));
    const room = quiltRoomOf(roomOf(artwork, undefined, { ...light, limit: 0.8 }), 0);
    const page = lay(quilted(room, everywhere({ width: 40, height: 40 })), artwork);
    expect(Math.min(...page.data)).toBeCloseTo(0.9, 5);
  });

  it('shows the same at every size', () => {
    const artwork = planes(
      { width: 600, height: 4 * quiltPlaces },
      3,
      (x, y, channel) => 0.5 + 0.4 * Math.sin(50 * x * (1 + y) + channel) * Math.cos(31 * y * y),
    );
    const small = resampled(artwork, { width: 150, height: quiltPlaces });
    const quilt = quilted(roomIn(small), everywhere({ width: 160, height: 110 }));
    const [coarse, fine] = [lay(quilt, small), lay(quilt, artwork, 4)];
    const shrunk = resampled(fine, coarse);
    expect(mean(coarse.data.map((value, at) => Math.abs(value - shrunk.data[at]!)))).toBeLessThan(0.02);
  });

  it('gives what lies near by different parts of the artwork', () => {
    const room = roomIn(noise(quiltPlaces, quiltPlaces, 0.4, 0.9));
    const part = (left: number): Rectangle => {
      const [patch] = quilted(room, everywhere({ width: 30, height: 30 }), { left, top: 0 }).patches;
      return { left: patch!.x, top: patch!.y, ...windowSize(patch!.box, patch!) };
    };
    const [one, other] = [part(0), part(30)];
    const shared = (from: number, to: number): number => Math.max(0, 30 - Math.abs(from - to));
    expect(shared(one.left, other.left) * shared(one.top, other.top)).toBeLessThan(200);
  });
});

it.each(orientations)('a point of a piece shows what it shows when the piece is laid: %j', (orientation) => {
  const artwork = planes({ width: 12, height: 9 }, 1, (x, y) => 12 * x + 100 * 9 * y);
  const box = { left: 5, top: 3, width: 4, height: 6 };
  const patch: Patch = { ...orientation, x: 2, y: 1, box };
  const window = windowSize(box, patch);
  const cut = planes(window, 1, (x, y) => window.width * x + 2 + 100 * (window.height * y + 1));
  const wanted = laid(cut, orientation);
  expect([wanted.width, wanted.height]).toEqual([4, 6]);
  const page = layQuilt({ width: 20, height: 20, patches: [patch] }, artwork, {
    ...{ width: 20, height: 20, scale: 1, left: 0, top: 0 },
  });
  const { x, y } = linesOf(patch);
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 4; column++) {
      const value = page.data[(row + 3) * 20 + column + 5]!;
      expect(value).toBeCloseTo(wanted.data[row * 4 + column]!, 3);
      const point = [column + 5.5, row + 3.5] as const;
      const shown = [x, y].map(({ axis, sign, offset }) => Math.floor(sign * point[axis] + offset));
      expect(shown[0]! + 100 * shown[1]!).toBe(Math.round(value));
    }
  }
});

it('a seam runs where both pictures are the same', () => {
  const size = { width: 20, height: 16 };
  const line = (y: number): number => 6 + Math.round(3 * Math.sin(6 * y));
  const before = planes(size, 3, () => 0.2);
  const block = planes(size, 3, (x, y) => (Math.round(20 * x) === line(y) ? 0.2 : 0.9));
  const laidBefore = planes(size, 1, (x) => (x < 0.7 ? 1 : 0));
  const kept = planes(size, 1, (x) => (x === 0 ? 1 : 0));
  const seen = planes(size, 1, () => 1);
  const { mask } = joined({ before, block, laid: laidBefore, kept, seen });
  for (let row = 0; row < 16; row++) {
    const at = line(row / 16);
    expect([mask.data[row * 20 + at - 1], mask.data[row * 20 + at + 1]]).toEqual([0, 1]);
  }
});

it('uses count by how much of a part they cover, and less from afar', () => {
  const uses = noUses({ width: 100, height: 100 });
  const box = { left: 0, top: 0, width: 10, height: 10 };
  uses.add({ left: 20, top: 30, width: 10, height: 10 }, box);
  const near = uses.near(box);
  expect(near({ left: 20, top: 30, width: 10, height: 10 })).toBeCloseTo(1, 9);
  expect(near({ left: 25, top: 35, width: 10, height: 10 })).toBeCloseTo(0.25, 9);
  expect(near({ left: 30, top: 40, width: 70, height: 60 })).toBeCloseTo(0, 9);
  expect(uses.near({ ...box, left: 2000 })({ left: 20, top: 30, width: 10, height: 10 })).toBeCloseTo(0.1, 3);
});
