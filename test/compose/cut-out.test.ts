import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inverted, over, painted, withAlpha } from '../../src/base/masks.js';
import { type Pixels, type Planes, toPixels, toPlanes } from '../../src/base/pixels.js';
import { cutOut, letterColours, seenThrough } from '../../src/compose/index.js';
import { plainGlyphs } from '../support/glyphs.js';
import { coloured, planes } from '../support/planes.js';

const sidePx = 96;
const glyph = inverted(toPlanes((await plainGlyphs('R', sidePx)).get('R')!));
const ground = coloured(sidePx, (x, y) => [0.95, 0.8 + 0.1 * x, 0.2 + 0.1 * y]);
/** Ink that changes slowly, so that a colour carried on by a few pixels is nearly that which would be there. */
const ink = coloured(sidePx, (x, y) => [0.1 + 0.2 * x, 0.15 + 0.1 * y, 0.5 - 0.2 * x]);
const depths = { insetPx: 2, doubtPx: 3 };

const grounds: [string, [number, number, number]][] = [
  ['black', [0, 0, 0]],
  ['white', [255, 255, 255]],
  ['magenta', [255, 0, 255]],
];

/** A cut-out laid over a flat colour in the place that it has in its tile, by the picture library. */
async function laidOver(
  cut: { picture: Pixels; left: number; top: number },
  colour: number[],
): Promise<Buffer> {
  const { data, width, height } = cut.picture;
  const [r, g, b] = colour as [number, number, number];
  return sharp({ create: { width: sidePx, height: sidePx, channels: 3, background: { r, g, b } } })
    .composite([
      { input: Buffer.from(data), raw: { width, height, channels: 4 }, left: cut.left, top: cut.top },
    ])
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** How far a picture is from the ink laid over a colour through the exact coverage, at its worst, of 255. */
function fringe(made: Buffer, colour: readonly number[]): number {
  let worst = 0;
  glyph.data.forEach((share, at) => {
    for (const channel of [0, 1, 2]) {
      const own = 255 * ink.data[channel * glyph.data.length + at]!;
      worst = Math.max(
        worst,
        Math.abs(made[3 * at + channel]! - (share * own + (1 - share) * colour[channel]!)),
      );
    }
  });
  return worst;
}

/** A soft edge, as a stylised letter has it: the mask blurred over three pixels. */
function softened(mask: Planes): Planes {
  const { width, height, data } = mask;
  const at = (x: number, y: number): number =>
    data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))]!;
  return {
    ...mask,
    data: data.map((_, index) => {
      const [x, y] = [index % width, Math.floor(index / width)];
      let sum = 0;
      for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) sum += at(x + dx, y + dy);
      return sum / 9;
    }),
  };
}

describe('a letter cut out of its tile', () => {
  const tile = toPixels(over(ink, ground, softened(glyph)));

  it.each(grounds)('has no fringe over %s', async (_, colour) => {
    const cut = cutOut(letterColours(tile, glyph, depths), glyph)!;
    expect(fringe(await laidOver(cut, colour), colour)).toBeLessThan(4);
  });

  it.each(grounds)('would have one over %s were its colours left as they are', async (_, colour) => {
    const bare = cutOut(toPlanes(tile), glyph)!;
    expect(fringe(await laidOver(bare, colour), colour)).toBeGreaterThan(60);
  });

  it('is trimmed to what is seen, and says where that lies', () => {
    const { picture, left, top } = cutOut(letterColours(tile, glyph, depths), glyph)!;
    const column = (x: number): number =>
      Math.max(
        ...Array.from({ length: picture.height }, (_, y) => picture.data[4 * (y * picture.width + x) + 3]!),
      );
    const row = (y: number): number =>
      Math.max(
        ...Array.from({ length: picture.width }, (_, x) => picture.data[4 * (y * picture.width + x) + 3]!),
      );
    expect(Math.min(column(0), column(picture.width - 1), row(0), row(picture.height - 1))).toBeGreaterThan(
      0,
    );
    for (const [x, y] of [
      [0, 0],
      [20, 30],
    ] as const)
      expect(picture.data[4 * (y * picture.width + x) + 3]).toBe(
        Math.round(255 * glyph.data[(top + y) * sidePx + left + x]!),
      );
  });

  it('is undefined where nothing is to be seen', () => {
    expect(
      cutOut(
        ink,
        planes(sidePx, 1, () => 0),
      ),
    ).toBeUndefined();
  });
});

