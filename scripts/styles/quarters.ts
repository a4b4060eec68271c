import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { css, fractal, type Generator, mix, noise2, paint, type Rgb, retouch, rgb, trace } from './kit.js';

type Point = readonly [x: number, y: number];

/** How one quarter of the town is painted. */
interface Palette {
  readonly street: string;
  readonly roofs: readonly string[];
  readonly walls: readonly string[];
  readonly windows: readonly string[];
  readonly line: string;
  readonly garden: string;
}

interface Block {
  readonly outline: readonly Point[];
  readonly palette: Palette;
}

const day: Palette = {
  street: '#efe0c6',
  roofs: ['#fdf6e8', '#f8c4ab', '#fbdda6', '#ee7f5e', '#fdf6e8', '#fbeed6', '#a5d3cf', '#fbdda6', '#f6a98c'],
  walls: ['#fffaf0', '#fbe6d2', '#f6cdb8'],
  windows: ['#27407e', '#8fc3c4', '#d9553f'],
  line: '#3a2a3d',
  garden: '#7fbfae',
};

const night: Palette = {
  street: '#0b1030',
  roofs: ['#141d52', '#1a2866', '#0e133b', '#24377f', '#331a4c', '#101846', '#4f1f50'],
  walls: ['#0c1138', '#18225a', '#1a1245'],
  windows: ['#ffcf5c', '#ff9b55', '#ffe9a8', '#26367f', '#26367f'],
  line: '#7d8fe0',
  garden: '#c2405a',
};

export const quarters: Generator = {
  name: 'quarters',
  title: 'Half the town asleep',
  idea: 'A town seen from a hill: the ground is cut in two again and again until the pieces are houses; some quarters are lit by day, some by their windows.',
  draw(sizePx, random) {
    const paintwork = random.fork('paint');
    const blocks: Block[] = [];
    const edge = 0.2;
    const plot: readonly Point[] = [
      [-edge, -edge],
      [1 + edge, -edge],
      [1 + edge, 1 + edge],
      [-edge, 1 + edge],
    ];
    const districts = divide(plot, 0.13, 0.05, random.fork('districts'));
    const order = random.fork('mood').shuffle(districts.map((_, at) => at));
    const picture = paint(sizePx, (context) => {
      context.fillStyle = '#f2b84b';
      context.fillRect(0, 0, 1, 1);
      for (const [at, district] of districts.entries()) {
        const palette = order[at]! < districts.length * 0.35 ? night : day;
        brush(context, district, rgb(palette.street), paintwork, 140);
        for (const outline of divide(district, 0.0052, 0.016, random.fork(`houses ${at}`))) {
          blocks.push({ outline: inset(outline, 0.0025), palette });
        }
      }
      blocks.sort(
        (a, b) => Math.max(...a.outline.map(([, y]) => y)) - Math.max(...b.outline.map(([, y]) => y)),
      );
      for (const block of blocks) if (block.outline.length > 2) drawHouse(context, block, paintwork);
    });
    const weave = noise2(random.fork('weave'));
    const stain = fractal(random.fork('stain'), 3);
    return retouch(picture, ([r, g, b], x, y) => {
      const tooth = 1 + 0.035 * weave(x * 260, y * 260) + 0.05 * stain(x * 5, y * 5);
      return [r * tooth, g * tooth, b * tooth];
    });
  },
};

