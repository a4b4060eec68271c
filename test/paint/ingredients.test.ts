import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cropPlanes, type Planes, type Size, square, toPixels, toPlanes } from '../../src/base/pixels.js';
import { writePicture } from '../../src/files/index.js';
import { rasterGlyph } from '../../src/glyph/index.js';
import type { AlphabetConfigInput } from '../../src/index.js';
import { openFeatureSpace, planScales, type ScaleInput } from '../../src/nst/index.js';
import { gatherIngredients } from '../../src/paint/gather.js';
import type { Ingredients } from '../../src/paint/ingredients.js';
import { letterSubject } from '../../src/paint/letter-subject.js';
import type { Subject } from '../../src/paint/subject.js';
import { mean, meanTone, planes } from '../support/planes.js';
import { scratchFolder } from '../support/scratch.js';
import { smallJob } from '../support/small-job.js';
import { writeColours } from '../support/small-pictures.js';

interface Gathered {
  readonly ingredients: Ingredients;
  readonly finest: ScaleInput;
  /** 1 inside of the letter, the size of the tile. */
  readonly glyph: Planes;
}

async function gather(folder: string, changes: AlphabetConfigInput = {}, sizePx = 32): Promise<Gathered> {
  const { job, font } = await smallJob(folder, {
    preset: 'painted',
    ...changes,
    transfer: { sizePx, ...changes.transfer },
  });
  const finest = planScales(square(sizePx), 1).at(-1)!;
  const ingredients = await gatherIngredients(job, letterSubject(job, font), {
    finest,
    openSpace: openFeatureSpace,
  });
  const { character, placement } = job.recipe;
  const drawn = toPlanes(rasterGlyph(font, character, { placement, canvasPx: sizePx, boxPx: sizePx }));
  const glyph = { ...drawn, data: drawn.data.map((value) => 1 - value) };
  return { ingredients, finest: await ingredients.at(finest), glyph };
}

/** The letter's tile in the middle of a canvas. */
function tileOf(canvas: Planes, sizePx: number): Planes {
  const inset = Math.floor((canvas.width - sizePx) / 2);
  return cropPlanes(canvas, { left: inset, top: inset, width: sizePx, height: sizePx });
}

const darkRed = () => [0.4, 0.05, 0.05];
const paleBlue = () => [0.7, 0.8, 0.95];
const dotted = (x: number, y: number) => [0.5 + 0.4 * Math.sin(40 * x), 0.5 + 0.4 * Math.sin(30 * y), 0.5];

/** An artwork for the letter R that lies in `folder`. */
const from = (file: string) => ({ letters: { R: file } });

describe('the letter', () => {
  it.each([32, 33, 45])(
    'lies in its canvas so that the tile is exactly its picture: %i px',
    async (sizePx) => {
      const { finest, glyph } = await gather(await scratchFolder(), {}, sizePx);
      const ink = tileOf(finest.regions.ink, sizePx);
      const ground = tileOf(finest.regions.ground, sizePx);
      glyph.data.forEach((value, at) => {
        expect(ink.data[at]).toBeCloseTo(value, 6);
        expect(ground.data[at]).toBeCloseTo(1 - value, 6);
      });
    },
  );

  it('and its ground are painted in the colours of their artworks', async () => {
    const folder = await scratchFolder();
    const [ink, ground] = [
      await writeColours(folder, 'ink', darkRed),
      await writeColours(folder, 'ground', paleBlue),
    ];
    const { finest } = await gather(folder, {
      ...from(ink),
      artworks: { ground: { all: ground } },
      transfer: { contrast: 0 },
    });
    const colour = (mask: Planes): number[] =>
      [0, 1, 2].map((channel) => {
        const area = mask.data.length;
        const plane = finest.guide.data.subarray(channel * area, (channel + 1) * area);
        return mean(
          plane,
          mask.data.map((value) => (value === 1 ? 1 : 0)),
        );
      });
    for (const [region, wanted] of [
      ['ink', darkRed()],
      ['ground', paleBlue()],
    ] as const)
      colour(finest.regions[region]).forEach((value, channel) => {
        expect(value).toBeCloseTo(wanted[channel]!, 1);
      });
  });
});

