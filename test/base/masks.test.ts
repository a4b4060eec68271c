import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  bled,
  bordered,
  filled,
  grey,
  inverted,
  over,
  painted,
  product,
  withAlpha,
} from '../../src/base/masks.js';
import { type Planes, toPixels, toPlanes } from '../../src/base/pixels.js';
import { plainGlyphs } from '../support/glyphs.js';
import { coloured, planes } from '../support/planes.js';

const ink = [0.9, 0.2, 0.1];
const ground = [0.1, 0.3, 0.9];

/** A glyph of the font with its soft edges, 1 inside. */
const glyph = inverted(toPlanes((await plainGlyphs('R', 64)).get('R')!));
/** The letter in its colour on another, as a stylised tile has it. */
const tile = painted(glyph, ink, ground);

const pixel = ({ data, width, height }: Planes, at: number): number[] =>
  [0, 1, 2].map((channel) => data[channel * width * height + at]!);

/** Whether a place that is fully inside of the mask lies within so many pixels, corners counted as one. */
function isNear({ width, height, data }: Planes, at: number, reachPx: number): boolean {
  const [row, column] = [Math.floor(at / width), at % width];
  for (let y = Math.max(0, row - reachPx); y <= Math.min(height - 1, row + reachPx); y++)
    for (let x = Math.max(0, column - reachPx); x <= Math.min(width - 1, column + reachPx); x++)
      if (data[y * width + x] === 1) return true;
  return false;
}

describe('a mask', () => {
  const mask = planes(3, 1, (x) => x);

  it('is filled, inverted and multiplied place by place', () => {
    expect([...filled(tile, 0.25).data]).toEqual(Array(64 * 64).fill(0.25));
    expect([...inverted(mask).data.subarray(0, 3)]).toEqual([
      1,
      expect.closeTo(2 / 3),
      expect.closeTo(1 / 3),
    ]);
    expect(product(mask, mask).data[2]).toBeCloseTo(4 / 9, 6);
  });

  it('can be the luminance of a picture', () => {
    const { channels, data } = grey(coloured(2, (x) => (x === 0 ? [1, 1, 1] : [0, 1, 0])));
    expect([channels, data[0], data[1]]).toEqual([1, expect.closeTo(1), expect.closeTo(0.7152)]);
  });

  it('is painted in two colours, and lays a picture over another', () => {
    const picture = painted(mask, ink, ground);
    expect(pixel(picture, 0)).toEqual(ground.map((value) => expect.closeTo(value)));
    expect(pixel(picture, 2)[0]).toBeCloseTo((2 * ink[0]! + ground[0]!) / 3, 6);
    const flat = (colour: readonly number[]): Planes => coloured(3, () => colour);
    over(flat(ink), flat(ground), mask).data.forEach((value, at) => {
      expect(value).toBeCloseTo(picture.data[at]!, 6);
    });
  });
});

describe('the cut-out', () => {
  const cut = bled(tile, glyph);

  it('has every colour of the letter as it was', () => {
    glyph.data.forEach((value, at) => {
      if (value === 1) expect(pixel(cut, at)).toEqual(pixel(tile, at));
    });
  });

  it('keeps no colour of the ground at the letter’s edge, nor for several pixels around it', () => {
    let [edge, near] = [0, 0];
    glyph.data.forEach((value, at) => {
      if (value > 0 && value < 1) edge++;
      if (!isNear(glyph, at, 8)) return;
      near++;
      pixel(cut, at).forEach((sample, channel) => {
        expect(sample).toBeCloseTo(ink[channel]!, 4);
      });
    });
    expect(edge).toBeGreaterThan(50);
    expect(near).toBeGreaterThan(edge);
  });

  it.each([
    ['black', [0, 0, 0]],
    ['white', [1, 1, 1]],
    ['magenta', [1, 0, 1]],
  ])(
    'has no fringe over %s: every pixel lies between the letter’s colour and the paper’s',
    async (_, paper) => {
      const { data } = await sharp(toPixels(withAlpha(cut, glyph)).data, {
        raw: { width: 64, height: 64, channels: 4 },
      })
        .flatten({
          background: { r: 255 * paper[0]!, g: 255 * paper[1]!, b: 255 * paper[2]! },
        })
        .raw()
        .toBuffer({ resolveWithObject: true });
      glyph.data.forEach((share, at) => {
        for (const channel of [0, 1, 2]) {
          const expected = 255 * (share * ink[channel]! + (1 - share) * paper[channel]!);
          expect(Math.abs(data[at * 3 + channel]! - expected)).toBeLessThan(2);
        }
      });
    },
  );

  it('has no fringe either once another program reduces it: it is as if there had never been another ground', async () => {
    const reduced = (picture: Planes): Promise<Buffer> =>
      sharp(toPixels(withAlpha(picture, glyph)).data, { raw: { width: 64, height: 64, channels: 4 } })
        .resize(23, 23)
        .raw()
        .toBuffer();
    const farthest = (one: Buffer, other: Buffer): number =>
      Math.max(...one.map((value, at) => (one[at | 3]! < 32 ? 0 : Math.abs(value - other[at]!))));
    const clean = await reduced(painted(glyph, ink, ink));
    expect(farthest(await reduced(cut), clean)).toBeLessThan(2);
    expect(farthest(await reduced(tile), clean)).toBeGreaterThan(20);
  });

  it('of a letter without a single full pixel is left as it is', () => {
    const thin = planes(8, 1, (x) => (x === 0.5 ? 0.5 : 0));
    expect([...bled(painted(thin, ink, ground), thin).data]).toEqual([...painted(thin, ink, ground).data]);
  });

  it('carries several colours each to its own side', () => {
    const bar = planes(9, 1, (x) => (x > 0.3 && x < 0.6 ? 1 : 0));
    const made = bled(
      coloured(9, (x, y) => (x > 0.3 && x < 0.6 ? (y < 0.5 ? [1, 0, 0] : [0, 0, 1]) : [0, 1, 0])),
      bar,
    );
    expect(pixel(made, 0)).toEqual([1, 0, 0]);
    expect(pixel(made, 80)).toEqual([0, 0, 1]);
  });
});

it('a picture with a border keeps its middle and repeats its edge', () => {
  const picture = planes(3, 2, (x, y, channel) => channel + x / 10 + y);
  const { width, height, data } = bordered(picture, { width: 8, height: 6 });
  expect([width, height]).toEqual([8, 6]);
  for (const channel of [0, 1])
    for (let row = 0; row < 6; row++)
      for (let column = 0; column < 8; column++) {
        const within = (at: number): number => Math.min(2, Math.max(0, at));
        const from = (channel * 3 + within(row - 1)) * 3 + within(column - 2);
        expect(data[(channel * 6 + row) * 8 + column]).toBe(picture.data[from]);
      }
  expect([...bordered(picture, picture).data]).toEqual([...picture.data]);
});
