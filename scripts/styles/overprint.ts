import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { fractal, type Generator, noise2, paint, type Rgb, rgb, shade, smoothstep } from './kit.js';

interface Ink {
  readonly colour: string;
  /** Screen angle, degrees, and lines per side. */
  readonly angle: number;
  readonly screen: number;
  readonly slip: readonly [x: number, y: number];
  readonly cut: (context: SKRSContext2D, random: Random) => void;
}

/** Grey for a coverage of ink: 0 bare, 1 solid. */
const tone = (coverage: number): string => {
  const grey = Math.round(coverage * 255);
  return `rgb(${grey},${grey},${grey})`;
};

function fade(
  context: SKRSContext2D,
  from: readonly [number, number],
  to: readonly [number, number],
  low: number,
  high: number,
): void {
  const wash = context.createLinearGradient(...from, ...to);
  wash.addColorStop(0, tone(low));
  wash.addColorStop(1, tone(high));
  context.fillStyle = wash;
}

function disc(
  context: SKRSContext2D,
  x: number,
  y: number,
  radius: number,
  from = 0,
  to = 2 * Math.PI,
): void {
  context.beginPath();
  context.arc(x, y, radius, from, to);
  context.fill();
}

/** A leaf between two points, `belly` as wide as it is long. */
function leaf(context: SKRSContext2D, x0: number, y0: number, x1: number, y1: number, belly: number): void {
  const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const [nx, ny] = [-(y1 - y0) * belly, (x1 - x0) * belly];
  context.beginPath();
  context.moveTo(x0, y0);
  context.quadraticCurveTo(mx + nx, my + ny, x1, y1);
  context.quadraticCurveTo(mx - nx, my - ny, x0, y0);
  context.fill();
}

/** Rows of cut paper: a wavy band. */
function ribbon(context: SKRSContext2D, y: number, height: number, swing: number, phase: number): void {
  context.beginPath();
  for (let x = -0.02; x <= 1.03; x += 0.01) context.lineTo(x, y + swing * Math.sin(x * 6.3 + phase));
  for (let x = 1.02; x >= -0.03; x -= 0.01)
    context.lineTo(x, y + height + swing * Math.sin(x * 6.3 + phase + 0.35));
  context.fill();
}

const inks: readonly Ink[] = [
  {
    colour: '#ffd23f',
    angle: 10,
    screen: 62,
    slip: [0.002, -0.001],
    cut(context) {
      fade(context, [0, 0], [0.7, 0.7], 0.95, 0.5);
      disc(context, 0.3, 0.27, 0.25);
      fade(context, [0.5, 0.6], [1, 1], 0.25, 1);
      ribbon(context, 0.72, 0.17, 0.035, 0.6);
      context.fillStyle = tone(0.9);
      leaf(context, 0.62, 0.62, 1.02, 0.02, 0.34);
    },
  },
  {
    colour: '#ff4f6d',
    angle: 75,
    screen: 66,
    slip: [-0.004, 0.003],
    cut(context, random) {
      fade(context, [0.3, 0.2], [0.7, 0.8], 1, 0.35);
      disc(context, 0.5, 0.5, 0.28);
      fade(context, [0, 0.6], [0, 1], 0.3, 1);
      disc(context, 0.1, 0.98, 0.3);
      context.fillStyle = tone(0.95);
      context.beginPath();
      context.rect(0.7, -0.02, 0.17, 0.3);
      context.arc(0.785, 0.28, 0.085, 0, Math.PI);
      context.fill();
      for (let at = 0; at < 15; at++) {
        const [column, row] = [at % 5, Math.floor(at / 5)];
        disc(context, 0.045 + column * 0.044, 0.06 + row * 0.044, 0.0125 + 0.003 * random.next());
      }
      context.fillStyle = tone(0.85);
      for (let at = 0; at < 7; at++) leaf(context, 0.74 + at * 0.035, 0.98, 0.7 + at * 0.055, 0.7, 0.16);
    },
  },
  {
    colour: '#1d3fae',
    angle: 45,
    screen: 78,
    slip: [0.004, 0.004],
    cut(context, random) {
      fade(context, [0.55, 0], [1, 0.6], 1, 0.75);
      context.beginPath();
      context.moveTo(0.47, -0.02);
      context.bezierCurveTo(0.52, 0.2, 0.78, 0.24, 0.74, 0.46);
      context.bezierCurveTo(0.72, 0.58, 0.9, 0.62, 1.02, 0.6);
      context.lineTo(1.02, -0.02);
      context.fill();
      fade(context, [0, 0.45], [0.5, 0.8], 1, 0.7);
      context.beginPath();
      context.moveTo(-0.02, 0.5);
      context.bezierCurveTo(0.2, 0.42, 0.3, 0.7, 0.46, 0.68);
      context.bezierCurveTo(0.6, 0.66, 0.56, 0.86, 0.5, 1.02);
      context.lineTo(0.26, 1.02);
      context.bezierCurveTo(0.3, 0.84, 0.16, 0.76, -0.02, 0.78);
      context.fill();
      context.strokeStyle = tone(1);
      context.lineWidth = 0.011;
      for (let ring = 0; ring < 5; ring++) {
        context.beginPath();
        context.arc(0.3, 0.27, 0.07 + ring * 0.036, Math.PI * 0.75, Math.PI * 1.75);
        context.stroke();
      }
      context.lineWidth = 0.007;
      for (let at = 0; at < 16; at++) {
        const y = 0.66 + at * 0.0225;
        context.beginPath();
        for (let x = 0.62; x <= 1.02; x += 0.01) context.lineTo(x, y + 0.008 * Math.sin(x * 34 + at * 0.5));
        if (at > 1) context.stroke();
      }
      context.fillStyle = tone(1);
      for (let at = 6; at < 74; at++) {
        const angle = at * Math.PI * (3 - Math.sqrt(5));
        const [radius, size] = [0.0165 * Math.sqrt(at), 0.009 + 0.00022 * at];
        const [x, y] = [0.49 + Math.cos(angle) * radius, 0.47 + Math.sin(angle) * radius];
        const swell = random.between(0.9, 1.15) * size;
        leaf(context, x, y, x + Math.cos(angle) * swell, y + Math.sin(angle) * swell, 0.34);
      }
      context.fillStyle = tone(0);
      for (let at = 0; at < 9; at++)
        leaf(context, 0.95, 0.02 + at * 0.06, 0.83 - 0.005 * at, 0.06 + at * 0.065, 0.2);
      context.strokeStyle = tone(0);
      context.lineWidth = 0.005;
      for (let at = 0; at < 12; at++) {
        context.beginPath();
        context.moveTo(-0.02, 0.53 + at * 0.021);
        context.bezierCurveTo(0.16, 0.47 + at * 0.021, 0.25, 0.72 + at * 0.018, 0.42, 0.72 + at * 0.02);
        if (at % 3 !== 2) context.stroke();
      }
    },
  },
  {
    colour: '#19a58c',
    angle: 30,
    screen: 70,
    slip: [-0.002, -0.004],
    cut(context) {
      fade(context, [0.2, 0.7], [0.9, 0.4], 0.15, 0.9);
      leaf(context, 0.3, 1.0, 0.92, 0.42, 0.3);
      fade(context, [0, 0], [0.5, 0], 0.75, 0.2);
      ribbon(context, 0.1, 0.1, 0.03, 2.2);
      context.fillStyle = tone(0.85);
      disc(context, 0.98, 0.9, 0.15);
      disc(context, 0.02, 0.42, 0.11);
    },
  },
];