describe('a page', () => {
  it('is made from what draws it, in its own shape, with artworks as large as it says', async () => {
    const { job, font } = await smallJob(await scratchFolder(), { transfer: { start: 'noise' } });
    const size = { width: 90, height: 40 };
    const [scale] = planScales(size, 1);
    const page: Subject = {
      ...letterSubject(job, font),
      name: 'a page',
      size,
      draw: ({ canvas }: { canvas: Size }) => planes(canvas, 1, (x) => (x < 0.5 ? 1 : 0)),
      artworkSidePx: () => 72,
    };
    const ingredients = await gatherIngredients(job, page, { finest: scale!, openSpace: openFeatureSpace });
    const { regions, guide, sources } = await ingredients.at(scale!);
    const start = (await ingredients.start(scale!))!;
    for (const picture of [regions.ink, regions.ground, guide, start])
      expect([picture.width, picture.height]).toEqual([120, 64]);
    expect([sources.ink[0]!.picture.width, sources.ground[0]!.mask.height]).toEqual([72, 72]);
    expect([regions.ink.data[3], regions.ink.data[108]]).toEqual([1, 0]);
    const finished = await ingredients.finish({
      ...size,
      channels: 3,
      data: guide.data.subarray(0, 3 * 3600),
    });
    expect([finished.width, finished.height]).toEqual([90, 40]);
  });
});

describe('what the regions are made of', () => {
  it.each<[string, AlphabetConfigInput['transfer'], [ink: number, ground: number]]>([
    ['both from one artwork', {}, [1, 1]],
    ['the ink alone', { scope: 'ink' }, [1, 0]],
    ['the ground alone', { scope: 'ground' }, [0, 1]],
    ['the ink cut out', { scope: 'ink', plain: 'transparent' }, [1, 0]],
    ['the artwork undivided, for the whole picture as one', { split: { by: 'none' } }, [1, 0]],
  ])('is %s', async (_, transfer, counts) => {
    const { finest } = await gather(await scratchFolder(), { transfer });
    expect([finest.sources.ink.length, finest.sources.ground.length]).toEqual(counts);
    for (const { picture, mask } of [...finest.sources.ink, ...finest.sources.ground]) {
      expect([mask.width, mask.height]).toEqual([picture.width, picture.height]);
      expect(picture.width % 8).toBe(0);
    }
  });

  it('is an artwork of its own for the ground, also where artworks are not split', async () => {
    const folder = await scratchFolder();
    const ground = { all: await writeColours(folder, 'ground', paleBlue) };
    for (const by of ['auto', 'none'] as const) {
      const { finest } = await gather(folder, {
        artworks: { ground },
        transfer: { split: { by }, contrast: 0 },
      });
      expect(meanTone(finest.sources.ground[0]!.picture)).toBeCloseTo(0.79, 1);
      expect(finest.sources.ink).toHaveLength(1);
      expect(Math.max(...finest.regions.ground.data)).toBe(1);
    }
  });

  it('is for the ground alone its own artwork where there is one, else the letter’s', async () => {
    const folder = await scratchFolder();
    const red = await writeColours(folder, 'ink', darkRed);
    const ground = { R: await writeColours(folder, 'ground', paleBlue) };
    const transfer = { scope: 'ground', plain: 'transparent' } as const;
    const tone = async (input: AlphabetConfigInput): Promise<number> =>
      meanTone((await gather(folder, { ...input, transfer })).finest.sources.ground[0]!.picture);
    expect(await tone({ ...from(red), artworks: { ground } })).toBeCloseTo(0.79, 1);
    expect(await tone(from(red))).toBeCloseTo(0.12, 1);
  });

  it('are several artworks with their weights and masks', async () => {
    const folder = await scratchFolder();
    const [one, other] = [
      await writeColours(folder, 'one', dotted),
      await writeColours(folder, 'other', paleBlue),
    ];
    const mask = await writeColours(folder, 'mask', (x) => (x < 0.5 ? [0, 0, 0] : [1, 1, 1]));
    const { finest } = await gather(folder, {
      letters: { R: { artwork: [{ file: one, weight: 3, mask }, { file: other }] } },
    });
    expect(finest.sources.ink.map(({ share }) => share)).toEqual([3, 1]);
    const { data, width } = finest.sources.ink[0]!.mask;
    data.forEach((value, at) => {
      if (at % width < 0.4 * width) expect(value).toBeLessThan(0.01);
    });
    expect(Math.max(...data)).toBeGreaterThan(0.3);
  });

  it('follows detail, tiles and crop in the size of what is looked at', async () => {
    const folder = await scratchFolder();
    // A line of one tenth of the artwork: how much of a source's row it takes tells its size there.
    const line = await writeColours(folder, 'line', (x) =>
      Math.abs(x - 0.5) < 0.05 ? [1, 1, 1] : [0, 0, 0],
    );
    const lines = async (artworks: object, transfer: object = {}) => {
      const { finest } = await gather(folder, {
        ...from(line),
        artworks,
        transfer: { contrast: 0, split: { by: 'none' }, detail: 3, ...transfer },
      });
      const { data, width } = finest.sources.ink[0]!.picture;
      const row = [...data.subarray(0, width)].map((value) => value > 0.5);
      return {
        width,
        count: row.filter((inside, at) => inside && !row[at - 1]).length,
        share: row.filter(Boolean).length / width,
      };
    };
    const plain = await lines({});
    expect([plain.count, plain.share]).toEqual([1, expect.closeTo(0.1, 1)]);
    expect((await lines({}, { detail: 4 })).width).toBeGreaterThan(plain.width);
    expect((await lines({ tiles: 3 })).count).toBe(3);
    const closer = await lines({ crop: { sizeRatio: 0.25 } });
    expect([closer.count, closer.share]).toEqual([1, expect.closeTo(0.4, 1)]);
    expect(await lines({ turnDegrees: 90 })).toMatchObject({ count: 0 });
    expect(await lines({ crop: { x: 0.1, sizeRatio: 0.25 } })).toMatchObject({ count: 0 });
  });
});

