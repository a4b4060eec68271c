import { fractal, type Generator, noise2, paint, type Rgb, retouch, rgb, smoothstep, trace } from './kit.js';

type Point = readonly [x: number, y: number];

/** One hill, wave or cloud of the block, drawn over those before it. */
interface Form {
  /** Height of its skyline at `x`; the form lies below. */
  readonly skyline: (x: number) => number;
  readonly ink: string;
  /** What the gouge lays bare. */
  readonly bare: string;
  /** How much is carved away at the skyline and at the foot, 0..1. */
  readonly carved: readonly [top: number, foot: number];
  readonly turn: (x: number, y: number) => number;
  readonly spacing: number;
}

/** A field to be cut with gouge strokes. */
interface Cut {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly spacing: number;
  readonly ink: string;
  readonly inside: (x: number, y: number) => boolean;
  readonly turn: (x: number, y: number) => number;
  /** Share of the spacing that the gouge takes; none below a tenth. */
  readonly width: (x: number, y: number) => number;
}

const black = '#16110f';
const vermilion = '#d8432b';
const paper = '#f4e8d0';
const straw = '#e7b85c';

export const woodcut: Generator = {
  name: 'woodcut',
  title: 'Red sun over the headland',
  idea: 'A relief print in three inks: gouge strokes follow the land, evenly spaced (Jobard and Lefer 1997) and cut broader towards the light.',
  draw(sizePx, random) {
    const swirl = fractal(random.fork('swirl'), 2);
    const grain = noise2(random.fork('grain'));
    const sun: Point = [0.66, 0.27];
    const radius = 0.17;
    const lines: ((x: number) => number)[] = [
      (x) =>
        0.52 -
        0.2 * Math.exp(-(((x - 0.2) / 0.17) ** 2)) -
        0.07 * Math.exp(-(((x - 0.47) / 0.1) ** 2)) +
        0.01 * grain(x * 9, 1),
      (x) => 0.56 - 0.14 * Math.exp(-(((x - 0.92) / 0.2) ** 2)) + 0.025 * Math.sin(x * 8 + 1),
      (x) => 0.63 + 0.03 * Math.sin(x * 5 + 0.4) - 0.05 * Math.exp(-(((x - 0.45) / 0.16) ** 2)),
      (x) => 0.8 - 0.18 * Math.exp(-(((x - 0.02) / 0.26) ** 2)) + 0.035 * Math.sin(x * 6 + 2.2),
      (x) => 0.9 - 0.17 * Math.exp(-(((x - 0.86) / 0.24) ** 2)) + 0.03 * Math.sin(x * 7),
    ];
    const slope = (line: (x: number) => number) => (x: number) => (line(x + 0.004) - line(x - 0.004)) / 0.008;
    const steep = lines.map(slope);
    const forms: readonly Form[] = [
      {
        skyline: lines[0]!,
        ink: black,
        bare: paper,
        carved: [0.12, 0.62],
        spacing: 0.0115,
        turn: (x, y) =>
          Math.PI / 2 + 0.75 * Math.sign(0.2 - x) * smoothstep(0, 0.08, Math.abs(x - 0.2)) * (1.1 - y),
      },
      {
        skyline: lines[1]!,
        ink: vermilion,
        bare: paper,
        carved: [0.62, 0.2],
        spacing: 0.012,
        turn: (x, y) => Math.atan(steep[1]!(x)) * (1 - (y - 0.5) * 1.5) + 0.7,
      },
      {
        skyline: lines[2]!,
        ink: black,
        bare: paper,
        carved: [0.75, 0.3],
        spacing: 0.0105,
        turn: (x, y) => Math.atan(steep[2]!(x)) * 0.7 + 0.28 * Math.sin(x * 22 + y * 40),
      },
      {
        skyline: lines[3]!,
        ink: black,
        bare: straw,
        carved: [0.5, 0.12],
        spacing: 0.012,
        turn: (x, y) => Math.atan(steep[3]!(x)) * 0.5 + 1.15 + 0.4 * swirl(x * 3, y * 3),
      },
      {
        skyline: lines[4]!,
        ink: paper,
        bare: black,
        carved: [0.16, 0.62],
        spacing: 0.0125,
        turn: (x, y) => Math.atan(steep[4]!(x)) * 0.8 - 1.0 - 0.4 * swirl(x * 3 + 5, y * 3),
      },
    ];
    const sky = (x: number, y: number): number => {
      const [dx, dy] = [x - sun[0], y - sun[1]];
      const from = Math.hypot(dx, dy);
      const round = Math.atan2(dy, dx) + Math.PI / 2;
      const drift = 0.9 * swirl(x * 1.5 + 3, y * 2.2);
      return round * 1 + drift * smoothstep(radius, 0.5, from);
    };

    const knife = random.fork('knife');
    const picture = paint(sizePx, (context) => {
      context.fillStyle = paper;
      context.fillRect(0, 0, 1, 1);
      const inSky = (x: number, y: number): boolean => Math.hypot(x - sun[0], y - sun[1]) > radius * 1.08;
      carve({
        left: -0.02,
        top: -0.02,
        right: 1.02,
        bottom: 0.62,
        spacing: 0.0125,
        ink: black,
        inside: inSky,
        turn: sky,
        width: (x, y) => {
          const from = Math.hypot(x - sun[0], y - sun[1]);
          const cloud = swirl(x * 1.4 + 9, y * 2.6 + 2);
          return Math.max(0.17, 0.24 + 0.55 * smoothstep(0.25, 0.7, from) + 0.5 * cloud);
        },
      });
      context.fillStyle = vermilion;
      context.beginPath();
      context.arc(sun[0], sun[1], radius, 0, 2 * Math.PI);
      context.fill();
      carve({
        left: 0.4,
        top: 0,
        right: 0.9,
        bottom: 0.5,
        spacing: 0.011,
        ink: paper,
        inside: (x, y) => Math.hypot(x - sun[0], y - sun[1]) < radius * 0.97,
        turn: (x, y) => 0.12 * Math.sin(x * 20) + 0.2 * swirl(x * 3, y * 3),
        width: (_, y) => 0.75 * smoothstep(sun[1] - radius * 0.2, sun[1] + radius, y),
      });
      for (const form of forms) {
        const edge: Point[] = [];
        for (let x = -0.02; x <= 1.021; x += 0.004) edge.push([x, form.skyline(x)]);
        trace(context, [...edge, [1.02, 1.02], [-0.02, 1.02]], true);
        context.fillStyle = form.ink;
        context.fill();
        const top = Math.min(...edge.map(([, y]) => y));
        carve({
          left: -0.02,
          top,
          right: 1.02,
          bottom: 1.02,
          spacing: form.spacing,
          ink: form.bare,
          inside: (x, y) => y > form.skyline(x) + 0.006,
          turn: form.turn,
          width: (x, y) => {
            const depth = smoothstep(0, 0.26, y - form.skyline(x));
            const [from, to] = form.carved;
            return Math.max(
              0.13,
              from + (to - from) * depth + 0.28 * swirl(x * 4 + form.spacing * 900, y * 4),
            );
          },
        });
        trace(context, edge);
        context.strokeStyle = form.ink === black ? paper : black;
        context.lineWidth = 0.0065;
        context.stroke();
      }

      function carve(cut: Cut): void {
        const { spacing } = cut;
        const columns = Math.ceil((cut.right - cut.left) / spacing) + 1;
        const taken = new Map<number, Point[]>();
        const near = (x: number, y: number, least: number): boolean => {
          const column = Math.floor((x - cut.left) / spacing);
          const row = Math.floor((y - cut.top) / spacing);
          for (let j = row - 1; j <= row + 1; j++) {
            for (let i = column - 1; i <= column + 1; i++) {
              for (const [px, py] of taken.get(j * columns + i) ?? []) {
                if ((px - x) ** 2 + (py - y) ** 2 < least * least) return true;
              }
            }
          }
          return false;
        };
        context.fillStyle = cut.ink;
        const step = 0.003;
        const tries = Math.round((((cut.right - cut.left) * (cut.bottom - cut.top)) / spacing ** 2) * 5);
        for (let at = 0; at < tries; at++) {
          const start: Point = [knife.between(cut.left, cut.right), knife.between(cut.top, cut.bottom)];
          if (!cut.inside(...start) || near(...start, spacing * 0.98)) continue;
          const longest = knife.between(0.05, 0.2);
          const halves = [-1, 1].map((way) => {
            const run: Point[] = [];
            let [x, y] = start;
            for (let far = 0; far < longest; far += step) {
              const angle = cut.turn(x, y);
              x += Math.cos(angle) * step * way;
              y += Math.sin(angle) * step * way;
              if (!cut.inside(x, y) || near(x, y, spacing * 0.72)) break;
              run.push([x, y]);
            }
            return run;
          });
          const line = [...halves[0]!.reverse(), start, ...halves[1]!];
          if (line.length < 5) continue;
          for (const [x, y] of line) {
            const key = Math.floor((y - cut.top) / spacing) * columns + Math.floor((x - cut.left) / spacing);
            taken.set(key, [...(taken.get(key) ?? []), [x, y]]);
          }
          const sides: [Point[], Point[]] = [[], []];
          const tremble = knife.between(0, 99);
          for (const [i, [x, y]] of line.entries()) {
            const angle = cut.turn(x, y);
            const share = i / (line.length - 1);
            const taper = Math.min(1, share * 7, (1 - share) * 3.2) ** 0.7;
            const wide = Math.max(0, cut.width(x, y)) * (1 + 0.25 * grain(i * 0.12, tremble));
            const half = (wide < 0.1 ? 0 : Math.min(0.86, wide)) * spacing * 0.5 * taper;
            sides[0].push([x - Math.sin(angle) * half, y + Math.cos(angle) * half]);
            sides[1].push([x + Math.sin(angle) * half, y - Math.cos(angle) * half]);
          }
          trace(context, [...sides[0], ...sides[1].reverse()], true);
          context.fill();
        }
      }
    });
    const fibre = fractal(random.fork('fibre'), 3);
    const sheet = rgb(paper);
    return retouch(picture, (colour, x, y) => {
      const dark = 1 - (colour[0] + colour[1] + colour[2]) / 3;
      const bald = smoothstep(0.62, 0.9, grain(x * 240, y * 240) + 0.4 * fibre(x * 7, y * 40)) * 0.5 * dark;
      const worn: Rgb = [0, 1, 2].map((c) => colour[c]! + (sheet[c]! - colour[c]!) * bald) as unknown as Rgb;
      const pulp = 1 + 0.03 * fibre(x * 40, y * 120);
      return [worn[0] * pulp, worn[1] * pulp, worn[2] * pulp];
    });
  },
};
