import { describe, expect, it } from 'vitest';
import { drawPage, layOutPage, type PageLayout } from '../../src/compose/index.js';
import { createConfig, type SheetSettings } from '../../src/index.js';

const plain = { tiles: 1, betweenRatio: 0, captionRatio: 0 };
const settings = (page: object, changes: object = {}): SheetSettings =>
  createConfig({ sheet: { page, ...changes } }).sheet;
const millimetres = (layout: PageLayout, px: number): number => (px / layout.dpi) * 25.4;

describe('a page', () => {
  it.each([
    ['A0', 841, 1189],
    ['A4', 210, 297],
    ['A6', 105, 148],
    ['letter', 215.9, 279.4],
    ['tabloid', 279.4, 431.8],
    ['300x400mm', 300, 400],
    ['12 x 18 in', 304.8, 457.2],
    ['600x300px', 50.8, 25.4],
  ])('of the size %s is as large as that', (size, width, height) => {
    const layout = layOutPage(settings({ size, orientation: size.endsWith('px') ? 'auto' : 'portrait' }), {
      count: 26,
      tilePx: 400,
      cell: plain,
    });
    expect(millimetres(layout, layout.trim.width)).toBeCloseTo(width, 0);
    expect(millimetres(layout, layout.trim.height)).toBeCloseTo(height, 0);
  });

  it.each(['A3', 'letter', '500x100mm'])('of the size %s holds all cells within its margin', (size) => {
    for (const count of [1, 3, 26, 40]) {
      const cell = { tiles: 3, betweenRatio: 0.1, captionRatio: 0.2 };
      const layout = layOutPage(settings({ size, marginRatio: 0.1 }, { gapRatio: 0.15 }), {
        count,
        tilePx: 9,
        cell,
      });
      const marginPx = Math.round(0.1 * Math.min(layout.width, layout.height));
      expect(layout.cells).toHaveLength(count);
      for (const { tiles, caption } of layout.cells) {
        expect(tiles[0]!.x).toBeGreaterThanOrEqual(marginPx);
        expect(tiles[0]!.y).toBeGreaterThanOrEqual(marginPx);
        expect(tiles[2]!.x + tiles[2]!.width).toBeLessThanOrEqual(layout.width - marginPx);
        expect(caption.y + caption.height).toBeLessThanOrEqual(layout.height - marginPx);
      }
    }
  });

  it('lies the way that shows the letters larger, unless it is told', () => {
    const tileOf = (orientation: string): number =>
      layOutPage(settings({ size: 'A4', orientation }), {
        count: 8,
        tilePx: 1,
        cell: { ...plain, captionRatio: 0.3 },
      }).tilePx;
    expect(tileOf('auto')).toBe(Math.max(tileOf('portrait'), tileOf('landscape')));
    expect(tileOf('portrait')).not.toBe(tileOf('landscape'));
  });

  it('that is fitted keeps the letters’ pixels', () => {
    const layout = layOutPage(settings({}), { count: 26, tilePx: 40, cell: plain });
    expect(layout).toMatchObject({ width: 280, height: 160, tilePx: 40 });
  });

  it('has its bleed around the cut, and marks that stay off both', () => {
    const layout = layOutPage(settings({ size: 'A5', bleedMm: 3, cropMarks: true }), {
      count: 4,
      tilePx: 1,
      cell: plain,
    });
    const { trim, bleed, marks } = layout;
    expect(millimetres(layout, trim.x - bleed.x)).toBeCloseTo(3, 1);
    expect(bleed.width - trim.width).toBe(2 * (trim.x - bleed.x));
    expect(marks).toHaveLength(8);
    for (const mark of marks) {
      const outside =
        mark.x + mark.width <= bleed.x ||
        mark.x >= bleed.x + bleed.width ||
        mark.y + mark.height <= bleed.y ||
        mark.y >= bleed.y + bleed.height;
      expect(outside, JSON.stringify(mark)).toBe(true);
      expect(mark.x).toBeGreaterThanOrEqual(0);
      expect(mark.x + mark.width).toBeLessThanOrEqual(layout.width);
    }
  });

  it.each([{}, { size: 'A0' }, { size: 'A3', bleedMm: 3, cropMarks: true }])(
    'is reduced with its resolution where a format takes no larger one (%j)',
    (page) => {
      const needs = { count: 26, tilePx: 2000, cell: plain };
      const whole = layOutPage(settings(page), needs);
      const layout = layOutPage(settings(page), { ...needs, limits: { sidePx: 1000, pixels: 500_000 } });
      expect(Math.max(layout.width, layout.height)).toBeLessThanOrEqual(1000);
      expect(layout.width * layout.height).toBeLessThanOrEqual(500_000);
      expect(layout.width * layout.height).toBeGreaterThan(400_000);
      const inches = whole.trim.width / whole.dpi;
      expect(Math.abs(layout.trim.width / layout.dpi / inches - 1)).toBeLessThan(0.01);
    },
  );
});

describe('letters that fill a page', () => {
  it.each([
    [2880 / 150, 26],
    [1, 26],
    [1, 12],
  ])(
    'reach its edge, and go on into the bleed as in a mirror (%f times finer, %i letters)',
    (finer, count) => {
      const page = { size: 'A4', bleedMm: 3, dpi: 150, marginRatio: 0 };
      const layout = layOutPage(settings(page), { count, tilePx: 400, cell: plain, finer });
      const { trim, bleed, cells } = layout;
      const boxes = cells.map(({ tiles }) => tiles[0]!);
      const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
      const right = Math.max(...boxes.map(({ x, width }) => x + width));
      const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
      // One of the sides decides how large the letters are.
      const across = left === trim.x && right === trim.x + trim.width;
      const down = top === trim.y && bottom === trim.y + trim.height;
      expect(across || down).toBe(true);
      for (const { width, height } of boxes) expect(Math.abs(width - height)).toBeLessThanOrEqual(1);
      const drawing = drawPage(
        layout,
        '#ffffff',
        cells.map((_, at) => ({ pictures: [`${at}`], caption: [] })),
      );
      const seen = drawing.items.flatMap((item) => (item.kind === 'picture' ? [item] : []));
      const mirrored = seen.filter(({ flip }) => flip.x || flip.y);
      expect(mirrored.length).toBeGreaterThan(0);
      const edge = across
        ? Math.min(...seen.map(({ clip }) => clip.x)) - bleed.x
        : Math.min(...seen.map(({ clip }) => clip.y)) - bleed.y;
      expect(edge).toBe(0);
    },
  );
});
