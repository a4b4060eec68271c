import {
  blend,
  cells,
  fractal,
  type Generator,
  lambert,
  lot,
  noise2,
  type Rgb,
  ramp,
  rgb,
  sample,
  shade,
  slopeAt,
  smoothstep,
} from './kit.js';

export const kintsugi: Generator = {
  name: 'kintsugi',
  title: 'Mended bowl',
  idea: 'Shards of celadon and iron glaze joined with gold: warped Voronoi cells (Worley 1996) for the breaks, finer ones for the craquelure.',
  draw(sizePx, random) {
    const warp = fractal(random.fork('warp'), 4);
    const breaks = cells(random.fork('breaks'), 4, 1);
    const crackle = cells(random.fork('crackle'), 15, 1);
    const hairs = cells(random.fork('hairs'), 42, 1);
    const fur = fractal(random.fork('fur'), 3);
    const cloud = fractal(random.fork('cloud'), 5);
    const grain = noise2(random.fork('grain'));
    const pool = noise2(random.fork('pool'));
    const celadon = ramp(['#6ea28e', '#a9cdb8', '#d3e6d6', '#eef4e6']);
    const porcelain = ramp(['#d9d5c4', '#efe9d8', '#fbf7ea', '#ffffff']);
    const tenmoku = ramp(['#080504', '#1a0d09', '#3a1a0f', '#7a3a17', '#b8692c']);
    const oil = ramp(['#050809', '#0c1a1f', '#163038', '#3c6168', '#8fb3ae']);
    const cobalt = rgb('#23408e');
    const leaf = ramp(['#5a3408', '#a8701a', '#e0aa3e', '#f7d987', '#fff6d2']);

    const bend = (x: number, y: number): readonly [number, number] => [
      x + 0.05 * warp(x * 2.2, y * 2.2) + 0.006 * warp(x * 17, y * 17),
      y + 0.05 * warp(x * 2.2 + 9, y * 2.2 + 4) + 0.006 * warp(x * 17 + 5, y * 17),
    ];
    const seamWidth = (x: number, y: number): number =>
      0.0085 + 0.006 * pool(x * 5, y * 5) + 0.003 * grain(x * 22, y * 22);
    const shards = new Float32Array(sizePx * sizePx);
    const borders = new Float32Array(sizePx * sizePx);
    const heights = sample(sizePx, (x, y) => {
      const at = Math.floor(y * sizePx) * sizePx + Math.floor(x * sizePx);
      const shard = breaks(...bend(x, y));
      shards[at] = shard.index;
      borders[at] = shard.border;
      const inside = 1 - shard.border / seamWidth(x, y);
      if (inside <= 0) return 0;
      return Math.sqrt(1 - (1 - inside) ** 2) * 0.008 + 0.0003 * grain(x * 120, y * 120);
    });

    return shade(sizePx, (x, y, column, row) => {
      const shard = { index: shards[row * sizePx + column]!, border: borders[row * sizePx + column]! };
      const width = seamWidth(x, y);
      const kind = Math.floor(lot(shard.index, 3) * 4);
      const dark = lot(shard.index, 7) < 0.5;
      const turn = lot(shard.index, 5) * 0.9 - 0.45;
      const wash = cloud(x * 3, y * 3);
      // Each shard once sat elsewhere on the bowl, so its pattern is displaced.
      const [sx, sy] = [x + lot(shard.index, 1) * 3, y + lot(shard.index, 2) * 3];
      const ring = Math.hypot(x - 0.5 + 0.3 * turn, y + 0.35 + 0.2 * turn);
      const across = sx * Math.cos(turn) - sy * Math.sin(turn);
      const down = sx * Math.sin(turn) + sy * Math.cos(turn);
      let colour: Rgb;
      if (dark) {
        if (kind < 2) {
          const hare = fur(across * 34, down * 3.2 + 0.6 * wash);
          colour = tenmoku(0.34 + 0.62 * hare + 0.3 * wash + 0.04 * Math.sin(ring * 190));
        } else if (kind === 2) {
          const spot = hairs(x * 0.55 + 0.4 * lot(shard.index, 1), y * 0.55 + 0.4 * lot(shard.index, 2));
          const size = 0.003 + 0.0055 * lot(spot.index) ** 1.5;
          const drop = smoothstep(size + 0.0012, size - 0.0012, spot.nearest);
          colour = oil(0.22 + 0.16 * wash + drop * (0.42 + 0.3 * smoothstep(size, 0, spot.nearest)));
        } else {
          colour = blend(
            oil(0.3 + 0.2 * wash),
            leaf(0.62 + 0.2 * wash),
            0.75 * seigaiha(across, down, 0.034),
          );
        }
      } else {
        const body = kind < 2 ? celadon : porcelain;
        colour = body(0.55 + 0.4 * wash + 0.1 * Math.sin(ring * 150 + 2 * wash));
        if (kind < 2) colour = blend(colour, celadon(0), 0.75 * seigaiha(across, down + 0.004 * wash, 0.085));
        else {
          const wave = Math.sin(
            (ring + 0.016 * Math.sin(Math.atan2(y + 0.35, x - 0.5) * 26)) * 62 + turn * 9,
          );
          const load = 0.7 + 0.3 * grain(sx * 30, sy * 120);
          const brush = smoothstep(0.35, 0.75, wave + 0.18 * wash) * load;
          colour = blend(colour, cobalt, 0.88 * brush);
        }
      }
      const wobble = 0.012 * grain(x * 9, y * 9);
      const craze = crackle(x + wobble, y - wobble).border;
      const fine = dark ? 1 : hairs(x * 0.8, y * 0.8).border;
      const line = Math.max(smoothstep(0.0019, 0.0006, craze), 0.45 * smoothstep(0.0012, 0.0003, fine));
      colour = blend(colour, dark ? [0.72, 0.42, 0.2] : [0.3, 0.24, 0.2], line * (dark ? 0.3 : 0.62));
      const curve = smoothstep(0.05, 0.004, shard.border - width);
      colour = blend(colour, dark ? [0, 0, 0] : [0.32, 0.3, 0.24], 0.4 * curve);
      const gleam = smoothstep(0.55, 0.9, Math.sin(ring * 9 + shard.index) + 0.35 * wash) * 0.16;
      colour = blend(colour, [1, 1, 0.97], gleam);

      const edge = 1 / sizePx;
      const gold = smoothstep(width + edge, width - edge, shard.border);
      if (gold > 0) {
        const slope = slopeAt(heights, sizePx, column, row);
        const light = lambert([slope[0] * 1.4, slope[1] * 1.4], -2.2, 0.75);
        colour = blend(colour, leaf(light * 1.05 - 0.12 + 0.12 * grain(x * 60, y * 60)), gold);
      }
      const speck = 1 + 0.025 * grain(x * 380, y * 380);
      return [colour[0] * speck, colour[1] * speck, colour[2] * speck];
    });
  },
};

/** Strength of the drawn line, 0..1, in a field of overlapping wave scales (the Japanese pattern of this name). */
function seigaiha(x: number, y: number, size: number): number {
  for (let layer = 1; layer >= -2; layer--) {
    const row = Math.floor((2 * y) / size) + layer;
    const shift = row % 2 === 0 ? 0 : 0.5;
    const column = Math.round(x / size - shift);
    const from = Math.hypot(x - (column + shift) * size, y - (row * size) / 2) / (size / 2);
    if (from > 1) continue;
    const ring = Math.abs(((from * 3.999) % 1) - 0.82);
    return smoothstep(0.2, 0.1, ring);
  }
  return 0;
}