export const overprint: Generator = {
  name: 'overprint',
  title: 'Four drums',
  idea: 'A risograph collage: four inks printed one over another, each with its own screen angle, and none quite in register.',
  draw(sizePx, random) {
    const plates = inks.map((ink) => {
      const plate = paint(sizePx, (context) => {
        context.fillStyle = '#000';
        context.fillRect(0, 0, 1, 1);
        ink.cut(context, random.fork(ink.colour));
      });
      const radians = (ink.angle * Math.PI) / 180;
      return {
        plate,
        ink,
        colour: rgb(ink.colour),
        cos: Math.cos(radians),
        sin: Math.sin(radians),
        drum: fractal(random.fork(`drum ${ink.colour}`), 3),
        speck: noise2(random.fork(`speck ${ink.colour}`)),
      };
    });
    const fibre = fractal(random.fork('fibre'), 4);
    const paper = rgb('#f7f1e1');

    return shade(sizePx, (x, y) => {
      const pulp = 1 + 0.025 * fibre(x * 60, y * 60);
      let colour: Rgb = [paper[0] * pulp, paper[1] * pulp, paper[2] * pulp];
      for (const { plate, ink, colour: dye, cos, sin, drum, speck } of plates) {
        const column = Math.min(sizePx - 1, Math.max(0, Math.floor((x - ink.slip[0]) * sizePx)));
        const row = Math.min(sizePx - 1, Math.max(0, Math.floor((y - ink.slip[1]) * sizePx)));
        const coverage = plate.data[(row * sizePx + column) * 3]! / 255;
        if (coverage === 0) continue;
        const [u, v] = [(x * cos - y * sin) * ink.screen, (x * sin + y * cos) * ink.screen];
        const dot = (Math.cos(2 * Math.PI * u) + Math.cos(2 * Math.PI * v)) / 4 + 0.5;
        const soft = (Math.PI * ink.screen) / sizePx / 2;
        const screened = smoothstep(1 - coverage - soft, 1 - coverage + soft, dot * 0.94 + 0.03);
        const patchy =
          0.94 + 0.07 * drum(x * 3, y * 9) - 0.14 * smoothstep(0.55, 0.85, speck(x * 260, y * 260));
        const amount = screened * patchy;
        colour = [
          colour[0] * (1 - amount * (1 - dye[0])),
          colour[1] * (1 - amount * (1 - dye[1])),
          colour[2] * (1 - amount * (1 - dye[2])),
        ];
      }
      return colour;
    });
  },
};
