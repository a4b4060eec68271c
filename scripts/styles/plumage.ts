import {
  blend,
  css,
  type Generator,
  noise2,
  paint,
  type Rgb,
  ramp,
  retouch,
  smoothstep,
  trace,
} from './kit.js';

type Pattern = 'barred' | 'eyed' | 'rimmed' | 'flushed';

interface Wing {
  readonly x: number;
  readonly y: number;
  /** Degrees, clockwise from the right. */
  readonly from: number;
  readonly to: number;
  readonly reach: number;
  /** Length of the feathers at the shoulder. */
  readonly finest: number;
  readonly pattern: Pattern;
  readonly colours: readonly string[];
  readonly accent: string;
}

interface Feather {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  readonly bend: number;
  readonly length: number;
  readonly width: number;
}

const wings: readonly Wing[] = [
  {
    x: 1.12,
    y: -0.14,
    from: 85,
    to: 190,
    reach: 1.06,
    finest: 0.15,
    pattern: 'eyed',
    accent: '#e0a344',
    colours: ['#0b3b43', '#0a2733', '#07191f', '#0a2f38'],
  },
  {
    x: -0.14,
    y: 1.12,
    from: -95,
    to: 12,
    reach: 0.98,
    finest: 0.07,
    pattern: 'barred',
    accent: '#b5532c',
    colours: ['#fdf6e6', '#f7e8cb', '#f3dcb8', '#fbf1df'],
  },
  {
    x: -0.1,
    y: -0.12,
    from: -5,
    to: 95,
    reach: 0.7,
    finest: 0.06,
    pattern: 'flushed',
    accent: '#fff3da',
    colours: ['#1d8a86', '#0d6f73', '#08454f', '#06222b'],
  },
  {
    x: 1.14,
    y: 1.08,
    from: 168,
    to: 278,
    reach: 0.68,
    finest: 0.06,
    pattern: 'rimmed',
    accent: '#0a2f38',
    colours: ['#e9b45a', '#f2c98a', '#f8e3bd', '#fff6e4'],
  },
];

/** Half the width of a vane at `t` from the root (0) to the tip (1), as a share of its widest. */
const vane = (t: number): number => Math.min(1, (t / 0.3) ** 0.6) * (1 - t ** 4.5) ** 0.62;

