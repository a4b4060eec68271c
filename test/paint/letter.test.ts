import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { readPicture } from '../../src/files/index.js';
import type { AlphabetConfigInput, Progress } from '../../src/index.js';
import { createPainter, type PictureResult } from '../../src/paint/index.js';
import { scratchFolder } from '../support/scratch.js';
import { smallJob } from '../support/small-job.js';
import { writeColours } from '../support/small-pictures.js';

const painter = createPainter();
afterAll(() => painter.close());

interface Rendered {
  readonly result: PictureResult;
  readonly picture: Pixels;
  readonly bytes: Buffer;
  readonly out: string;
  readonly records: readonly Progress[];
}

async function render(folder: string, changes: AlphabetConfigInput = {}): Promise<Rendered> {
  const { transfer, ...others } = changes;
  const { job } = await smallJob(folder, {
    ...others,
    transfer: { iterations: 2, evaluationsPerIteration: 3, secondTryBelow: 0, ...transfer },
  });
  const records: Progress[] = [];
  const result = await painter.paint(job, (record) => records.push(record));
  return {
    result,
    records,
    out: dirname(dirname(job.files.picture)),
    picture: await readPicture(job.files.picture, { background: '#ffffff' }),
    bytes: await readFile(job.files.picture),
  };
}

/** Mean luminance, 0..1, of the pixels whose glyph is all ink, or all paper. */
async function tones({ out, picture }: Rendered): Promise<{ ink: number; paper: number }> {
  const glyph = await readPicture(join(out, 'content/R.png'), { background: '#ffffff' });
  const mean = (shade: number): number => {
    let [sum, count] = [0, 0];
    for (let at = 0; at < glyph.data.length; at += 3) {
      if (glyph.data[at] !== shade) continue;
      const [red, green, blue] = picture.data.subarray(at, at + 3);
      sum += (0.2126 * red! + 0.7152 * green! + 0.0722 * blue!) / 255;
      count++;
    }
    return sum / count;
  };
  return { ink: mean(0), paper: mean(255) };
}

