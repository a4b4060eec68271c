import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { css, type Generator, mix, noise2, paint, type Rgb, ramp, rgb } from './kit.js';

const glasses = [
  ramp(['#03161d', '#06303c', '#0e5f6d', '#3aa9ae', '#a2e6de', '#e4faf3', '#ffffff']),
  ramp(['#03161d', '#07313f', '#126a7c', '#57bcc4', '#bdeee9', '#f0fdf8', '#ffffff']),
  ramp(['#100a22', '#291a4d', '#574190', '#a085cf', '#dcc4ec', '#fae8f4', '#ffffff']),
] as const;
const tints = ['#e9a6d0', '#b79cf0', '#fff3c9', '#ffffff'].map(rgb);
const lineLight = rgb('#f1fffb');
const lineDark = rgb('#021015');

type Point = readonly [x: number, y: number];

interface Prism {
  readonly base: Point;
  readonly angle: number;
  readonly length: number;
  readonly width: number;
  /** 0 far and dark … 1 near and clear. */
  readonly near: number;
  /** Added to the tone of every face: how much light falls on this part of the picture. */
  readonly light: number;
  readonly glass: (tone: number) => Rgb;
}

function trace(context: SKRSContext2D, points: readonly Point[]): void {
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.closePath();
}

/** One face: a gradient from root to tip, and inside it the broken pictures of the faces behind. */
function drawFace(
  context: SKRSContext2D,
  points: readonly Point[],
  root: Point,
  tip: Point,
  tone: number,
  prism: Prism,
  random: Random,
): void {
  const gradient = context.createLinearGradient(root[0], root[1], tip[0], tip[1]);
  const tint = random.pick(tints);
  const at = (value: number): Rgb => {
    const clear = value + 0.11 * Math.sin(2 * Math.PI * (Math.min(1, value) - 0.5));
    return prism.glass(clear * (0.45 + 0.55 * prism.near));
  };
  gradient.addColorStop(0, css(at(tone * 0.5), root === prism.base ? 0 : 1));
  gradient.addColorStop(0.3, css(at(tone * 0.62)));
  gradient.addColorStop(0.65, css(at(tone * 0.92)));
  gradient.addColorStop(1, css(mix(at(Math.min(1, tone * 1.12)), tint, 0.16 * tone)));
  trace(context, points);
  context.fillStyle = gradient;
  context.fill();
  context.save();
  trace(context, points);
  context.clip();
  const across: Point = [-Math.sin(prism.angle), Math.cos(prism.angle)];
  const along: Point = [Math.cos(prism.angle), Math.sin(prism.angle)];
  const shards = 3 + Math.round(prism.length * 16);
  for (let shard = 0; shard < shards; shard++) {
    const start = random.between(0.3, 1) * prism.length;
    const side = random.between(-0.6, 0.6) * prism.width;
    const reach = random.between(0.05, 0.3) * prism.length;
    const breadth = random.between(0.04, 0.3) * prism.width;
    const skew = random.between(-1, 1) * prism.width * 0.9;
    const x = prism.base[0] + along[0] * start + across[0] * side;
    const y = prism.base[1] + along[1] * start + across[1] * side;
    trace(context, [
      [x, y],
      [x + across[0] * breadth, y + across[1] * breadth],
      [
        x + along[0] * reach + across[0] * (skew + breadth * 0.3),
        y + along[1] * reach + across[1] * (skew + breadth * 0.3),
      ],
      [x + along[0] * reach * 0.8 + across[0] * skew, y + along[1] * reach * 0.8 + across[1] * skew],
    ]);
    const bright = random.next() < 0.35 + 0.5 * tone;
    context.fillStyle = bright
      ? css(random.pick(tints), random.between(0.08, 0.34) * prism.near)
      : css(prism.glass(0.1), random.between(0.12, 0.4));
    context.fill();
  }
  context.restore();
}