describe('the artist’s mask', () => {
  const half = (folder: string) => writeColours(folder, 'half', (x) => (x < 0.5 ? [0, 0, 0] : [1, 1, 1]));

  it('keeps what is black out of both regions', async () => {
    const folder = await scratchFolder();
    const { finest } = await gather(folder, { artworks: { masks: { all: await half(folder) } } });
    const { ink, ground } = finest.regions;
    ink.data.forEach((value, at) => {
      const column = (at % ink.width) / ink.width;
      if (column < 0.4) expect(value + ground.data[at]!).toBe(0);
      if (column > 0.6) expect(value + ground.data[at]!).toBeCloseTo(1, 5);
    });
  });

  it('of one letter is not that of others', async () => {
    const folder = await scratchFolder();
    const masks = { S: await half(folder) };
    const { finest } = await gather(folder, { characters: 'RS', artworks: { masks } });
    expect(finest.regions.ink.data[0]! + finest.regions.ground.data[0]!).toBe(1);
  });

  it('leaves the glyph in plain colours where it is black and the picture where it is white', async () => {
    const folder = await scratchFolder();
    const { ingredients, finest, glyph } = await gather(folder, {
      artworks: { masks: { R: await half(folder) } },
    });
    const picture = planes(32, 3, (x, y, channel) => (x + y + channel) / 4);
    const made = await ingredients.finish(picture);
    const plain = tileOf(finest.guide, 32);
    expect(made.channels).toBe(3);
    glyph.data.forEach((_, at) => {
      for (const channel of [0, 1, 2]) {
        const place = channel * 32 * 32 + at;
        if (at % 32 < 14) expect(made.data[place]).toBeCloseTo(plain.data[place]!, 1);
        if (at % 32 > 18) expect(made.data[place]).toBeCloseTo(picture.data[place]!, 1);
      }
    });
  });

  it('that is soft mixes both, and smears nothing of the styled part over the rest', async () => {
    const folder = await scratchFolder();
    const share = (x: number): number => Math.min(1, Math.max(0, 1.5 - 1.5 * x));
    const fading = await writeColours(folder, 'fading', (x) => [share(x), share(x), share(x)]);
    const { ingredients, finest } = await gather(folder, { artworks: { masks: { R: fading } } });
    const picture = planes(32, 3, (x, y) => (Math.round(32 * x + 32 * y) % 2 === 0 ? 1 : 0));
    const made = await ingredients.finish(picture);
    const plain = tileOf(finest.guide, 32);
    made.data.forEach((value, at) => {
      const styled = share(((at % 32) + 0.5) / 32);
      const mixed = styled * picture.data[at]! + (1 - styled) * plain.data[at]!;
      expect(Math.abs(value - mixed)).toBeLessThan(0.05);
    });
  });
});

