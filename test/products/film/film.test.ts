import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../../src/base/pixels.js';
import { createRandom } from '../../../src/base/random.js';
import { ditherFrames } from '../../../src/products/film/dither.js';
import { clear, encodeGif } from '../../../src/products/film/gif.js';
import { findPalette } from '../../../src/products/film/palette.js';

const side = 48;

/** A picture by place; what `at` gives is 0..255. */
function picture(at: (x: number, y: number) => readonly number[], sidePx = side): Pixels {
  const data = new Uint8Array(3 * sidePx * sidePx);
  for (let pixel = 0; pixel < sidePx * sidePx; pixel++)
    data.set(
      at(pixel % sidePx, Math.floor(pixel / sidePx)).map((value) =>
        Math.max(0, Math.min(255, Math.round(value))),
      ),
      3 * pixel,
    );
  return { width: sidePx, height: sidePx, channels: 3, data };
}

/** The left half stays but for the noise that compression brings, the right half moves. */
function halfMoving(count: number, noise: number): Pixels[] {
  const random = createRandom(3);
  return Array.from({ length: count }, (_, frame) =>
    picture((x, y) => {
      const shake = noise * (2 * random.next() - 1);
      if (x < side / 2) return [60 + 3 * x + shake, 90 + 2 * y + shake, 200 - 2 * x + shake];
      return [
        128 + 100 * Math.sin((x + 9 * frame) / 5),
        128 + 100 * Math.cos((y + 7 * frame) / 4),
        40 + 9 * frame,
      ];
    }),
  );
}

async function decode(gif: Uint8Array): Promise<{ pages: Uint8Array[]; delay: number[]; loop: number }> {
  const { delay, loop, pages } = await sharp(gif, { animated: true }).metadata();
  const all = await sharp(gif, { animated: true }).removeAlpha().raw().toBuffer();
  const size = all.length / pages!;
  return {
    pages: Array.from(
      { length: pages! },
      (_, at) => new Uint8Array(all.subarray(at * size, (at + 1) * size)),
    ),
    delay: delay!,
    loop: loop!,
  };
}

describe('a GIF', () => {
  it('is read by others as what was written: colours, times, without end', async () => {
    const random = createRandom(1);
    const colours = 255;
    const palette = Uint8Array.from({ length: 3 * colours }, () => Math.floor(256 * random.next()));
    // Noise of 160 x 160 fills the table of codes several times over.
    const sidePx = 160;
    const frames = Array.from({ length: 3 }, () => ({
      indices: Uint8Array.from({ length: sidePx * sidePx }, () => Math.floor(colours * random.next())),
      delayMs: 120,
    }));
    const gif = encodeGif([...frames.slice(0, 2), { ...frames[2]!, delayMs: 2120 }], {
      width: sidePx,
      height: sidePx,
      palette,
    });
    const { pages, delay, loop } = await decode(gif);
    expect(delay).toEqual([120, 120, 2120]);
    expect(loop).toBe(0);
    for (const [at, { indices }] of frames.entries()) {
      const expected = Uint8Array.from(
        [...indices].flatMap((index) => [...palette.slice(3 * index, 3 * index + 3)]),
      );
      expect(Buffer.compare(pages[at]!, expected), `frame ${at}`).toBe(0);
    }
  });

  it.each([
    [20, 40],
    [25, 40],
    [33, 30],
    [125, 9],
  ])('of frames of %i ms takes the time that was asked for', async (delayMs, count) => {
    const frames = Array.from({ length: count }, (_, at) => ({
      indices: Uint8Array.of(at % 2, 0, 0, 0),
      delayMs,
    }));
    const palette = Uint8Array.of(0, 0, 0, 255, 255, 255);
    const { delay } = await decode(encodeGif(frames, { width: 2, height: 2, palette }));
    expect(Math.abs(delay.reduce((sum, each) => sum + each) - count * delayMs)).toBeLessThanOrEqual(5);
    for (const each of delay) expect(Math.abs(each - delayMs)).toBeLessThan(10);
  });

  it.each([1, 2, 3, 127, 255])('of %i colours keeps what a frame leaves as it was', async (colours) => {
    const palette = Uint8Array.from({ length: 3 * colours }, (_, at) => (at * 37) % 256);
    const first = Uint8Array.from({ length: 64 }, (_, at) => at % colours);
    const second = first.map((index, at) => (at % 3 === 0 ? (index + 1) % colours : clear));
    const { pages } = await decode(
      encodeGif(
        [
          { indices: first, delayMs: 100 },
          { indices: second, delayMs: 100 },
        ],
        { width: 8, height: 8, palette },
      ),
    );
    // Equal frames may be joined by who reads them.
    const last = [...second].map((index, at) => (index === clear ? first[at]! : index));
    const expected = last.flatMap((index) => [...palette.slice(3 * index, 3 * index + 3)]);
    expect([...pages.at(-1)!]).toEqual(expected);
  });
});

describe('the palette of a film', () => {
  it('has no more colours than it may, and all of them where they are few', () => {
    const frames = halfMoving(5, 2);
    expect(findPalette(frames, 255).length / 3).toBe(255);
    expect(findPalette(frames, 40).length / 3).toBe(40);
    const flat = [picture(() => [200, 10, 30]), picture((x) => (x < 9 ? [200, 10, 30] : [0, 90, 250]))];
    const colours = findPalette(flat, 255);
    expect(colours.length).toBe(6);
    expect([...colours].sort((a, b) => a - b)).toEqual([0, 10, 30, 90, 200, 250]);
  });

  it('comes near to every frame, the same each time', () => {
    const frames = halfMoving(6, 0);
    const palette = findPalette(frames, 255);
    expect(findPalette(frames, 255)).toEqual(palette);
    const shown = ditherFrames(frames, { palette, tolerance: 0 })[0]!;
    let error = 0;
    for (const [at, index] of shown.entries())
      for (let channel = 0; channel < 3; channel++)
        error += Math.abs(palette[3 * index + channel]! - frames[0]!.data[3 * at + channel]!);
    expect(error / (3 * shown.length)).toBeLessThan(8);
  });
});

describe('the frames of a film', () => {
  it('change nothing where the pictures do not change', () => {
    const frames = halfMoving(8, 0);
    const palette = findPalette(frames, 64);
    const indexed = ditherFrames(frames, { palette, tolerance: 0 });
    for (const indices of indexed.slice(1)) {
      const changed = [...indices].filter((index, at) => index !== clear && at % side < side / 2);
      expect(changed).toEqual([]);
      expect([...indices].filter((index) => index !== clear).length).toBeGreaterThan(side);
    }
  });

  it('do not shimmer with the noise of compressed pictures', () => {
    const frames = halfMoving(8, 2);
    const palette = findPalette(frames, 64);
    const changes = (tolerance: number): number =>
      ditherFrames(frames, { palette, tolerance })
        .slice(1, -1)
        .reduce(
          (sum, indices) =>
            sum + [...indices].filter((index, at) => index !== clear && at % side < side / 2).length,
          0,
        );
    expect(changes(0)).toBeGreaterThan(500);
    expect(changes(4)).toBe(0);
  });

  it('end with exactly what the last picture would be alone', () => {
    const frames = halfMoving(6, 3);
    const palette = findPalette(frames, 200);
    const shown = new Uint8Array(side * side);
    for (const indices of ditherFrames(frames, { palette, tolerance: 9 }))
      for (const [at, index] of indices.entries()) if (index !== clear) shown[at] = index;
    expect(shown).toEqual(ditherFrames([frames.at(-1)!], { palette, tolerance: 0 })[0]);
  });
});
