import { css, fractal, type Generator, mix, noise2, paint, type Rgb, retouch, rgb, trace } from './kit.js';

interface Place {
  /** What the mosaic shows here. */
  readonly colours: readonly Rgb[];
  /** Direction of the rows, radians. */
  readonly along: number;
  readonly gilded: boolean;
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly rings: readonly (readonly [share: number, colours: readonly string[]])[];
}

const sea = ['#0a1f5c', '#10307f', '#071646', '#1b4aa0'];
const deep = ['#050d2e', '#0a1742', '#101f57', '#1d1348'];
const turquoise = ['#1f8f9c', '#37b3b0', '#177584', '#6cc9bd'];
const ivory = ['#f5ecd6', '#fbf6e8', '#e9dcc0', '#f3e2cc'];
const gold = ['#e2b044', '#f2cf70', '#c98f2b', '#f8e09a'];
const crimson = ['#8f1d2c', '#b3303a', '#6d1226', '#cf5347'];
const rose = ['#efb8a2', '#f6d3bd', '#e69a86', '#f9e4d2'];

const discs: readonly Disc[] = [
  {
    x: 0.3,
    y: 0.3,
    radius: 0.36,
    rings: [
      [0.17, crimson],
      [0.3, gold],
      [0.36, crimson],
      [0.6, ivory],
      [0.72, rose],
      [0.84, gold],
      [0.93, crimson],
      [1, deep],
    ],
  },
  {
    x: 0.95,
    y: 0.06,
    radius: 0.3,
    rings: [
      [0.25, gold],
      [0.5, deep],
      [0.6, ivory],
      [0.82, turquoise],
      [1, ivory],
    ],
  },
  {
    x: 0.02,
    y: 1.0,
    radius: 0.3,
    rings: [
      [0.3, ivory],
      [0.42, gold],
      [0.72, crimson],
      [0.82, ivory],
      [1, deep],
    ],
  },
];

export const tesserae: Generator = {
  name: 'tesserae',
  title: 'Sun over Ravenna',
  idea: 'A gilded mosaic whose stones settle into rows along the drawing (oriented centroidal Voronoi; Hausner 2001, "Simulating Decorative Mosaics").',
  draw(sizePx, random) {
    const swell = fractal(random.fork('swell'), 2);
    const height = (x: number, y: number): number =>
      y + 0.13 * Math.sin(5.2 * x + 1.1 + 2 * swell(x, y)) - 0.22 * x + 0.1 * swell(x * 1.5, y * 1.5);
    const bands = [
      ivory,
      ivory,
      turquoise,
      sea,
      deep,
      deep,
      gold,
      sea,
      turquoise,
      ivory,
      rose,
      gold,
      sea,
      deep,
      deep,
      crimson,
      deep,
    ];
    const palettes = new Map<readonly string[], readonly Rgb[]>();
    const coloursOf = (hexes: readonly string[]): readonly Rgb[] => {
      const known = palettes.get(hexes) ?? hexes.map(rgb);
      palettes.set(hexes, known);
      return known;
    };
    const look = (x: number, y: number): Place => {
      for (const disc of discs) {
        const [dx, dy] = [x - disc.x, y - disc.y];
        const share = Math.hypot(dx, dy) / disc.radius;
        if (share > 1) continue;
        const ring = disc.rings.find(([limit]) => share <= limit)![1];
        return { colours: coloursOf(ring), along: Math.atan2(dy, dx) + Math.PI / 2, gilded: ring === gold };
      }
      const e = 0.004;
      const slope = [height(x + e, y) - height(x - e, y), height(x, y + e) - height(x, y - e)] as const;
      const at = height(x, y) * 12.5 + 2.5;
      const band = bands[((Math.floor(at) % bands.length) + bands.length) % bands.length]!;
      return {
        colours: coloursOf(band),
        along: Math.atan2(slope[1], slope[0]) + Math.PI / 2,
        gilded: band === gold,
      };
    };

    const stones = settle(random.fork('stones').next, look);
    const tone = noise2(random.fork('tone'));
    const chip = random.fork('chip');
    const picture = paint(sizePx, (context) => {
      context.fillStyle = '#6b5f55';
      context.fillRect(0, 0, 1, 1);
      for (const { x, y } of stones) {
        const { colours, along, gilded } = look(x, y);
        const [ux, uy] = [Math.cos(along), Math.sin(along)];
        const half = spacing * 0.56;
        const corner = (a: number, b: number): Point => {
          const [p, q] = [(a + chip.normal() * 0.05) * half, (b + chip.normal() * 0.05) * half];
          return [x + p * ux - q * uy, y + p * uy + q * ux];
        };
        let corners: readonly Point[] = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)];
        for (const other of stones) {
          const [dx, dy] = [other.x - x, other.y - y];
          const gap = Math.hypot(dx, dy);
          if (gap === 0 || gap > spacing * 1.7) continue;
          // A stone is broken square to its row, whatever side its neighbour lies on.
          const [p, q] = [dx * ux + dy * uy, dy * ux - dx * uy];
          const [across, down] = Math.abs(p) > Math.abs(q) ? [p, q * 0.2] : [p * 0.2, q];
          const length = Math.hypot(across, down);
          const normal: Point = [(across * ux - down * uy) / length, (across * uy + down * ux) / length];
          const middle = (x + dx / 2) * normal[0] + (y + dy / 2) * normal[1];
          corners = clip(corners, normal, middle - spacing * chip.between(0.04, 0.085));
        }
        if (corners.length < 3) continue;
        const pick = Math.floor((0.5 + 0.45 * tone(x * 5, y * 5) + 0.22 * chip.normal()) * colours.length);
        const base = colours[Math.min(colours.length - 1, Math.max(0, pick))]!;
        const tilt = chip.normal() * (gilded ? 0.2 : 0.09);
        const face = tilt > 0 ? mix(base, [1, 0.98, 0.9], tilt) : mix(base, [0.02, 0.02, 0.08], -tilt);
        trace(
          context,
          corners.map(([cx, cy]) => [cx + 0.0016, cy + 0.002] as const),
          true,
        );
        context.fillStyle = 'rgba(30,22,26,0.55)';
        context.fill();
        trace(context, corners, true);
        const light = context.createLinearGradient(x - half, y - half, x + half, y + half);
        const gleam = gilded ? chip.between(0.1, 0.75) : 0.16;
        light.addColorStop(0, css(mix(face, [1, 0.99, 0.93], gleam)));
        light.addColorStop(gilded ? chip.between(0.3, 0.6) : 0.5, css(face));
        light.addColorStop(1, css(mix(face, [0.05, 0.03, 0.08], gilded ? 0.4 : 0.16)));
        context.fillStyle = light;
        context.fill();
        context.lineWidth = 0.0012;
        for (const [at, [fromX, fromY]] of corners.entries()) {
          const [toX, toY] = corners[(at + 1) % corners.length]!;
          const facing = (fromY - toY + (toX - fromX)) / Math.hypot(toX - fromX, toY - fromY);
          context.strokeStyle =
            facing > 0 ? `rgba(255,250,235,${0.4 * facing})` : `rgba(10,6,20,${-0.4 * facing})`;
          trace(context, [
            [fromX, fromY],
            [toX, toY],
          ]);
          context.stroke();
        }
      }
    });
    const grit = noise2(random.fork('grit'));
    return retouch(picture, ([r, g, b], x, y) => {
      const speck = 1 + 0.05 * grit(x * 300, y * 300) + 0.03 * grit(x * 90 + 5, y * 90);
      return [r * speck, g * speck, b * speck];
    });
  },
};