describe('what is made of a finished picture', () => {
  const stripes = planes(32, 3, (x, y, channel) => 0.5 + 0.5 * Math.sin(30 * x + 8 * y + channel));

  it('is the picture itself where all of it is styled', async () => {
    const { ingredients } = await gather(await scratchFolder());
    expect(await ingredients.finish(stripes)).toBe(stripes);
  });

  it.each([33, 32])(
    'is the letter alone, its exact coverage as alpha, on request over white: %i px',
    async (px) => {
      const { ingredients, glyph } = await gather(
        await scratchFolder(),
        { transfer: { scope: 'ink', plain: 'transparent' } },
        px,
      );
      const picture = planes(px, 3, (x, y, channel) => 0.5 + 0.5 * Math.sin(30 * x + 8 * y + channel));
      const made = await ingredients.finish(picture);
      expect(made.channels).toBe(4);
      expect(made.data.subarray(3 * px * px)).toEqual(glyph.data);
      const opaque = await ingredients.finish(picture, { opaque: true });
      expect(opaque.channels).toBe(3);
      glyph.data.forEach((value, at) => {
        if (value === 0) expect(opaque.data[at]).toBe(1);
        if (value === 1) expect(opaque.data[at]).toBe(picture.data[at]);
      });
    },
  );

  it('is the ground alone, the letter cut out of it', async () => {
    const transfer = { scope: 'ground', plain: 'transparent' } as const;
    const { ingredients, glyph } = await gather(await scratchFolder(), { transfer });
    const { data } = await ingredients.finish(stripes);
    glyph.data.forEach((value, at) => {
      expect(data[3 * 32 * 32 + at]).toBeCloseTo(1 - value, 6);
    });
  });

  it('is the letter on one plain colour', async () => {
    const transfer = { scope: 'ink', plain: '#ff8000' } as const;
    const { ingredients, glyph } = await gather(await scratchFolder(), { transfer });
    const made = await ingredients.finish(stripes);
    expect(made.channels).toBe(3);
    glyph.data.forEach((value, at) => {
      const pixel = [0, 1, 2].map((channel) => made.data[channel * 32 * 32 + at]);
      if (value === 0) expect(pixel).toEqual([1, expect.closeTo(128 / 255), 0]);
      if (value === 1) expect(pixel[0]).toBe(stripes.data[at]);
    });
  });

  it('is cut by the artist’s mask too', async () => {
    const folder = await scratchFolder();
    const mask = join(folder, 'mask.png');
    await writePicture(mask, toPixels(planes(32, 1, (x) => (x < 0.5 ? 0 : 1))));
    const { ingredients, glyph } = await gather(folder, {
      artworks: { masks: { R: mask } },
      transfer: { scope: 'ink', plain: 'transparent' },
    });
    const { data } = await ingredients.finish(stripes);
    glyph.data.forEach((value, at) => {
      expect(data[3 * 32 * 32 + at]).toBeCloseTo(at % 32 < 16 ? 0 : value, 6);
    });
  });
});

