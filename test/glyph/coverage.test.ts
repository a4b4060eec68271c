import { describe, expect, it } from 'vitest';
import { coverContours } from '../../src/glyph/coverage.js';
import { flatten, type Segment } from '../../src/glyph/flatten.js';
import { loadFont } from '../../src/glyph/font.js';
import { placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';

function polygon(...points: [number, number][]): Segment[] {
  return points.map(([x0, y0], index) => {
    const [x1, y1] = points[(index + 1) % points.length]!;
    return { x0, y0, x1, y1 };
  });
}

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('coverContours', () => {
  it('gives each pixel the share of it that a rectangle between pixels covers', () => {
    const cover = coverContours(polygon([0.25, 0.5], [2.5, 0.5], [2.5, 1.75], [0.25, 1.75]), {
      width: 3,
      height: 2,
    });
    expect([...cover]).toEqual([0.375, 0.5, 0.25, 0.5625, 0.75, 0.375]);
  });

  it('cuts a triangle exactly along its slanted edge', () => {
    const cover = coverContours(polygon([0, 0], [2, 2], [0, 2]), { width: 2, height: 2 });
    expect([...cover]).toEqual([0.5, 0, 1, 0.5]);
  });

  it('counts overlapping contours once, within a pixel too', () => {
    const first = polygon([0, 0], [0.5, 0], [0.5, 1], [0, 1]);
    const second = polygon([0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]);
    expect([...coverContours([...first, ...second], { width: 1, height: 1 })]).toEqual([0.625]);
  });

  it('leaves a hole where a contour inside runs the other way', () => {
    const outer = polygon([0, 0], [4, 0], [4, 4], [0, 4]);
    const hole = polygon([1, 1], [1, 3], [3, 3], [3, 1]);
    const cover = coverContours([...outer, ...hole], { width: 4, height: 4 });
    expect(sum(cover)).toBe(12);
    expect(cover[5]).toBe(0);
  });

  it('finds where edges cross: both triangles of a bow tie are ink', () => {
    const cover = coverContours(polygon([0, 0], [3, 3], [3, 0], [0, 3]), { width: 3, height: 3 });
    expect(sum(cover)).toBeCloseTo(4.5, 9);
  });

  it('cuts off what lies outside of the picture and keeps the rest right', () => {
    const cover = coverContours(polygon([-5, -7], [1.5, -7], [1.5, 9], [-5, 9]), { width: 2, height: 2 });
    expect([...cover]).toEqual([1, 0.5, 1, 0.5]);
    const slanted = coverContours(polygon([-1, 0], [1, 2], [-1, 2]), { width: 2, height: 2 });
    expect([...slanted]).toEqual([0, 0, 0.5, 0]);
  });
});

describe('rasterGlyph with the default font', async () => {
  const font = await loadFont({ file: 'default', axes: {} });
  const characters = [...'AIMOQSagik8&é'];
  const places = placeGlyphs(font, characters, { fit: 'common', marginRatio: 0.12 });

  it.each([16, 33, 64, 200, 400])(
    'inks the area that the outline encloses, at %i px and between pixels',
    (canvasPx) => {
      for (const character of characters) {
        for (const boxPx of [canvasPx, canvasPx - 0.37, canvasPx * 0.8]) {
          for (const [dx, dy] of [
            [0, 0],
            [0.29, 0.61],
          ] as const) {
            const place = places.get(character)!;
            const moved = { ...place, x: place.x + dx / boxPx, y: place.y + dy / boxPx };
            const { data } = rasterGlyph(font, character, { placement: moved, canvasPx, boxPx });
            const ink = data.reduce((total, value) => total + 255 - value, 0) / 255;
            const area = outlineArea(character) * (boxPx * place.emRatio) ** 2;
            // Eight bits alone may round a small picture by a little more than 0.2 %.
            expect(Math.abs(ink / area - 1), `${character} at ${boxPx} px`).toBeLessThan(
              canvasPx < 64 ? 0.004 : 0.002,
            );
          }
        }
      }
    },
  );

  it('draws at 64 px what a picture of 1024 px averages to', () => {
    for (const character of characters) {
      const place = places.get(character)!;
      const small = rasterGlyph(font, character, { placement: place, canvasPx: 64, boxPx: 61.3 }).data;
      const large = rasterGlyph(font, character, { placement: place, canvasPx: 1024, boxPx: 61.3 * 16 }).data;
      const average = new Float64Array(64 * 64);
      large.forEach((value, at) => {
        average[(at >> 14) * 64 + ((at & 1023) >> 4)]! += value / 256;
      });
      const worst = small.reduce((most, value, at) => Math.max(most, Math.abs(value - average[at]!)), 0);
      expect(worst, character).toBeLessThan(1.01);
    }
  });

  it('is black inside, white outside, one channel', () => {
    const pixels = rasterGlyph(font, 'I', { placement: places.get('I')!, canvasPx: 32, boxPx: 32 });
    expect(pixels).toMatchObject({ width: 32, height: 32, channels: 1 });
    expect(pixels.data[16 * 32 + 16]).toBe(0);
    expect(pixels.data[0]).toBe(255);
  });

  it('keeps the letter box in the middle of the canvas, whatever its size', () => {
    const place = places.get('O')!;
    const box = rasterGlyph(font, 'O', { placement: place, canvasPx: 40, boxPx: 40 });
    const framed = rasterGlyph(font, 'O', { placement: place, canvasPx: 60, boxPx: 40 });
    for (let row = 0; row < 40; row++) {
      const from = (row + 10) * 60 + 10;
      expect(framed.data.subarray(from, from + 40)).toEqual(box.data.subarray(row * 40, row * 40 + 40));
    }
  });

  function outlineArea(character: string): number {
    const segments = flatten(font.outline(character), { scale: 1, x: 0, y: 0 }, 1e-7);
    return Math.abs(sum(segments.map(({ x0, y0, x1, y1 }) => (x0 * y1 - x1 * y0) / 2)));
  }
});