function drawHouse(context: SKRSContext2D, { outline, palette }: Block, random: Random): void {
  const size = Math.sqrt(Math.abs(area(outline)));
  const height = size * random.between(0.22, 0.75);
  const shadow = outline.map(([x, y]): Point => [x + height * 0.5, y + height * 0.16]);
  trace(context, shadow, true);
  context.fillStyle = palette === day ? 'rgba(70,40,80,0.3)' : 'rgba(2,3,16,0.5)';
  context.fill();
  const wall = rgb(random.pick(palette.walls));
  const window = random.pick(palette.windows);
  for (const [at, from] of outline.entries()) {
    const to = outline[(at + 1) % outline.length]!;
    // The outline runs clockwise, so only a side that runs to the left faces the viewer.
    if (to[0] >= from[0]) continue;
    const facing = (to[1] - from[1]) / Math.hypot(to[0] - from[0], to[1] - from[1]);
    const face =
      facing > 0
        ? mix(wall, [0.1, 0.05, 0.2], 0.28 + 0.2 * facing)
        : mix(wall, [1, 0.96, 0.88], -0.16 * facing);
    const quad: readonly Point[] = [from, to, [to[0], to[1] - height], [from[0], from[1] - height]];
    brush(context, quad, face, random, 16);
    drawWindows(context, quad, window, palette, random);
    outlineOf(context, quad, palette, random);
  }
  const roof = outline.map(([x, y]): Point => [x, y - height]);
  const tint = rgb(random.pick(palette.roofs));
  const kind = random.next();
  brush(context, roof, tint, random, 34);
  if (kind < 0.45 && roof.length === 4) {
    const flip = distance(roof[0]!, roof[1]!) > distance(roof[1]!, roof[2]!) ? 0 : 1;
    const corner = (at: number): Point => roof[(at + flip) % 4]!;
    const lift = size * 0.22;
    const ridge = [between(corner(3), corner(0), 0.5), between(corner(1), corner(2), 0.5)] as const;
    const raised = ridge.map(([x, y]): Point => [x, y - lift]) as unknown as readonly [Point, Point];
    const shadow: Rgb = palette === day ? [0.45, 0.12, 0.22] : [0.03, 0.02, 0.12];
    const slopes: readonly (readonly Point[])[] = [
      [corner(0), corner(1), raised[1], raised[0]],
      [corner(2), corner(3), raised[0], raised[1]],
      [corner(1), corner(2), raised[1]],
      [corner(3), corner(0), raised[0]],
    ];
    const shades = [-0.3, 0.14, 0.2, -0.05];
    for (const [at, slope] of slopes.entries()) {
      const shade = shades[(at + flip * 2) % 4]!;
      brush(
        context,
        slope,
        shade < 0 ? mix(tint, [1, 0.95, 0.85], -shade) : mix(tint, shadow, shade),
        random,
        16,
      );
      if (at < 2) tiles(context, slope, palette, Math.max(4, Math.round(size * 170)));
      outlineOf(context, slope, palette, random);
    }
  } else {
    if (kind < 0.7) tiles(context, roof, palette, Math.max(4, Math.round(size * 110)));
    else {
      const court = inset(roof, size * 0.17);
      if (court.length > 2) {
        brush(context, court, rgb(kind < 0.8 ? palette.garden : random.pick(palette.roofs)), random, 16);
        outlineOf(context, court, palette, random);
      }
    }
    outlineOf(context, roof, palette, random);
  }
}

/** Many short strokes of nearly one colour, along the longest side. */
function brush(
  context: SKRSContext2D,
  outline: readonly Point[],
  colour: Rgb,
  random: Random,
  strokes: number,
): void {
  context.save();
  trace(context, outline, true);
  context.fillStyle = css(colour);
  context.fill();
  context.clip();
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let longest: readonly [Point, Point] = [outline[0]!, outline[1]!];
  for (const [at, from] of outline.entries()) {
    const to = outline[(at + 1) % outline.length]!;
    if (distance(from, to) > distance(...longest)) longest = [from, to];
  }
  const angle = Math.atan2(longest[1][1] - longest[0][1], longest[1][0] - longest[0][0]);
  const reach = Math.hypot(right - left, bottom - top);
  for (let at = 0; at < strokes; at++) {
    const [x, y] = [random.between(left, right), random.between(top, bottom)];
    const turn = angle + random.normal() * 0.12;
    const long = reach * random.between(0.12, 0.4);
    const shift = random.normal() * 0.13;
    const dark = colour[0] + colour[1] + colour[2] < 1.1;
    const lighter: Rgb = dark ? [0.4, 0.45, 1] : [1, 0.94, 0.8];
    const deeper: Rgb = dark ? [0, 0, 0.08] : [0.5, 0.1, 0.3];
    context.strokeStyle = css(shift > 0 ? mix(colour, lighter, shift) : mix(colour, deeper, -shift), 0.75);
    context.lineWidth = Math.min(0.012, reach * random.between(0.025, 0.11));
    context.beginPath();
    context.moveTo(x - Math.cos(turn) * long, y - Math.sin(turn) * long);
    context.lineTo(x + Math.cos(turn) * long, y + Math.sin(turn) * long);
    context.stroke();
  }
  context.restore();
}