describe('a letter', () => {
  it('is the same again from the same job, and another from another seed', async () => {
    const folder = await scratchFolder();
    const [first, again, other] = [
      await render(folder, { seed: 1 }),
      await render(folder, { seed: 1, out: 'again' }),
      await render(folder, { seed: 2, out: 'other' }),
    ];
    expect(again.bytes.equals(first.bytes)).toBe(true);
    expect(other.bytes.equals(first.bytes)).toBe(false);
  });

  it('follows every control', async () => {
    const folder = await scratchFolder();
    const file = await writeColours(folder, 'waves', (x, y) => [
      0.5 + 0.4 * Math.sin(9 * x),
      0.4 + 0.3 * Math.sin(5 * y),
      0.3 + 0.2 * Math.sin(17 * x * y),
    ]);
    const mask = await writeColours(folder, 'mask', (x) => (x < 0.5 ? [0, 0, 0] : [1, 1, 1]));
    const letters = { R: file };
    const controls: Record<string, AlphabetConfigInput> = {
      contentWeight: { transfer: { contentWeight: 1 } },
      detail: { transfer: { detail: 4 } },
      layerWeights: { transfer: { layerWeights: [0, 0, 0, 1] } },
      'scope ink': { transfer: { scope: 'ink' } },
      'scope ground': { transfer: { scope: 'ground' } },
      contrast: { transfer: { contrast: 1 } },
      'no contrast': { transfer: { contrast: 0 } },
      toneWeight: { transfer: { toneWeight: 100, contrast: 1 } },
      fitRatio: { transfer: { fitRatio: 0.25, toneWeight: 100, contrast: 1 } },
      polarity: { transfer: { polarity: 'light-on-dark' } },
      colours: { transfer: { colours: ['#000080', '#ffff00'] } },
      'colours of the glyph': { transfer: { colours: 'glyph' } },
      'start from the glyph': { transfer: { start: 'glyph' } },
      'start from noise': { transfer: { start: 'noise' } },
      'start from a picture': { transfer: { start: file } },
      startNoise: { transfer: { startNoise: 0.5 } },
      totalVariation: { transfer: { totalVariation: 50 } },
      totalVariationKind: { transfer: { totalVariation: 50, totalVariationKind: 'edges' } },
      'split by colour': { transfer: { split: { by: 'colour' } } },
      'no split': { transfer: { split: { by: 'none' } } },
      inkRatio: { transfer: { split: { inkRatio: 0.05 } } },
      groundRatio: { transfer: { split: { groundRatio: 0.05 } } },
      crop: { artworks: { crop: { x: 0.2, sizeRatio: 0.4 } } },
      turn: { artworks: { turnDegrees: 90 } },
      tiles: { artworks: { tiles: 2 } },
      ground: { artworks: { ground: { all: mask } } },
      'mask of the letter': { artworks: { masks: { R: mask } } },
      'mask of the artwork': { letters: { R: { artwork: [{ file, mask }] } } },
      blend: { letters: { R: { artwork: [{ file }, { file: mask }] } } },
    };
    const seen = new Map([[(await render(folder, { letters })).bytes.toString('hex'), 'nothing']]);
    for (const [name, changes] of Object.entries(controls)) {
      const made = (await render(folder, { letters, ...changes })).bytes.toString('hex');
      expect([name, seen.get(made)]).toEqual([name, undefined]);
      seen.set(made, name);
    }
  });

  it('of the ink alone is a cut-out whose alpha is the exact coverage of the glyph, with opaque frames', async () => {
    const { bytes, out } = await render(await scratchFolder(), {
      transfer: { sizePx: 45, scope: 'ink', plain: 'transparent' },
    });
    // PNG: colour type 6 is RGB with alpha.
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes[25]]).toEqual([45, 45, 6]);
    const over = (background: string) => readPicture(join(out, 'letters/R.png'), { background });
    const [black, white] = [await over('#000000'), await over('#ffffff')];
    const glyph = await readPicture(join(out, 'content/R.png'), { background: '#ffffff' });
    // Where the picture is transparent, and only there, it looks different on another ground.
    glyph.data.forEach((shade, at) => {
      expect(Math.abs(white.data[at]! - black.data[at]! - shade)).toBeLessThanOrEqual(1);
    });
    const frame = await readPicture(join(out, 'frames/R/002.webp'), { background: '#ff00ff' });
    expect(Math.min(...frame.data.subarray(0, 3))).toBeGreaterThan(240);
  });

  it('is dark on light or light on dark as polarity says, and contrast holds both apart', async () => {
    const folder = await scratchFolder();
    const file = await writeColours(folder, 'dull', (x, y) => {
      const tone = 0.5 + 0.05 * Math.sin(9 * x + 4 * y);
      return [tone, tone, 0.9 * tone];
    });
    const gap = async (transfer: AlphabetConfigInput['transfer']): Promise<number> => {
      const { ink, paper } = await tones(await render(folder, { letters: { R: file }, transfer }));
      return paper - ink;
    };
    expect(await gap({ polarity: 'dark-on-light', contrast: 0.6 })).toBeGreaterThan(0.2);
    expect(await gap({ polarity: 'light-on-dark', contrast: 0.6 })).toBeLessThan(-0.2);
    const [low, high] = [
      await gap({ polarity: 'dark-on-light', contrast: 0.1 }),
      await gap({ polarity: 'dark-on-light', contrast: 1 }),
    ];
    expect(high).toBeGreaterThan(low + 0.3);
  });

  it('starts from a picture', async () => {
    const folder = await scratchFolder();
    const start = await writeColours(folder, 'start', (x, y) => [x, y, 0.5]);
    const { picture } = await render(folder, {
      transfer: { start, startNoise: 0, iterations: 1, evaluationsPerIteration: 1 },
    });
    for (const [column, row] of [
      [4, 20],
      [27, 9],
    ] as const) {
      const [red, green, blue] = picture.data.subarray((row * 32 + column) * 3);
      expect(Math.abs(red! / 255 - (column + 0.5) / 32)).toBeLessThan(0.05);
      expect(Math.abs(green! / 255 - (row + 0.5) / 32)).toBeLessThan(0.05);
      expect(Math.abs(blue! / 255 - 0.5)).toBeLessThan(0.02);
    }
  });

  it('whose ingredients change while the run goes on says so in a sentence', async () => {
    const folder = await scratchFolder();
    const file = await writeColours(folder, 'art', (x) => [x, x, x]);
    const { job } = await smallJob(folder, { letters: { R: file } });
    await writeColours(folder, 'art', (x) => [1 - x, x, x]);
    await expect(painter.paint(job, () => {})).rejects.toMatchObject({
      code: 'artwork',
      message: expect.stringMatching(
        /^Expected the artwork .*art\.png of «R» to stay as it was, but .+; .+\.$/,
      ),
    });
  });
});

