import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { blend, css, type Generator, noise2, paint, type Rgb, rgb, shade, trace } from './kit.js';

type Point = readonly [x: number, y: number];

interface Board {
  readonly ground: Rgb;
  readonly weave: Rgb;
  readonly traces: readonly Rgb[];
  readonly pad: Rgb;
  readonly hole: Rgb;
  readonly chip: Rgb;
  readonly print: Rgb;
}

const night: Board = {
  ground: rgb('#170f22'),
  weave: rgb('#21162f'),
  traces: ['#d5834a', '#d5834a', '#e8b48c', '#8f4a3c', '#45c4b8'].map(rgb),
  pad: rgb('#f4d58a'),
  hole: rgb('#0a0610'),
  chip: rgb('#2e2040'),
  print: rgb('#e9dccb'),
};
const day: Board = {
  ground: rgb('#f3ecdf'),
  weave: rgb('#ebe1cf'),
  traces: ['#2b1d3d', '#2b1d3d', '#c8683a', '#8a7f9c', '#178c86'].map(rgb),
  pad: rgb('#c08a35'),
  hole: rgb('#fbf6ec'),
  chip: rgb('#cdbda4'),
  print: rgb('#4a3856'),
};

interface Bus {
  readonly lines: readonly Point[][];
  readonly width: number;
  readonly tint: number;
  readonly via: number;
}

interface Chip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly pins: number;
}

/** Which parts of the board are taken, on a grid of fixed fineness so that the layout does not depend on the size. */
function floorPlan(): {
  free(x: number, y: number, radius: number): boolean;
  take(x: number, y: number, radius: number): void;
} {
  const side = 400;
  const taken = new Uint8Array(side * side);
  const visit = (x: number, y: number, radius: number, see: (at: number) => boolean): boolean => {
    const reach = Math.max(1, Math.round(radius * side));
    for (let r = Math.floor(y * side) - reach; r <= Math.floor(y * side) + reach; r++) {
      for (let c = Math.floor(x * side) - reach; c <= Math.floor(x * side) + reach; c++) {
        if (r < 0 || c < 0 || r >= side || c >= side) continue;
        if (!see(r * side + c)) return false;
      }
    }
    return true;
  };
  return {
    free: (x, y, radius) => visit(x, y, radius, (at) => taken[at] === 0),
    take: (x, y, radius) => {
      visit(x, y, radius, (at) => {
        taken[at] = 1;
        return true;
      });
    },
  };
}

/** A path in the eight directions, turning by 45°. */
function octilinear(random: Random, start: Point, legs: number, reach: number): Point[] {
  let heading = random.index(8);
  const path: Point[] = [start];
  for (let leg = 0; leg < legs; leg++) {
    const [x, y] = path.at(-1)!;
    const length = reach * random.between(0.4, 1.3);
    path.push([
      x + Math.cos((heading * Math.PI) / 4) * length,
      y + Math.sin((heading * Math.PI) / 4) * length,
    ]);
    heading += random.pick([-1, 1]);
  }
  return path;
}

/** The path moved sideways, its corners mitred. */
function offset(path: readonly Point[], distance: number): Point[] {
  const normal = (at: number): Point => {
    const [[x0, y0], [x1, y1]] = [path[at]!, path[at + 1]!];
    const length = Math.hypot(x1 - x0, y1 - y0);
    return [-(y1 - y0) / length, (x1 - x0) / length];
  };
  return path.map(([x, y], at) => {
    const before = normal(Math.max(0, at - 1));
    const after = normal(Math.min(path.length - 2, at));
    const scale = distance / (1 + before[0] * after[0] + before[1] * after[1]);
    return [x + (before[0] + after[0]) * scale, y + (before[1] + after[1]) * scale];
  });
}