function drawWindows(
  context: SKRSContext2D,
  [a, b, c, d]: readonly Point[],
  colour: string,
  palette: Palette,
  random: Random,
): void {
  const columns = Math.floor(distance(a!, b!) / 0.0105);
  const rows = Math.floor(distance(b!, c!) / 0.0135);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (random.next() < 0.14) continue;
      const at = (u: number, v: number): Point => between(between(a!, b!, u), between(d!, c!, u), v);
      const [u0, u1] = [(column + 0.28) / columns, (column + 0.72) / columns];
      const [v0, v1] = [(row + 0.26) / rows, (row + 0.78) / rows];
      trace(context, [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], true);
      context.fillStyle = random.next() < 0.75 ? colour : random.pick(palette.windows);
      context.fill();
    }
  }
}

/** Rows of tiles, as ink lines across a roof. */
function tiles(context: SKRSContext2D, outline: readonly Point[], palette: Palette, count: number): void {
  const [a, b, c, d] = outline;
  if (!a || !b || !c || !d) return;
  context.strokeStyle = css(rgb(palette.line), palette === day ? 0.38 : 0.3);
  context.lineWidth = 0.0011;
  for (let row = 1; row < count; row++) {
    trace(context, [between(a, d, row / count), between(b, c, row / count)]);
    context.stroke();
  }
}

/** An outline drawn by hand: each side a little past its corners. */
function outlineOf(
  context: SKRSContext2D,
  outline: readonly Point[],
  palette: Palette,
  random: Random,
): void {
  context.strokeStyle = css(rgb(palette.line), 0.85);
  for (const [at, from] of outline.entries()) {
    const to = outline[(at + 1) % outline.length]!;
    const over = 0.002 / Math.max(0.004, distance(from, to));
    const [x, y] = between(from, to, random.between(0.4, 0.6));
    context.lineWidth = random.between(0.0013, 0.0021);
    context.beginPath();
    context.moveTo(...between(from, to, -over));
    context.quadraticCurveTo(
      x + random.normal() * 0.0006,
      y + random.normal() * 0.0006,
      ...between(from, to, 1 + over),
    );
    context.stroke();
  }
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const between = (a: Point, b: Point, share: number): Point => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
];

function area(outline: readonly Point[]): number {
  return outline.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = outline[(at + 1) % outline.length]!;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

/** A four-sided plot cut across its longer side, again and again, until pieces are at most `largest`; `gap` is the street. */
function divide(plot: readonly Point[], largest: number, gap: number, random: Random): (readonly Point[])[] {
  if (Math.abs(area(plot)) < largest * random.between(0.6, 1.6)) return [plot];
  const long = distance(plot[0]!, plot[1]!) + distance(plot[2]!, plot[3]!);
  const high = distance(plot[1]!, plot[2]!) + distance(plot[3]!, plot[0]!);
  const [a, b, c, d] = long > high ? plot : [plot[1]!, plot[2]!, plot[3]!, plot[0]!];
  const [top, foot] = [random.between(0.36, 0.64), random.between(0.36, 0.64)];
  const half = gap / 2;
  const [topGap, footGap] = [half / distance(a!, b!), half / distance(d!, c!)];
  const first = [a!, between(a!, b!, top - topGap), between(d!, c!, foot - footGap), d!];
  const second = [between(a!, b!, top + topGap), b!, c!, between(d!, c!, foot + footGap)];
  const narrower = Math.max(gap * 0.78, 0.004);
  return [...divide(first, largest, narrower, random), ...divide(second, largest, narrower, random)];
}

/** The outline pulled inwards by `by`, or nothing where it would vanish. */
function inset(outline: readonly Point[], by: number): readonly Point[] {
  const count = outline.length;
  const sides = outline.map((from, at) => {
    const to = outline[(at + 1) % count]!;
    const length = distance(from, to);
    return { from, dx: (to[0] - from[0]) / length, dy: (to[1] - from[1]) / length };
  });
  const corners = sides.map((side, at): Point => {
    const before = sides[(at + count - 1) % count]!;
    const cross = before.dx * side.dy - before.dy * side.dx;
    const [x, y] = side.from;
    if (Math.abs(cross) < 0.05) return [x - side.dy * by, y + side.dx * by];
    return [x + (by * (before.dx - side.dx)) / cross, y + (by * (before.dy - side.dy)) / cross];
  });
  return area(corners) > 0.2 * area(outline) ? corners : [];
}
