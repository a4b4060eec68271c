import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { borderIndex, pepperIndex } from '../../src/judge/index.js';
import { paintGlyph, plainGlyphs } from '../support/glyphs.js';

const side = 200;

/** A picture of grey values 0..255 by place. */
function draw(value: (x: number, y: number) => number, size = side): Pixels {
  const data = new Uint8Array(3 * size * size);
  for (let at = 0; at < size * size; at++)
    data.fill(Math.min(255, Math.max(0, value(at % size, Math.floor(at / size)))), 3 * at, 3 * at + 3);
  return { width: size, height: size, channels: 3, data };
}

const waves = (x: number, y: number) => 128 + 60 * Math.sin(x / 9) * Math.cos(y / 7);
const fromEdge = (x: number, y: number) => Math.min(x, y, side - 1 - x, side - 1 - y);

describe('the pepper index', () => {
  it('is next to nothing for plain glyphs, smooth forms and flat pictures', async () => {
    for (const glyph of (await plainGlyphs('AQW', side)).values())
      expect(pepperIndex(glyph)).toBeLessThan(0.002);
    expect(pepperIndex(draw(waves))).toBeLessThan(0.002);
    expect(pepperIndex(draw(() => 77))).toBe(0);
  });

  it('grows with the number of dots', () => {
    const random = createRandom('dots');
    const dice = Float64Array.from({ length: side * side }, () => random.between(0, 1));
    const dotted = (share: number) =>
      pepperIndex(draw((x, y) => (dice[y * side + x]! < share ? 0 : waves(x, y))));
    const [few, more, many] = [dotted(0.002), dotted(0.01), dotted(0.05)];
    expect(few).toBeGreaterThan(0.005);
    expect(more).toBeGreaterThan(2 * few);
    expect(many).toBeGreaterThan(2 * more);
  });

  it('stays the same when the contrast changes, and is near one for noise alone', () => {
    const random = createRandom('noise');
    const noise = Float64Array.from({ length: side * side }, () => random.between(-1, 1));
    const noisy = (contrast: number) => pepperIndex(draw((x, y) => 128 + contrast * noise[y * side + x]!));
    expect(noisy(100)).toBeGreaterThan(0.8);
    expect(noisy(50) / noisy(100)).toBeCloseTo(1, 2);
  });
});

describe('the border index', () => {
  it('is next to nothing where forms run on to the edge, and for a letter on a plain ground', async () => {
    expect(borderIndex(draw(() => 200))).toBe(0);
    expect(borderIndex(draw((x, y) => 128 + 60 * Math.sin((x + y) / 2)))).toBeLessThan(0.1);
    const glyph = (await plainGlyphs('W', side)).get('W')!;
    expect(borderIndex(paintGlyph(glyph, [10, 20, 30], [220, 210, 190]))).toBeLessThan(0.05);
  });

  it.each<[string, (x: number, y: number) => number]>([
    ['a dark frame', (x, y) => waves(x, y) - (fromEdge(x, y) < 6 ? 70 : 0)],
    ['a frame of stripes', (x, y) => waves(x, y) + (fromEdge(x, y) < 6 ? 40 * (-1) ** (x + y) : 0)],
    ['a blurred frame', (x, y) => 128 + (fromEdge(x, y) < 6 ? 0 : 60 * Math.sin(x / 2) * Math.cos(y / 2))],
    [
      'sides that are wrong in opposite ways',
      (x, y) => waves(x, y) + (x < 6 || y < 6 ? 60 : 0) - (x >= side - 6 || y >= side - 6 ? 60 : 0),
    ],
  ])('rises with %s', (_, picture) => {
    expect(borderIndex(draw(picture))).toBeGreaterThan(borderIndex(draw(waves)) + 0.5);
  });

  it('is refused for pictures too small to have a frame', () => {
    expect(borderIndex(draw(waves, 12))).toBeGreaterThan(0);
    expect(() => borderIndex(draw(waves, 11))).toThrow('11x11');
  });
});
