import type { SKRSContext2D } from 'canvas';
import type { Random } from '../../src/base/random.js';
import { css, type Generator, paint, type Rgb, rgb } from './kit.js';

/** Colours of one scale; what is band here is ground at the next finer scale, so that the scales join. */
interface Inks {
  readonly ground: Rgb;
  readonly hatch: Rgb;
  /** From the edge of a band to its middle: the width of each stroke as a share of the band, and its colour. */
  readonly stripes: readonly (readonly [width: number, colour: Rgb])[];
}

const black = rgb('#0b090d');
const night = rgb('#1b171f');
const blush = rgb('#fce6de');
const red = rgb('#f03a55');
const aqua = rgb('#1fa9b8');
const yellow = rgb('#ffcf3f');
const cobalt = rgb('#2a3fc4');
const scales: readonly Inks[] = [
  {
    ground: night,
    hatch: rgb('#473a5c'),
    stripes: [
      [1, black],
      [0.955, blush],
      [0.74, red],
      [0.62, blush],
      [0.36, aqua],
      [0.22, blush],
      [0.1, cobalt],
    ],
  },
  {
    ground: blush,
    hatch: rgb('#f3bfae'),
    stripes: [
      [1, black],
      [0.93, night],
      [0.64, aqua],
      [0.5, night],
      [0.2, yellow],
    ],
  },
  {
    ground: night,
    hatch: rgb('#473a5c'),
    stripes: [
      [1, black],
      [0.9, blush],
      [0.5, red],
      [0.22, blush],
    ],
  },
];

interface Tile {
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly scale: number;
  /** The bands from the lowest to the topmost. */
  readonly bands: readonly Band[];
}

/** A quarter ring round one of the corners (0 top left, 1 top right, 2 bottom left, 3 bottom right), or a straight. */
type Band = 0 | 1 | 2 | 3 | 'across' | 'down';

function layBands(random: Random): readonly Band[] {
  const kind = random.next();
  if (kind < 0.6) return random.next() < 0.5 ? [0, 3] : [1, 2];
  if (kind < 0.84) return random.next() < 0.5 ? ['across', 'down'] : ['down', 'across'];
  return random.shuffle([0, 1, 2, 3] as const);
}

/** Adds a band's middle line to the current path, `over` longer at both ends than the tile. */
function traceBand(context: SKRSContext2D, { x, y, side }: Tile, band: Band, over = 0): void {
  const half = side / 2;
  if (band === 'across') {
    context.moveTo(x - over, y + half);
    context.lineTo(x + side + over, y + half);
  } else if (band === 'down') {
    context.moveTo(x + half, y - over);
    context.lineTo(x + half, y + side + over);
  } else {
    const centreX = x + (band & 1) * side;
    const centreY = y + (band >> 1) * side;
    const start = [0, 1, 3, 2][band]! * (Math.PI / 2) - over / half;
    const end = start + Math.PI / 2 + (2 * over) / half;
    context.moveTo(centreX + half * Math.cos(start), centreY + half * Math.sin(start));
    context.arc(centreX, centreY, half, start, end);
  }
}

/** Strokes a soft shadow of everything that `trace` adds to one path, so that overlaps do not darken twice. */
function drawShadow(context: SKRSContext2D, width: number, trace: () => void): void {
  context.save();
  context.translate(width * 0.09, width * 0.13);
  context.beginPath();
  trace();
  for (let layer = 9; layer >= 0; layer--) {
    context.lineWidth = width * (0.86 + 0.09 * layer);
    context.strokeStyle = css(black, 0.075);
    context.stroke();
  }
  context.restore();
}