describe('ground that reaches in under the outline', () => {
  /** A bar from left to right across the tile. */
  const bar = planes(sidePx, 1, (_, y) => (y > 0.25 && y < 0.75 ? 1 : 0));
  const red = [0.7, 0.1, 0.1];
  const yellow = [1, 0.9, 0.2];
  const colourAt = (colours: Planes, x: number, y: number): number[] =>
    [0, 1, 2].map((channel) => colours.data[(channel * sidePx + y) * sidePx + x]!);
  const top = sidePx / 4 + 1;

  it('is replaced by the letter’s own colours', () => {
    const bitten = coloured(sidePx, (x, y) => {
      const bite = Math.abs(x - 0.5) < 0.08 && y < 0.25 + 3.5 / sidePx;
      return y <= 0.25 || y >= 0.75 || bite ? yellow : red;
    });
    const made = letterColours(toPixels(bitten), bar, { insetPx: 1, doubtPx: 5 });
    for (const y of [top, top + 1, top + 2]) {
      colourAt(made, sidePx / 2, y).forEach((value, channel) => {
        expect(value).toBeCloseTo(red[channel]!, 1);
      });
    }
  });

  it('is told from a vein that goes on across the letter', () => {
    const veined = coloured(sidePx, (x, y) =>
      y <= 0.25 || y >= 0.75 || Math.abs(x - 0.5) < 0.03 ? yellow : red,
    );
    const made = letterColours(toPixels(veined), bar, { insetPx: 1, doubtPx: 5 });
    colourAt(made, sidePx / 2, top).forEach((value, channel) => {
      expect(value).toBeCloseTo(yellow[channel]!, 1);
    });
  });
});

describe('a cut-out that reaches beyond the outline', () => {
  const bar = planes(sidePx, 1, (_, y) => (y > 0.25 && y < 0.75 ? 1 : 0));
  const red = [0.7, 0.1, 0.1];
  const dark = [0.45, 0.05, 0.05];
  const yellow = [1, 0.9, 0.2];
  /** A dark flame that leaves the bar by eight pixels, wherever else it ends at its outline. */
  const tile = coloured(sidePx, (x, y) => {
    if (y < 0.75 && y > 0.25 - 8 / sidePx && Math.abs(x - 0.5) < 0.1) return dark;
    return y > 0.25 && y < 0.75 ? red : yellow;
  });
  const made = letterColours(toPixels(tile), bar, { insetPx: 1, doubtPx: 3, growPx: 6 });
  const at = (x: number, y: number): number[] =>
    [0, 1, 2].map((channel) => Math.round(100 * made.data[(channel * sidePx + y) * sidePx + x]!) / 100);

  it('keeps the texture that has left it', () => {
    expect(at(sidePx / 2, sidePx / 4 - 4)).toEqual([
      expect.closeTo(0.45, 1),
      expect.closeTo(0.05, 1),
      expect.closeTo(0.05, 1),
    ]);
  });

  it('shows no ground elsewhere, but the letter’s colours carried on', () => {
    for (const x of [10, 80])
      expect(at(x, sidePx / 4 - 4)).toEqual([
        expect.closeTo(0.7, 1),
        expect.closeTo(0.1, 1),
        expect.closeTo(0.1, 1),
      ]);
  });
});

describe('a letter of thin strokes', () => {
  it('keeps the colour of their middles', () => {
    const hair = planes(32, 1, (x) => (x > 0.4 && x < 0.5 ? 1 : 0));
    const tile = toPixels(painted(hair, [0.2, 0.1, 0.6], [1, 1, 1]));
    const made = letterColours(tile, hair, { insetPx: 3, doubtPx: 4 });
    expect(made.data[15 * 32 + 14]).toBeCloseTo(0.2, 2);
    expect(made.data[15 * 32 + 2]).toBeCloseTo(0.2, 2);
  });
});

describe('a tile that is transparent itself', () => {
  it('is not made more transparent at its edge by being cut out again', () => {
    const tile = toPixels(withAlpha(ink, glyph));
    const seen = seenThrough(glyph, tile);
    seen.data.forEach((share, at) => {
      expect(Math.abs(share - glyph.data[at]!)).toBeLessThan(1 / 255);
    });
    const cut = cutOut(letterColours(tile, glyph, depths), seen)!;
    expect(cut.picture.channels).toBe(4);
  });
});
