import {
  blend,
  fractal,
  type Generator,
  noise2,
  paint,
  type Rgb,
  ramp,
  retouch,
  sample,
  screen,
  shade,
  smoothstep,
} from './kit.js';

/** One bank of cloud; the later in the list, the nearer. */
interface Bank {
  readonly ramp: readonly string[];
  /** Where it lies: cloud gathers on the far side of a line with this normal and offset. */
  readonly normal: readonly [x: number, y: number];
  readonly offset: number;
  readonly scale: number;
  readonly edge: number;
}

const banks: readonly Bank[] = [
  {
    normal: [-0.75, -0.7],
    offset: -0.62,
    scale: 1.5,
    edge: 0.6,
    ramp: ['#0a0822', '#1e144a', '#57308a', '#d77fae', '#ffd9c9'],
  },
  {
    normal: [0.8, 0.35],
    offset: 0.67,
    scale: 1.7,
    edge: 0.4,
    ramp: ['#1a0829', '#56154a', '#d8596a', '#ffb48a', '#fff1d6'],
  },
  {
    normal: [-0.35, 0.95],
    offset: 0.45,
    scale: 1.9,
    edge: 0.22,
    ramp: ['#07051a', '#190a34', '#461658', '#c04a72', '#ffc79b'],
  },
];

/** Where the cluster shines that lights the clouds. */
const hearth = [0.42, 0.4] as const;

export const nebula: Generator = {
  name: 'nebula',
  title: 'Nursery of stars',
  idea: 'Banks of billowing dust before a glow, from noise warped by noise (Perlin 1985; Quilez 2002), lit from within by a newborn cluster.',
  draw(sizePx, random) {
    const haze = fractal(random.fork('haze'), 4);
    const tint = noise2(random.fork('tint'));
    const glow = ramp(['#10153f', '#234b8f', '#4fa3c4', '#bfe3dc', '#fdf3dc', '#fffaf0']);
    const warm = ramp(['#2b1250', '#7d2f7c', '#e07f8a', '#ffc9a6', '#fff0d8', '#fffaf0']);
    const sheets = banks.map((bank, at) => {
      const warp = fractal(random.fork(`warp ${at}`), 3);
      const smoke = fractal(random.fork(`smoke ${at}`), 6);
      const layout = fractal(random.fork(`layout ${at}`), 2);
      const heights = sample(sizePx, (x, y) => {
        const wx = warp(x * bank.scale, y * bank.scale);
        const wy = warp(x * bank.scale + 7, y * bank.scale + 3);
        const body = smoke(x * bank.scale + 0.5 * wx, y * bank.scale + 0.5 * wy);
        const side = x * bank.normal[0] + y * bank.normal[1] - bank.offset;
        return 0.62 * body + 1.9 * side + 0.6 * layout(x * 1.5, y * 1.5);
      });
      return { heights, bank, colourAt: ramp(bank.ramp) };
    });

    const clouds = shade(sizePx, (x, y, column, row) => {
      const from = Math.max(1e-6, Math.hypot(x - hearth[0], y - hearth[1]));
      const drift = haze(x * 1.6, y * 1.6);
      const wisp = haze(x * 2.6 + 0.5 * drift + 4, y * 2.6 + 0.7 * drift);
      const vein = smoothstep(0.22, 0, Math.abs(haze(x * 3 + 0.4 * wisp + 9, y * 3 - 0.4 * wisp)));
      const bright = 0.94 - from * 0.9 + 0.5 * wisp + 0.1 * vein;
      const share = smoothstep(-0.25, 0.35, drift + 0.3 * tint(x * 2 + 5, y * 2));
      let colour = blend(glow(bright), warm(bright), share);
      for (const { heights, bank, colourAt } of sheets) {
        const height = heights[row * sizePx + column]!;
        const cover = smoothstep(0, bank.edge, height);
        if (cover === 0) continue;
        // Towards the cluster the cloud thins where it is lit; two reaches, for wisps and for whole billows.
        const fall = (reach: number): number => {
          const toX = Math.round(column + ((hearth[0] - x) / from) * reach * sizePx);
          const toY = Math.round(row + ((hearth[1] - y) / from) * reach * sizePx);
          const inside = toX >= 0 && toY >= 0 && toX < sizePx && toY < sizePx;
          return inside ? height - heights[toY * sizePx + toX]! : 0;
        };
        const near = 1 - smoothstep(0.15, 0.95, from);
        const rim = Math.exp(-Math.max(0, height) * 2.6);
        const lit = 0.07 + 0.15 * near + 2.6 * fall(0.006) + 1.3 * fall(0.03) + 0.34 * rim * (0.5 + near);
        colour = blend(colour, colourAt(lit), cover);
      }
      return colour;
    });

    const starlight = random.fork('stars');
    const stars = paint(sizePx, (context) => {
      context.fillStyle = '#000';
      context.fillRect(0, 0, 1, 1);
      context.globalCompositeOperation = 'lighter';
      const glimmer = (x: number, y: number, size: number, strength: number, hue: string): void => {
        const disc = context.createRadialGradient(x, y, 0, x, y, size);
        disc.addColorStop(0, `rgba(${hue},${strength})`);
        disc.addColorStop(0.25, `rgba(${hue},${strength * 0.35})`);
        disc.addColorStop(1, `rgba(${hue},0)`);
        context.fillStyle = disc;
        context.fillRect(x - size, y - size, 2 * size, 2 * size);
      };
      for (let at = 0; at < 1100; at++) {
        const [x, y] = [starlight.next(), starlight.next()];
        const hue = starlight.pick(['255,244,224', '206,226,255', '255,214,190']);
        glimmer(x, y, 0.0022 + 0.007 * starlight.next() ** 8, 1, hue);
      }
      for (let at = 0; at < 14; at++) {
        const [x, y] = [starlight.between(0.03, 0.97), starlight.between(0.03, 0.97)];
        const size = starlight.between(0.018, 0.05);
        glimmer(x, y, size * 1.3, 0.8, '255,232,214');
        glimmer(x, y, size * 0.35, 1, '255,255,255');
        context.lineWidth = size * 0.05;
        for (let spoke = 0; spoke < 3; spoke++) {
          const angle = Math.PI * (spoke / 3 + 0.5);
          const [dx, dy] = [Math.cos(angle) * size, Math.sin(angle) * size];
          const ray = context.createLinearGradient(x - dx, y - dy, x + dx, y + dy);
          ray.addColorStop(0, 'rgba(255,240,225,0)');
          ray.addColorStop(0.5, 'rgba(255,250,245,1)');
          ray.addColorStop(1, 'rgba(255,240,225,0)');
          context.strokeStyle = ray;
          context.beginPath();
          context.moveTo(x - dx, y - dy);
          context.lineTo(x + dx, y + dy);
          context.stroke();
        }
      }
    });
    return retouch(clouds, (colour, x, y) => {
      const column = Math.min(sizePx - 1, Math.floor(x * sizePx));
      const row = Math.min(sizePx - 1, Math.floor(y * sizePx));
      const at = (row * sizePx + column) * 3;
      const star: Rgb = [stars.data[at]! / 255, stars.data[at + 1]! / 255, stars.data[at + 2]! / 255];
      return screen(colour, star, 1);
    });
  },
};