export const plumage: Generator = {
  name: 'plumage',
  title: 'Plumage',
  idea: 'Four folded wings, every feather built barb by barb along its shaft and laid over the next like roof tiles.',
  draw(sizePx, random) {
    const drift = noise2(random.fork('drift'));
    const grain = noise2(random.fork('grain'));
    const picture = paint(sizePx, (context) => {
      context.fillStyle = '#06181d';
      context.fillRect(0, 0, 1, 1);
      for (const wing of wings) {
        const colourAt = ramp(wing.colours);
        const accent = ramp([wing.accent, wing.accent])(0);
        const rows: { radius: number; length: number }[] = [];
        for (let radius = 0.02; radius < wing.reach; ) {
          const length = wing.finest + (0.26 - wing.finest) * (radius / wing.reach) ** 1.2;
          if (radius + length < wing.reach + 0.08) rows.push({ radius, length });
          radius += length * 0.36;
        }
        for (const [at, { radius, length }] of [...rows.entries()].reverse()) {
          const middle = radius + length * 0.6;
          const step = (length * 0.3) / middle;
          const first = (wing.from * Math.PI) / 180 + (at % 2) * step * 0.5;
          for (let angle = first; angle < (wing.to * Math.PI) / 180; angle += step) {
            const turn = angle + random.normal() * 0.025;
            const x = wing.x + Math.cos(angle) * radius;
            const y = wing.y + Math.sin(angle) * radius;
            const long = length * random.between(0.94, 1.08);
            const bend = drift(x * 1.6, y * 1.6) * 0.22 + random.normal() * 0.02;
            const tone = at / rows.length + drift(x * 3 + 9, y * 3) * 0.14;
            const tint = random.between(-0.06, 0.06);
            if (x < -long || x > 1 + long || y < -long || y > 1 + long) continue;
            drawFeather({ x, y, turn, bend, length: long, width: long * 0.235 }, wing.pattern, (t, v) => {
              const lit = colourAt(tone + tint + 0.18 * (t - 0.5));
              return dress(wing.pattern, lit, accent, t, v, tone);
            });
          }
        }
      }

      function drawFeather(
        feather: Feather,
        pattern: Pattern,
        colourAt: (t: number, v: number) => Rgb,
      ): void {
        const { length, width, bend } = feather;
        const place = (t: number, v: number): readonly [number, number] => [
          length * t,
          bend * length * t * t + v * width * vane(Math.min(1, Math.max(0, t))),
        ];
        context.save();
        context.translate(feather.x, feather.y);
        context.rotate(feather.turn);
        const outline: (readonly [number, number])[] = [];
        for (let step = 0; step <= 24; step++) outline.push(place(step / 24, 1));
        for (let step = 24; step >= 0; step--) outline.push(place(step / 24, -1));
        trace(context, outline, true);
        context.strokeStyle = 'rgba(24,10,8,0.07)';
        for (let ring = 1; ring <= 8; ring++) {
          context.lineWidth = length * 0.02 * ring;
          context.stroke();
        }
        context.fillStyle = css(colourAt(0.5, 0.5));
        context.fill();
        context.clip();
        const barbs = Math.max(24, Math.round(length * 270));
        const parts = pattern === 'eyed' ? 8 : pattern === 'barred' ? 5 : 4;
        context.lineWidth = (length / barbs) * 1.2;
        context.lineCap = 'butt';
        for (const side of [-1, 1]) {
          for (let barb = -8; barb < barbs; barb++) {
            const root = barb / barbs;
            const shine = 0.07 * (barb % 2 ? 1 : -1) + (side < 0 ? 0.05 : -0.05);
            for (let part = 0; part < parts; part++) {
              const v0 = part / parts;
              const v1 = (part + 1.1) / parts;
              const t0 = root + 0.16 * v0 ** 0.8;
              const t1 = root + 0.16 * v1 ** 0.8;
              if (t0 > 1 || t1 < 0) continue;
              const bare = colourAt(Math.max(0, (t0 + t1) / 2), (v0 + v1) / 2);
              const lit = shine + 0.1 * (1 - v0) * (side < 0 ? 1 : 0.2) - 0.06 * v1;
              context.strokeStyle = css(
                lit > 0 ? blend(bare, [1, 0.97, 0.88], lit) : blend(bare, [0.02, 0.08, 0.1], -lit),
              );
              context.beginPath();
              context.moveTo(...place(t0, side * v0));
              context.lineTo(...place(t1, side * v1 * 1.05));
              context.stroke();
            }
          }
        }
        trace(context, outline, true);
        context.strokeStyle = css(blend(colourAt(0.9, 1), [1, 0.97, 0.88], 0.45), 0.75);
        context.lineWidth = length * 0.012;
        context.stroke();
        const shaft: (readonly [number, number])[] = [];
        for (let step = 0; step <= 12; step++) shaft.push(place((step / 12) * 0.95, 0));
        trace(context, shaft);
        context.strokeStyle = css(blend(colourAt(0.2, 0), [1, 0.95, 0.82], 0.55), 0.9);
        context.lineWidth = length * 0.014;
        context.stroke();
        context.restore();
      }
    });
    return retouch(picture, ([r, g, b], x, y) => {
      const speck = 1 + 0.035 * grain(x * 420, y * 420);
      return [r * speck, g * speck, b * speck];
    });
  },
};

/** The colour of a barb at `t` along the feather and `v` from shaft (0) to rim (1). */
function dress(pattern: Pattern, ground: Rgb, accent: Rgb, t: number, v: number, tone: number): Rgb {
  if (pattern === 'barred') {
    const bar = smoothstep(0.1, 0.4, Math.sin(t * 29 - v * 3));
    return blend(ground, accent, bar * (0.45 + 0.5 * smoothstep(0.15, 0.8, tone)));
  }
  if (pattern === 'eyed') {
    const from = Math.hypot((t - 0.8) * 3.4, v * 0.62);
    const rings: readonly [radius: number, inner: Rgb][] = [
      [0.54, [0.06, 0.36, 0.33]],
      [0.42, accent],
      [0.34, [0.12, 0.62, 0.6]],
      [0.2, [0.07, 0.1, 0.34]],
    ];
    let colour = ground;
    for (const [radius, inner] of rings) {
      colour = blend(colour, inner, smoothstep(radius + 0.025, radius - 0.025, from));
    }
    return colour;
  }
  if (pattern === 'rimmed') return blend(ground, accent, 0.85 * smoothstep(0.84, 0.93, t + 0.1 * v ** 2));
  return blend(ground, accent, 0.92 * smoothstep(0.9, 0.99, t + 0.12 * v ** 3));
}