type Point = readonly [x: number, y: number];

/** The part of a convex outline where `normal · point <= limit` (Sutherland and Hodgman 1974). */
function clip(outline: readonly Point[], [nx, ny]: Point, limit: number): readonly Point[] {
  const kept: Point[] = [];
  for (const [at, point] of outline.entries()) {
    const next = outline[(at + 1) % outline.length]!;
    const here = point[0] * nx + point[1] * ny - limit;
    const there = next[0] * nx + next[1] * ny - limit;
    if (here <= 0) kept.push(point);
    if (here * there < 0) {
      const share = here / (here - there);
      kept.push([point[0] + (next[0] - point[0]) * share, point[1] + (next[1] - point[1]) * share]);
    }
  }
  return kept;
}

/** Distance from one stone to the next, in sides of the picture. */
const spacing = 0.0188;

/** Lloyd's iteration on a raster, with each stone's distance measured along its own rows (Hausner's Manhattan metric). */
function settle(next: () => number, look: (x: number, y: number) => Place): { x: number; y: number }[] {
  const margin = spacing;
  const side = 1 + 2 * margin;
  const count = Math.round((side / spacing) ** 2);
  const stones = Array.from({ length: count }, () => ({
    x: next() * side - margin,
    y: next() * side - margin,
  }));
  const raster = 360;
  const width = Math.ceil(side / (spacing * 1.5));
  const square = (value: number): number =>
    Math.min(width - 1, Math.max(0, Math.floor((value + margin) / (spacing * 1.5))));
  for (let round = 0; round < 18; round++) {
    const buckets = Array.from({ length: width * width }, (): number[] => []);
    const turns = stones.map((stone, at) => {
      buckets[square(stone.y) * width + square(stone.x)]!.push(at);
      const { along } = look(stone.x, stone.y);
      return [Math.cos(along), Math.sin(along)] as const;
    });
    const sums = new Float64Array(count * 3);
    for (let row = 0; row < raster; row++) {
      for (let column = 0; column < raster; column++) {
        const x = ((column + 0.5) / raster) * side - margin;
        const y = ((row + 0.5) / raster) * side - margin;
        let best = -1;
        let least = Number.POSITIVE_INFINITY;
        for (let j = Math.max(0, square(y) - 1); j <= Math.min(width - 1, square(y) + 1); j++) {
          for (let i = Math.max(0, square(x) - 1); i <= Math.min(width - 1, square(x) + 1); i++) {
            for (const at of buckets[j * width + i]!) {
              const [dx, dy] = [x - stones[at]!.x, y - stones[at]!.y];
              const [ux, uy] = turns[at]!;
              const distance = Math.max(Math.abs(dx * ux + dy * uy), Math.abs(dy * ux - dx * uy));
              if (distance < least) {
                least = distance;
                best = at;
              }
            }
          }
        }
        if (best < 0) continue;
        sums[best * 3] = sums[best * 3]! + x;
        sums[best * 3 + 1] = sums[best * 3 + 1]! + y;
        sums[best * 3 + 2] = sums[best * 3 + 2]! + 1;
      }
    }
    for (const [at, stone] of stones.entries()) {
      const area = sums[at * 3 + 2]!;
      if (area === 0) continue;
      stone.x = sums[at * 3]! / area;
      stone.y = sums[at * 3 + 1]! / area;
    }
  }
  return stones;
}
