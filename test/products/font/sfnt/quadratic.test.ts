import { describe, expect, it } from 'vitest';
import { inkBox, loadFont } from '../../../../src/glyph/index.js';
import { toContours, toQuadratics } from '../../../../src/products/font/sfnt/quadratic.js';
import { describeWithSharedData } from '../../../support/shared-data.js';

type Point = { x: number; y: number };
type Cubic = [Point, Point, Point, Point];

const cubicAt = ([a, b, c, d]: Cubic, t: number): Point => {
  const u = 1 - t;
  const mix = (key: 'x' | 'y'): number =>
    u ** 3 * a[key] + 3 * u * u * t * b[key] + 3 * u * t * t * c[key] + t ** 3 * d[key];
  return { x: mix('x'), y: mix('y') };
};

const curves: [string, Cubic][] = [
  [
    'a quarter of a circle',
    [
      { x: 0, y: 500 },
      { x: 276, y: 500 },
      { x: 500, y: 276 },
      { x: 500, y: 0 },
    ],
  ],
  [
    'an S',
    [
      { x: 0, y: 0 },
      { x: 700, y: 0 },
      { x: -200, y: 400 },
      { x: 500, y: 400 },
    ],
  ],
  [
    'a loop',
    [
      { x: 0, y: 0 },
      { x: 900, y: 600 },
      { x: -400, y: 600 },
      { x: 500, y: 0 },
    ],
  ],
  [
    'a straight line',
    [
      { x: 0, y: 0 },
      { x: 100, y: 50 },
      { x: 200, y: 100 },
      { x: 300, y: 150 },
    ],
  ],
  [
    'a curve with its handles on its ends',
    [
      { x: 0, y: 0 },
      { x: 0, y: 0 },
      { x: 300, y: 80 },
      { x: 300, y: 80 },
    ],
  ],
];

describe('a cubic curve as quadratic ones', () => {
  it.each(curves.flatMap(([name, curve]) => [1, 0.3, 0.05].map((tolerance) => ({ name, curve, tolerance }))))(
    'keeps within $tolerance units of $name',
    ({ curve, tolerance }) => {
      const pieces = toQuadratics(curve, tolerance);
      let start = curve[0];
      let worst = 0;
      pieces.forEach(({ control, end }, piece) => {
        for (let step = 0; step <= 50; step++) {
          const t = step / 50;
          const u = 1 - t;
          const on = cubicAt(curve, (piece + t) / pieces.length);
          const x = u * u * start.x + 2 * u * t * control.x + t * t * end.x;
          const y = u * u * start.y + 2 * u * t * control.y + t * t * end.y;
          worst = Math.max(worst, Math.hypot(x - on.x, y - on.y));
        }
        start = end;
      });
      expect(worst).toBeLessThanOrEqual(tolerance);
      expect(start).toEqual(curve[3]);
      expect(pieces.length).toBeLessThan(20);
    },
  );
});

describe('an outline as TrueType contours', () => {
  it('turns y up, and drops what does not enclose anything', () => {
    const contours = toContours(
      [
        { type: 'M', x: 0, y: 0 },
        { type: 'L', x: 0.5, y: 0 },
        { type: 'L', x: 0.5, y: -0.7 },
        { type: 'L', x: 0, y: 0 },
        { type: 'M', x: 0.1, y: 0 },
        { type: 'L', x: 0.2, y: 0 },
      ],
      1000,
    );
    expect(contours).toHaveLength(1);
    expect(contours[0]!.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [500, 700],
      [500, 0],
    ]);
  });
});

describeWithSharedData('fonts', 'the outlines of a CFF font', (fonts) => {
  it('run clockwise like those of TrueType, and keep their boxes', async () => {
    const font = await loadFont({ file: `${fonts}/SourceSansPro-Regular.otf`, axes: {} });
    for (const character of 'AOQg&') {
      const contours = toContours(font.outline(character), font.unitsPerEm);
      const points = contours.flat();
      const box = inkBox(font.outline(character))!;
      const on = points.filter(({ onCurve }) => onCurve);
      expect(Math.min(...on.map(({ x }) => x))).toBeGreaterThan(1000 * box.left - 1);
      expect(Math.max(...on.map(({ y }) => y))).toBeLessThan(-1000 * box.top + 1);
      const area = contours
        .map((contour) =>
          contour.reduce((sum, point, at) => {
            const next = contour[(at + 1) % contour.length]!;
            return sum + point.x * next.y - next.x * point.y;
          }, 0),
        )
        .reduce((sum, each) => sum + each, 0);
      expect(area).toBeLessThan(0);
    }
  });
});