function drawPrism(context: SKRSContext2D, prism: Prism, random: Random): void {
  const { base, angle, length, width, near } = prism;
  const shoulder = length - width * random.between(0.75, 1.2);
  const point = (along: number, across: number): Point => [
    base[0] + Math.cos(angle) * along - Math.sin(angle) * across,
    base[1] + Math.sin(angle) * along + Math.cos(angle) * across,
  ];
  const turn = random.between(-0.16, 0.16);
  const edges = [-0.5, -0.2 + turn, 0.24 + turn, 0.5].map((edge) => edge * width);
  const shoulders = edges.map(
    (_, at) => shoulder + (at === 1 || at === 2 ? -0.14 : 0.1) * width + random.between(-0.1, 0.1) * width,
  );
  const apex = point(length, random.between(-0.12, 0.12) * width);
  const light = -2.2;
  const fade = (colour: Rgb, alpha: number): CanvasGradient => {
    const gradient = context.createLinearGradient(base[0], base[1], apex[0], apex[1]);
    gradient.addColorStop(0.05, css(colour, 0));
    gradient.addColorStop(0.35, css(colour, alpha));
    return gradient;
  };
  for (let face = 0; face < 3; face++) {
    const normal = angle + Math.PI / 2 + [Math.PI, -1.45, 0][face]! * (face === 1 ? 0.3 : 1);
    const facing =
      face === 1 ? 0.56 + 0.3 * Math.cos(angle - light - 0.6) : 0.5 + 0.46 * Math.cos(normal - light);
    const tone = Math.min(1, Math.max(0.05, facing + prism.light + random.between(-0.1, 0.1)));
    const a = point(shoulders[face]!, edges[face]!);
    const b = point(shoulders[face + 1]!, edges[face + 1]!);
    drawFace(
      context,
      [point(0, edges[face]!), a, b, point(0, edges[face + 1]!)],
      base,
      apex,
      tone,
      prism,
      random,
    );
    drawFace(
      context,
      [a, apex, b],
      point(shoulder, 0),
      apex,
      Math.min(1, Math.max(0.04, tone + random.between(-0.32, 0.3))),
      prism,
      random,
    );
    context.lineWidth = 0.0006 + 0.0009 * near;
    context.strokeStyle = fade(lineLight, 0.16 + 0.6 * near * tone);
    trace(context, [point(0, edges[face]!), a, apex, b, point(0, edges[face + 1]!)]);
    context.stroke();
    context.beginPath();
    context.moveTo(...a);
    context.lineTo(...b);
    context.stroke();
  }
  context.strokeStyle = fade(lineDark, 0.55);
  context.lineWidth = 0.0007;
  trace(context, [
    point(0, edges[0]!),
    point(shoulders[0]!, edges[0]!),
    apex,
    point(shoulders[3]!, edges[3]!),
    point(0, edges[3]!),
  ]);
  context.stroke();
}

export const crystals: Generator = {
  name: 'crystals',
  title: 'Druse, Backlit',
  idea: 'Quartz points grown outwards from five roots, drawn from back to front; each face is lit by its direction and holds the shards of what lies behind.',
  draw(sizePx, random) {
    const sway = noise2(random.fork('sway'));
    const tide = noise2(random.fork('tide'));
    const roots: Point[] = [
      [0.12, 0.95],
      [0.62, 1.05],
      [1.05, 0.45],
      [0.35, 0.42],
      [-0.05, 0.3],
      [0.8, -0.05],
    ];
    const prisms: Prism[] = [];
    const layers = [
      { count: 520, length: 0.15, width: 0.026, near: 0.22 },
      { count: 300, length: 0.24, width: 0.045, near: 0.62 },
      { count: 120, length: 0.36, width: 0.075, near: 0.9 },
      { count: 46, length: 0.5, width: 0.12, near: 1 },
      { count: 110, length: 0.16, width: 0.032, near: 1 },
    ];
    for (const layer of layers) {
      for (let at = 0; at < layer.count; at++) {
        const base: Point = [random.between(-0.15, 1.15), random.between(-0.15, 1.15)];
        const root = roots.reduce((best, next) =>
          Math.hypot(next[0] - base[0], next[1] - base[1]) < Math.hypot(best[0] - base[0], best[1] - base[1])
            ? next
            : best,
        );
        const outward = Math.atan2(base[1] - root[1], base[0] - root[0]);
        const scale = random.between(0.65, 1.25);
        prisms.push({
          base,
          angle: outward + 0.5 * sway(base[0] * 3, base[1] * 3) + 0.25 * random.normal(),
          length: layer.length * scale * random.between(0.8, 1.15),
          width: layer.width * scale,
          near: layer.near * random.between(0.85, 1),
          light: 0.14 + 0.5 * tide(base[0] * 1.6, base[1] * 1.6),
          glass: random.pick([glasses[0], glasses[0], glasses[1], glasses[2]]),
        });
      }
    }
    return paint(sizePx, (context) => {
      context.fillStyle = css(glasses[0](0.02));
      context.fillRect(0, 0, 1, 1);
      context.lineJoin = 'miter';
      for (const prism of prisms) drawPrism(context, prism, random);
    });
  },
};
