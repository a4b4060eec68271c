import { blend, fractal, type Generator, mix, noise2, type Rgb, rgb, shade, smoothstep } from './kit.js';

const deep = ['#0b1f5c', '#123f8c', '#4a0f2e', '#8e1230', '#0f4a3c', '#2b1458'].map(rgb);
const clear = ['#f7e6a6', '#fbd66e', '#d8efe6', '#f9f1dc', '#bfe6e6', '#f8c8b4'].map(rgb);
const lead = rgb('#0d0c10');
const glint = rgb('#8d93a3');

interface Pane {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly glass: Rgb;
  readonly shadow: Rgb;
  readonly tilt: readonly [number, number];
}

/** A leaded window, part night glass and part day glass. */
export const stainedGlass: Generator = {
  name: 'stained-glass',
  title: 'Clerestory, Afternoon',
  idea: 'Voronoi panes cut along sweeping arcs, leaded twice as heavily along the arcs, with streaked glass and light through it.',
  draw(sizePx, random) {
    // Great arcs divide the window; their parity decides between night glass and day glass.
    const arcs = Array.from({ length: 5 }, (_, at) => {
      const angle = at * 1.31 + random.between(-0.3, 0.3);
      const radius = random.between(0.45, 0.9);
      const reach = radius + random.between(-0.32, 0.22);
      return { x: 0.5 + Math.cos(angle) * reach, y: 0.5 + Math.sin(angle) * reach, radius };
    });
    /** Side of every arc as bits, and the distance to the nearest arc. */
    const sweep = (x: number, y: number): { side: number; edge: number } => {
      let side = 0;
      let edge = 1;
      for (const [at, arc] of arcs.entries()) {
        const away = Math.hypot(x - arc.x, y - arc.y) - arc.radius;
        if (away < 0) side |= 1 << at;
        edge = Math.min(edge, Math.abs(away));
      }
      return { side, edge };
    };
    const parity = (side: number): number => [...side.toString(2)].filter((bit) => bit === '1').length % 2;

    const columns = 16;
    const panes: Pane[] = [];
    for (let row = -1; row <= columns; row++) {
      for (let column = -1; column <= columns; column++) {
        const x = (column + random.between(0.05, 0.95)) / columns;
        const y = (row + random.between(0.05, 0.95)) / columns;
        const { side } = sweep(x, y);
        const own = parity(side) === 0 ? deep : clear;
        const family = own[(side * 7) % own.length]!;
        const other = random.next() < 0.45 ? own[random.index(own.length)]! : family;
        const stray = random.next() < 0.06 ? (parity(side) === 0 ? clear : deep)[random.index(6)]! : other;
        const glass = mix(
          stray,
          random.next() < 0.35 ? [0.04, 0.04, 0.1] : [1, 0.98, 0.9],
          random.between(0, 0.13),
        );
        panes.push({
          x,
          y,
          side,
          glass,
          shadow: mix(glass, [0.05, 0.02, 0.12], parity(side) === 0 ? 0.75 : 0.38),
          tilt: [random.normal(), random.normal()],
        });
      }
    }

    const streak = fractal(random.fork('streak'), 3);
    const seeds = noise2(random.fork('seeds'));
    const hammered = fractal(random.fork('hammered'), 2);
    return shade(sizePx, (x, y) => {
      const { side, edge } = sweep(x, y);
      const [cellX, cellY] = [Math.floor(x * columns), Math.floor(y * columns)];
      let first = 9;
      let near: Pane | undefined;
      const around: Pane[] = [];
      for (let dy = -2; dy <= 2; dy++) {
        for (let dx = -2; dx <= 2; dx++) {
          const pane = panes[(cellY + dy + 1) * (columns + 2) + cellX + dx + 1];
          if (!pane || pane.side !== side) continue;
          around.push(pane);
          const away = Math.hypot(x - pane.x, y - pane.y);
          if (away < first) {
            first = away;
            near = pane;
          }
        }
      }
      if (!near) return lead;
      // Distance to the nearest bisector between this pane and another.
      let came = 1;
      for (const pane of around) {
        if (pane === near) continue;
        const [dx, dy] = [pane.x - near.x, pane.y - near.y];
        const gap = Math.hypot(dx, dy);
        const along = ((x - (pane.x + near.x) / 2) * dx + (y - (pane.y + near.y) / 2) * dy) / gap;
        came = Math.min(came, -along);
      }
      const thin = 0.003;
      const thick = 0.0075;
      const fromLead = Math.min(came - thin, edge - thick);
      const [u, v] = [x * 8 + near.tilt[0] * 9, y * 8 + near.tilt[1] * 9];
      const flow = streak(u * 0.7 + v * near.tilt[0] * 0.5, v * 2.6 - u * near.tilt[1]);
      const light =
        0.24 * flow +
        0.1 * hammered(x * 70, y * 70) +
        2.2 * ((x - near.x) * near.tilt[0] + (y - near.y) * near.tilt[1]);
      let glass = blend(
        near.glass,
        light > 0 ? [1, 0.97, 0.86] : near.shadow,
        Math.min(0.6, Math.abs(light)),
      );
      if (seeds(x * 95, y * 95) > 0.86) glass = blend(glass, [1, 1, 0.95], 0.4);
      glass = blend(lead, glass, 0.55 + 0.45 * smoothstep(0, 0.01, fromLead));
      const round = edge - thick < came - thin ? edge / thick : came / thin;
      const metal = blend(lead, glint, 0.42 * smoothstep(0.6, 0.1, Math.abs(round - 0.15)));
      return blend(metal, glass, smoothstep(-0.0006, 0.0006, fromLead));
    });
  },
};