describe('what is started from', () => {
  const scale = planScales(square(32), 1)[0]!;
  const startOf = async (folder: string, start: string) => {
    const { ingredients, finest, glyph } = await gather(folder, { transfer: { start } });
    return { picture: await ingredients.start(scale), finest, glyph };
  };

  it('is the guide for artwork', async () => {
    expect((await startOf(await scratchFolder(), 'artwork')).picture).toBeUndefined();
  });

  it('is black on white for glyph', async () => {
    const { picture, glyph } = await startOf(await scratchFolder(), 'glyph');
    tileOf(picture!, 32).data.forEach((value, at) => {
      expect(value).toBeCloseTo(1 - glyph.data[at % (32 * 32)]!, 5);
    });
  });

  it('has no letter in it for noise', async () => {
    const { picture } = await startOf(await scratchFolder(), 'noise');
    const plane = picture!.data.subarray(0, scale.canvas.width ** 2);
    expect(Math.max(...plane) - Math.min(...plane)).toBeLessThan(1e-6);
  });

  it('is a picture, its middle square as large as the tile', async () => {
    const folder = await scratchFolder();
    const file = await writeColours(folder, 'start', (x, y) => [x, y, 0.25]);
    const { picture } = await startOf(folder, file);
    const { data } = tileOf(picture!, 32);
    for (const [column, row] of [
      [3, 20],
      [28, 9],
      [16, 16],
    ] as const) {
      const at = row * 32 + column;
      expect(data[at]).toBeCloseTo((column + 0.5) / 32, 1);
      expect(data[32 * 32 + at]).toBeCloseTo((row + 0.5) / 32, 1);
      expect(data[2 * 32 * 32 + at]).toBeCloseTo(0.25, 2);
    }
  });
});

describe('a letter that is found', () => {
  const inside = ({ guide }: ScaleInput, mask: Planes): number => meanTone(guide!, mask);
  const around = ({ data, ...size }: Planes): Planes => ({ ...size, data: data.map((value) => 1 - value) });
  const stripes = (x: number, y: number) => {
    const tone = 0.5 + 0.4 * Math.sin(30 * x + 9 * y);
    return [tone, tone, 0.9 * tone];
  };

  it('lays its ground from an artwork of its own', async () => {
    const folder = await scratchFolder();
    const ink = await writeColours(folder, 'red', (x, y) => [0.6 * stripes(x, y)[0]!, 0, 0]);
    const ground = await writeColours(folder, 'blue', (x, y) => [0.2, 0.9, 0.6 + 0.4 * stripes(y, x)[0]!]);
    const { finest } = await gather(
      folder,
      { preset: 'found', ...from(ink), artworks: { ground: { all: ground } } },
      48,
    );
    const { guide, regions } = finest;
    const area = guide!.width * guide!.height;
    const blue = guide!.data.subarray(2 * area);
    const mask = regions.ink.data;
    expect(Math.max(...blue.filter((_, at) => mask[at] === 1))).toBeLessThan(0.3);
    expect(Math.min(...blue.filter((_, at) => mask[at] === 0))).toBeGreaterThan(0.4);
    expect(inside(finest, regions.ink)).toBeLessThan(inside(finest, around(regions.ink)) - 0.3);
  });

  it.each(['ink', 'ground'] as const)(
    'is nothing but its own piece where only the %s is styled',
    async (scope) => {
      const folder = await scratchFolder();
      const file = await writeColours(folder, 'stripes', stripes);
      const transfer = { scope, plain: 'transparent' } as const;
      const { ingredients, glyph } = await gather(folder, { preset: 'found', ...from(file), transfer }, 48);
      const grey = { ...glyph, channels: 3, data: new Float32Array(3 * glyph.data.length).fill(0.3) };
      const { data } = await ingredients.finish(grey);
      const alpha = data.subarray(3 * glyph.data.length);
      const wanted = scope === 'ink' ? glyph : around(glyph);
      expect(Math.max(...alpha.map((value, at) => Math.abs(value - wanted.data[at]!)))).toBeLessThan(0.01);
      expect(ingredients.found!.ink).toEqual(ingredients.found!.ground);
    },
  );

  it('keeps away from the plain colour that it lies on', async () => {
    const folder = await scratchFolder();
    const file = await writeColours(folder, 'stripes', stripes);
    for (const [plain, isDark] of [
      ['#fff0e0', true],
      ['#102030', false],
    ] as const) {
      const transfer = { scope: 'ink', plain, contrast: 0.6 } as const;
      const { finest } = await gather(folder, { preset: 'found', ...from(file), transfer }, 48);
      const tone = inside(finest, finest.regions.ink);
      expect(isDark ? tone < 0.5 : tone > 0.45, `${plain} ${tone}`).toBe(true);
    }
  });
});