function drawBands(context: SKRSContext2D, tile: Tile, inks: Inks): void {
  const { x, y, side } = tile;
  tile.bands.forEach((band, level) => {
    if (level > 0) {
      context.save();
      context.beginPath();
      context.rect(x, y, side, side);
      context.clip();
      drawShadow(context, side / 3, () =>
        traceBand(context, tile, band, typeof band === 'string' ? side : 0.02),
      );
      context.restore();
    }
    inks.stripes.forEach(([share, colour], stripe) => {
      context.beginPath();
      // Each stripe runs on a hair further than the one below it, whose smoothed end would show across the joint.
      traceBand(context, tile, band, 0.0014 * stripe);
      context.lineWidth = (side / 3) * share;
      context.strokeStyle = css(colour);
      context.stroke();
    });
  });
}

/** The grounds of all tiles of a scale with their round corners, which reach into the neighbours, under one hatching. */
function drawGrounds(context: SKRSContext2D, tiles: readonly Tile[], inks: Inks): void {
  const side = tiles[0]!.side;
  const hair = 0.0006;
  context.save();
  context.beginPath();
  for (const { x, y } of tiles) {
    context.rect(x - hair, y - hair, side + 2 * hair, side + 2 * hair);
    for (let corner = 0; corner < 4; corner++) {
      const cx = x + (corner & 1) * side;
      const cy = y + (corner >> 1) * side;
      context.moveTo(cx + side / 3, cy);
      context.arc(cx, cy, side / 3, 0, 2 * Math.PI);
    }
  }
  context.clip();
  context.fillStyle = css(inks.ground);
  context.fillRect(0, 0, 1, 1);
  context.strokeStyle = css(inks.hatch);
  const pitch = Math.max(0.0085, side * 0.05);
  context.lineWidth = pitch * 0.26;
  for (let line = -0.3; line < 1.3; line += pitch) {
    context.beginPath();
    for (let at = -0.02; at <= 1.03; at += 0.01)
      context.lineTo(at, line + 0.2 * at + 0.035 * Math.sin(at * 9 + line * 4));
    context.stroke();
  }
  context.restore();
}

function drawEnds(context: SKRSContext2D, { x, y, side }: Tile, inks: Inks): void {
  for (const [cx, cy] of [
    [0.5, 0],
    [0.5, 1],
    [0, 0.5],
    [1, 0.5],
  ] as const) {
    for (const [share, colour] of inks.stripes) {
      context.beginPath();
      context.arc(x + cx * side, y + cy * side, (share * side) / 6, 0, 2 * Math.PI);
      context.fillStyle = css(colour);
      context.fill();
    }
  }
}

export const truchet: Generator = {
  name: 'truchet',
  title: 'Ring Road',
  idea: 'Truchet tiles at three scales whose colours swap from scale to scale (Carlson, "Multi-scale Truchet patterns", Bridges 2018), as striped and shadowed bands.',
  draw(sizePx, random) {
    const layout = random.fork('layout 5');
    const tiles: Tile[] = [];
    const split = (tile: Omit<Tile, 'bands'>): void => {
      const chance = [0.55, 0.4, 0][tile.scale]!;
      if (layout.next() >= chance) {
        tiles.push({ ...tile, bands: layBands(layout) });
        return;
      }
      const side = tile.side / 2;
      for (let part = 0; part < 4; part++) {
        split({ x: tile.x + (part & 1) * side, y: tile.y + (part >> 1) * side, side, scale: tile.scale + 1 });
      }
    };
    const side = 0.31;
    for (let row = -1; row < 4; row++) {
      for (let column = -1; column < 4; column++)
        split({ x: column * side - 0.05, y: row * side - 0.13, side, scale: 0 });
    }
    return paint(sizePx, (context) => {
      scales.forEach((inks, scale) => {
        const here = tiles.filter((tile) => tile.scale === scale);
        drawGrounds(context, here, inks);
        context.lineCap = 'round';
        drawShadow(context, here[0]!.side / 3, () => {
          for (const tile of here) for (const band of tile.bands) traceBand(context, tile, band);
        });
        context.lineCap = 'butt';
        for (const tile of here) drawEnds(context, tile, inks);
        for (const tile of here) drawBands(context, tile, inks);
      });
    });
  },
};