function layOut(random: Random): { chips: Chip[]; buses: Bus[]; dots: Point[] } {
  const plan = floorPlan();
  const chips: Chip[] = [];
  for (let attempt = 0; attempt < 60 && chips.length < 9; attempt++) {
    const size = chips.length < 3 ? random.between(0.13, 0.2) : random.between(0.05, 0.09);
    const chip = {
      x: random.next(),
      y: random.next(),
      width: size,
      height: size * random.pick([1, 1, 0.6, 1.4]),
      pins: Math.round(size / 0.0125),
    };
    const radius = Math.max(chip.width, chip.height) / 2 + 0.03;
    if (!plan.free(chip.x, chip.y, radius)) continue;
    for (let u = -0.5; u <= 0.5; u += 0.05) {
      for (let v = -0.5; v <= 0.5; v += 0.05)
        plan.take(chip.x + u * (chip.width + 0.03), chip.y + v * (chip.height + 0.03), 0.006);
    }
    chips.push(chip);
  }

  const buses: Bus[] = [];
  for (let attempt = 0; attempt < 9000; attempt++) {
    const early = attempt < 420;
    const width = early ? random.pick([0.0042, 0.006, 0.012]) : random.pick([0.0028, 0.0042]);
    const pitch = width * 2.1;
    const count = early ? 2 + random.index(9) : 1 + random.index(5);
    const half = ((count - 1) / 2) * pitch + width * 1.15;
    const spine = octilinear(random, [random.next(), random.next()], early ? 7 : 5, early ? 0.16 : 0.08);

    // The part of the path that is still free.
    const clear: Point[] = [spine[0]!];
    for (let at = 1; at < spine.length; at++) {
      const [[x0, y0], [x1, y1]] = [spine[at - 1]!, spine[at]!];
      const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 0.004);
      let good = 0;
      while (good < steps) {
        const share = (good + 1) / steps;
        if (!plan.free(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, half)) break;
        good++;
      }
      const share = good / steps;
      if (good * 0.004 > half * 2 || good === steps)
        clear.push([x0 + (x1 - x0) * share, y0 + (y1 - y0) * share]);
      if (good < steps) break;
    }
    const run = clear
      .slice(1)
      .reduce((sum, [x, y], at) => sum + Math.hypot(x - clear[at]![0], y - clear[at]![1]), 0);
    if (clear.length < 2 || run < (early ? 0.14 : 0.025)) continue;
    const lines = Array.from({ length: count }, (_, at) => offset(clear, (at - (count - 1) / 2) * pitch));
    for (let at = 1; at < clear.length; at++) {
      const [[x0, y0], [x1, y1]] = [clear[at - 1]!, clear[at]!];
      const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0) / 0.003);
      for (let step = 0; step <= steps; step++) {
        plan.take(x0 + ((x1 - x0) * step) / steps, y0 + ((y1 - y0) * step) / steps, half);
      }
    }
    buses.push({ lines, width, tint: random.index(5), via: random.next() });
  }

  const dots: Point[] = [];
  for (let attempt = 0; attempt < 14000; attempt++) {
    const dot: Point = [random.next(), random.next()];
    if (!plan.free(...dot, 0.0042)) continue;
    plan.take(...dot, 0.0042);
    dots.push(dot);
  }
  return { chips, buses, dots };
}

function ring(context: SKRSContext2D, [x, y]: Point, radius: number, board: Board): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = css(board.pad);
  context.fill();
  context.beginPath();
  context.arc(x, y, radius * 0.48, 0, 2 * Math.PI);
  context.fillStyle = css(board.hole);
  context.fill();
}