describe('a second try', () => {
  const foldersOf = async ({ out }: Rendered) => (await readdir(join(out, 'frames'))).sort();
  const iterations = ({ records }: Rendered): number =>
    records.filter(({ kind }) => kind === 'iteration').length;

  it('is not made where none is asked for, nor where the letter is legible enough', async () => {
    const folder = await scratchFolder();
    for (const secondTryBelow of [0, 0.001]) {
      const made = await render(folder, { transfer: { secondTryBelow } });
      expect(made.result.tries).toBe(1);
      expect(iterations(made)).toBe(2);
    }
  });

  it.each([
    // Letter and ground start nearly alike under strong noise: more contrast shows more of the letter.
    [
      'better',
      { polarity: 'dark-on-light', contrast: 0.02, startNoise: 0.5, evaluationsPerIteration: 1 } as const,
    ],
    // Black on white is to become light on dark: more contrast gets it farther into the grey between.
    [
      'worse',
      {
        start: 'glyph',
        polarity: 'light-on-dark',
        contrast: 1,
        contentWeight: 5,
        fitRatio: 0,
        toneWeight: 50,
        startNoise: 0,
        evaluationsPerIteration: 10,
      } as const,
    ],
  ])(
    'is made below the threshold, and the clearer one is kept: the second is %s',
    async (second, transfer) => {
      const folder = await scratchFolder();
      const dull = await writeColours(folder, 'dull', (x) => [0.5 + 0.02 * x, 0.5, 0.5]);
      const letters = { R: dull };
      const first = await render(folder, { letters, transfer, out: 'first' });
      const both = await render(folder, {
        letters,
        transfer: { ...transfer, secondTryBelow: 1 },
        out: 'both',
      });
      expect([first.result.tries, both.result.tries]).toEqual([1, 2]);
      expect(both.result.evaluations).toBeGreaterThan(first.result.evaluations);
      expect(iterations(both)).toBe(2 * iterations(first));
      const better = second === 'better';
      expect(both.result.legibility.r2 > first.result.legibility.r2).toBe(better);
      expect(both.bytes.equals(first.bytes)).toBe(!better);
      // The frames are those of the one that is kept, and nothing lies beside them.
      expect(await foldersOf(both)).toEqual(['R']);
      const frames = ({ out }: Rendered) => readdir(join(out, 'frames/R'));
      expect(await frames(both)).toEqual(await frames(first));
      const frame = ({ out }: Rendered) => readFile(join(out, 'frames/R/001.webp'));
      expect((await frame(both)).equals(await frame(first))).toBe(!better);
    },
  );

  it('that was stopped leaves nothing once the letter is made again', async () => {
    const folder = await scratchFolder();
    const left = join(folder, 'out/frames/R.second');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, '001.jpg'), 'half of a frame');
    expect(await foldersOf(await render(folder))).toEqual(['R']);
  });
});
