import { describe, expect, it } from 'vitest';
import type { Samples } from '../../src/base/pixels.js';
import { drawPage, layOutPage, type PageSources, paintPage } from '../../src/compose/index.js';
import type { Band } from '../../src/compose/painted-page.js';
import { createConfig } from '../../src/index.js';

const cell = { tiles: 1, betweenRatio: 0, captionRatio: 0.5 };

/** Every pixel of a picture says where it is; a tenth of it is seen through. */
const sources: PageSources = {
  picture: async (name, { width, top, rows }, depth) => {
    const scale = depth === 8 ? 1 : 257;
    const samples = depth === 8 ? new Uint8Array(4 * width * rows) : new Uint16Array(4 * width * rows);
    for (let at = 0; at < width * rows; at++) {
      const [x, y] = [at % width, top + Math.floor(at / width)];
      samples.set([10 * x * scale, 10 * y * scale, name.charCodeAt(0) * scale, 230 * scale], 4 * at);
    }
    return samples;
  },
  shape: (_, { width, height }) =>
    Float32Array.from({ length: width * height }, (__, at) => (at % width) / width),
};

async function paint({
  page = {},
  paper = '#204060',
  rows,
  channels = 3,
  depth = 8,
}: {
  page?: object;
  paper?: string;
  rows?: number;
  channels?: 3 | 4;
  depth?: 8 | 16;
} = {}): Promise<{ samples: Samples; width: number; bands: number }> {
  const { sheet } = createConfig({ sheet: { page } });
  const layout = layOutPage(sheet, { count: 3, tilePx: 16, cell });
  const box = { x: 1, y: 2, width: 9, height: 5 };
  const drawing = drawPage(layout, paper, [
    { pictures: ['A'], caption: [{ shape: 'a', box, colour: '#ff0000' }] },
    { pictures: [undefined], caption: [] },
    { pictures: ['C'], caption: [] },
  ]);
  const bands: Band[] = [];
  const options = rows === undefined ? { channels, depth } : { channels, depth, rows };
  for await (const band of paintPage(drawing, sources, options)) bands.push(band);
  const all = bands.flatMap(({ samples }) => [...samples]);
  const samples = depth === 8 ? Uint8Array.from(all) : Uint16Array.from(all);
  return { samples, width: layout.width, bands: bands.length };
}

describe('painting a page', () => {
  it.each([
    {},
    { page: { bleedMm: 0.5, cropMarks: true } },
    { paper: 'transparent', channels: 4 },
    { depth: 16 },
  ] as const)('gives the same picture in bands of any height (%j)', async (options) => {
    const whole = await paint({ ...options, rows: 10_000 });
    expect(whole.bands).toBe(1);
    for (const rows of [1, 7, 16]) {
      const { samples, bands } = await paint({ ...options, rows });
      expect(bands).toBeGreaterThan(1);
      expect(samples).toEqual(whole.samples);
    }
  });

  it('lays pictures over the paper by how opaque they are', async () => {
    const { samples, width } = await paint();
    const [x, y] = [3, 5];
    const mixed = (above: number, below: number): number => Math.round(below + (above - below) * (230 / 255));
    expect([...samples.slice(3 * (y * width + x), 3 * (y * width + x) + 3)]).toEqual([
      mixed(30, 0x20),
      mixed(50, 0x40),
      mixed(65, 0x60),
    ]);
  });

  it('continues letters at the edge into the bleed as in a mirror', async () => {
    const { samples, width } = await paint({ page: { bleedMm: 0.5 } });
    const bleedPx = 6;
    const pixel = (x: number, y: number): number[] => [
      ...samples.slice(3 * (y * width + x), 3 * (y * width + x) + 3),
    ];
    for (let step = 0; step < bleedPx; step++) {
      expect(pixel(bleedPx - 1 - step, 12)).toEqual(pixel(bleedPx + step, 12));
      expect(pixel(12, bleedPx - 1 - step)).toEqual(pixel(12, bleedPx + step));
      expect(pixel(bleedPx - 1 - step, bleedPx - 1 - step)).toEqual(pixel(bleedPx + step, bleedPx + step));
    }
    expect(pixel(bleedPx, 12)).not.toEqual(pixel(bleedPx + 1, 12));
  });

  it('leaves a transparent page clear where nothing lies', async () => {
    const { samples, width } = await paint({ paper: 'transparent', channels: 4, page: { cropMarks: true } });
    expect([...samples.slice(0, 4)]).toEqual([0, 0, 0, 0]);
    const opacities = new Set(Array.from({ length: samples.length / 4 }, (_, at) => samples[4 * at + 3]));
    // Clear, the tone of what is missing, pictures and marks; the caption has all between.
    expect(
      [0, 31, 230, 255].every((opacity) => opacities.has(opacity)),
      `${width} px`,
    ).toBe(true);
  });

  it('paints 16 bits as finely as they are', async () => {
    const [coarse, fine] = [await paint(), await paint({ depth: 16 })];
    for (const [at, value] of fine.samples.entries())
      expect(Math.abs(value / 257 - coarse.samples[at]!)).toBeLessThan(0.51);
    expect(fine.samples.some((value) => value % 257 !== 0)).toBe(true);
  });
});