function drawBoard(
  context: SKRSContext2D,
  board: Board,
  { chips, buses, dots }: ReturnType<typeof layOut>,
): void {
  context.fillStyle = css(board.ground);
  context.fillRect(0, 0, 1, 1);
  context.fillStyle = css(board.weave);
  for (let at = 0; at < 128; at++) context.fillRect(at / 128, 0, 0.5 / 128, 1);
  for (const dot of dots) {
    context.beginPath();
    context.arc(...dot, 0.0022, 0, 2 * Math.PI);
    context.fillStyle = css(board.pad, 0.8);
    context.fill();
  }
  for (const { lines, width, tint, via } of buses) {
    for (const line of lines) {
      trace(context, line);
      context.strokeStyle = css(board.traces[tint]!);
      context.lineWidth = width;
      context.stroke();
      if (width > 0.005) {
        context.strokeStyle = css(blend(board.traces[tint]!, board.pad, 0.7));
        context.lineWidth = width * 0.22;
        context.stroke();
      }
    }
    for (const line of lines) {
      ring(context, line[0]!, width * 0.95, board);
      if (via < 0.7) ring(context, line.at(-1)!, width * 0.95, board);
    }
  }
  for (const { x, y, width, height, pins } of chips) {
    const [left, top] = [x - width / 2, y - height / 2];
    context.fillStyle = css(board.pad);
    const pitch = width / pins;
    for (let pin = 0; pin < pins; pin++) {
      context.fillRect(left + (pin + 0.25) * pitch, top - 0.011, pitch / 2, height + 0.022);
    }
    const rows = Math.round(height / pitch);
    for (let pin = 0; pin < rows; pin++) {
      context.fillRect(left - 0.011, top + ((pin + 0.25) * height) / rows, width + 0.022, height / rows / 2);
    }
    context.fillStyle = css(board.chip);
    context.fillRect(left, top, width, height);
    context.strokeStyle = css(board.print, 0.8);
    context.lineWidth = 0.0016;
    context.strokeRect(left + 0.008, top + 0.008, width - 0.016, height - 0.016);
    for (let at = 1; at * 0.012 < height - 0.03; at++) {
      trace(context, [
        [left + 0.018, top + 0.01 + at * 0.012],
        [
          left + 0.018 + (width - 0.036) * (0.35 + 0.65 * Math.abs(Math.sin(at * 7.3 + x * 90))),
          top + 0.01 + at * 0.012,
        ],
      ]);
      context.stroke();
    }
  }
}

/** A dark and a light circuit board, cut into each other. */
export const circuitry: Generator = {
  name: 'circuitry',
  title: 'Night Board, Day Board',
  idea: 'One layout of 45° buses, packed until nothing fits, etched in two boards and cut together along a giant trace of its own kind.',
  draw(sizePx, random) {
    const layout = layOut(random.fork('layout'));
    const dark = paint(sizePx, (context) => drawBoard(context, night, layout));
    const light = paint(sizePx, (context) => drawBoard(context, day, layout));
    const giants: Point[][] = [
      [
        [-0.1, 0.2],
        [0.3, 0.2],
        [0.62, 0.52],
        [0.62, 0.8],
      ],
      [
        [0.16, 1.1],
        [0.16, 0.72],
        [0.3, 0.58],
      ],
      [
        [0.62, -0.1],
        [0.62, 0.12],
        [0.88, 0.38],
        [0.88, 1.1],
      ],
    ];
    const cut = (grow: number) =>
      paint(sizePx, (context) => {
        context.fillRect(0, 0, 1, 1);
        context.strokeStyle = '#fff';
        context.fillStyle = '#fff';
        for (const giant of giants) {
          trace(context, giant);
          context.lineWidth = 0.165 + 2 * grow;
          context.stroke();
          context.beginPath();
          context.arc(...giant.at(-1)!, 0.135 + grow, 0, 2 * Math.PI);
          context.fill();
        }
      });
    const outer = cut(0.006);
    const inner = cut(0);
    const gloss = noise2(random.fork('gloss'));
    return shade(sizePx, (x, y, column, row) => {
      const at = (row * sizePx + column) * 3;
      const read = (data: Uint8Array): Rgb => [data[at]! / 255, data[at + 1]! / 255, data[at + 2]! / 255];
      const board = blend(read(dark.data), read(light.data), inner.data[at]! / 255);
      const seam = (outer.data[at]! - inner.data[at]!) / 255;
      const sheen = 0.03 * gloss(x * 2, y * 2) + 0.025 * gloss(x * 320, y * 320);
      return blend(blend(board, rgb('#e0a24e'), seam), sheen > 0 ? [1, 1, 1] : [0, 0, 0], Math.abs(sheen));
    });
  },
};
