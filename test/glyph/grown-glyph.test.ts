import { describe, expect, it } from 'vitest';
import { coverGlyph, inkBox, loadFont, placeGlyphs, rasterGlyph } from '../../src/glyph/index.js';

const font = await loadFont({ file: 'default', axes: {} });
/** The capital I is a plain bar. */
const bar = inkBox(font.outline('I'))!;
const emPx = 60;
const place = { emPx, originX: 17.3, baselineY: 71.6, width: 60, height: 90, growPx: 0 };
const area = (data: Float32Array): number => data.reduce((sum, share) => sum + share, 0);

describe('the coverage of a glyph', () => {
  it('is that of the picture that a run draws', () => {
    const [sidePx, character] = [64, 'R'];
    const placement = placeGlyphs(font, ['A', 'R'], { fit: 'common', marginRatio: 0.07 }).get(character)!;
    const drawn = rasterGlyph(font, character, { placement, canvasPx: sidePx, boxPx: sidePx });
    const { data } = coverGlyph(font, character, {
      emPx: sidePx * placement.emRatio,
      originX: sidePx * placement.x,
      baselineY: sidePx * placement.y,
      width: sidePx,
      height: sidePx,
      growPx: 0,
    });
    data.forEach((share, at) => {
      expect(Math.abs(255 * (1 - share) - drawn.data[at]!)).toBeLessThan(1);
    });
  });

  it.each([0, 0.2, 0.5, 1, 2.7, 6])(
    'grown by %f px has the area of the outline and a round band',
    (growPx) => {
      const { data } = coverGlyph(font, 'I', { ...place, growPx });
      const [wide, high] = [emPx * (bar.right - bar.left), emPx * (bar.bottom - bar.top)];
      const expected = wide * high + 2 * growPx * (wide + high) + Math.PI * growPx ** 2;
      expect(Math.abs(area(data) - expected)).toBeLessThan(0.005 * expected);
    },
  );

  it('grown has a clean edge: along a slanting side nothing but the exact share of a straight line', () => {
    // The left side of V, far from its ends.
    const { data, width } = coverGlyph(font, 'V', { ...place, originX: 8, growPx: 3 });
    for (let row = 42; row < 62; row++) {
      const line = [...data.subarray(row * width, (row + 1) * width)];
      const first = line.findIndex((share) => share > 0);
      const full = line.findIndex((share) => share > 0.9999);
      expect(full - first).toBeLessThanOrEqual(2);
      line.slice(first, full).forEach((share, at, edge) => {
        if (at > 0) expect(share).toBeGreaterThan(edge[at - 1]!);
      });
    }
  });

  it('never loses by growing', () => {
    const plain = coverGlyph(font, 'Q', place).data;
    const grown = coverGlyph(font, 'Q', { ...place, growPx: 0.4 }).data;
    grown.forEach((share, at) => {
      expect(share).toBeGreaterThanOrEqual(plain[at]!);
    });
  });
});
