import { describe, expect, it } from 'vitest';
import { blur } from '../../src/artwork/index.js';
import { grey } from '../../src/base/masks.js';
import { cropPlanes, type Planes } from '../../src/base/pixels.js';
import { resampled } from '../../src/found/resample.js';
import { loadFonts } from '../../src/glyph/index.js';
import type { AlphabetConfigInput } from '../../src/index.js';
import { openFeatureSpace, planScales, type Scale, type ScaleInput } from '../../src/nst/index.js';
import { gatherIngredients } from '../../src/paint/gather.js';
import type { Ingredients } from '../../src/paint/ingredients.js';
import type { Subject } from '../../src/paint/subject.js';
import { textSubject } from '../../src/paint/text-subject.js';
import { mean, meanTone } from '../support/planes.js';
import { scratchFolder } from '../support/scratch.js';
import { smallPage } from '../support/small-job.js';
import { writeColours } from '../support/small-pictures.js';

interface FoundPage {
  readonly subject: Subject;
  readonly ingredients: Ingredients;
  readonly scale: Scale;
  readonly input: ScaleInput;
}

async function findPage(folder: string, changes: AlphabetConfigInput, content: string): Promise<FoundPage> {
  const { job } = await smallPage(folder, { preset: 'found', ...changes }, content);
  const fonts = job.recipe.fonts.map(({ sha256 }) => ({ file: job.inputs[sha256]!, axes: {} }));
  const subject = textSubject(job.recipe, job.name, await loadFonts(fonts));
  const [scale] = planScales(subject.size, 1, { found: true });
  const ingredients = await gatherIngredients(job, subject, { finest: scale!, openSpace: openFeatureSpace });
  return { subject, ingredients, scale: scale!, input: await ingredients.at(scale!) };
}

/** Dark and red on the left, light and blue on the right, with some drawing. */
const twoSides = (x: number, y: number): number[] => {
  const drawing = 0.1 * Math.sin(40 * x) * Math.sin(30 * y);
  return x < 0.5 ? [0.3 + drawing, 0.1, 0.1] : [0.7 + drawing, 0.8 + drawing, 0.95];
};

describe('a page of text', () => {
  it('is found in its artwork: letters in its dark side, the ground in its light one, and starts from that', async () => {
    const folder = await scratchFolder();
    const art = await writeColours(folder, 'art', twoSides);
    const { input } = await findPage(
      folder,
      { artworks: { from: [art] }, transfer: { polarity: 'dark-on-light' } },
      'RO\nAD',
    );
    const { ink, ground } = input.regions;
    expect(meanTone(input.guide, ground) - meanTone(input.guide, ink)).toBeGreaterThan(0.4);
    const area = ink.data.length;
    const channel = (at: number): Float32Array => input.guide.data.subarray(at * area, (at + 1) * area);
    expect(mean(channel(0), ink.data)).toBeGreaterThan(mean(channel(2), ink.data));
    expect(mean(channel(2), ground.data)).toBeGreaterThan(mean(channel(0), ground.data));
    expect(input.start).toBe(input.guide);
    expect(input.sources.ink).toHaveLength(1);
  });

  it('shows what is found where nothing is to be painted', async () => {
    const folder = await scratchFolder();
    const art = await writeColours(folder, 'art', twoSides);
    const changes = { artworks: { from: [art] }, transfer: { found: { amount: 1 } } };
    const { input, ingredients, subject } = await findPage(folder, changes, 'R');
    const { width, height } = subject.size;
    const at = {
      left: Math.floor((input.guide.width - width) / 2),
      top: Math.floor((input.guide.height - height) / 2),
    };
    const tile = cropPlanes(input.guide, { ...at, width, height });
    const painted: Planes = { ...tile, data: new Float32Array(tile.data.length) };
    expect((await ingredients.finish(painted)).data).toEqual(tile.data);
  });

  it('gives each letter an artwork in turn, and each artwork its own statistics', async () => {
    const folder = await scratchFolder();
    const [red, green] = [
      await writeColours(folder, 'red', (x) => (x < 0.5 ? [0.4, 0, 0] : [1, 0.9, 0.9])),
      await writeColours(folder, 'green', (x) => (x < 0.5 ? [0, 0.3, 0] : [0.9, 1, 0.9])),
    ];
    const { input, subject, scale } = await findPage(
      folder,
      { artworks: { from: [red, green] }, text: { each: 'letter' } },
      'RO\nAD',
    );
    expect(Object.keys(input.regions)).toEqual(['ink', 'ink1.2', 'ground']);
    for (const glyph of subject.glyphs.filter(({ character }) => character.trim() !== '')) {
      const own = subject.drawSome(scale, [glyph]).data;
      const area = own.length;
      const [r, g] = [0, 1].map((at) => mean(input.guide.data.subarray(at * area, (at + 1) * area), own));
      expect(r! > g!, glyph.character).toBe(glyph.letter % 2 === 0);
    }
  });

  it('lies in its artwork like a shadow where it is to: letters show what the ground would show there', async () => {
    const folder = await scratchFolder();
    const art = await writeColours(folder, 'art', (x, y) => [
      ...[0.5 + 0.2 * Math.sin(20 * x + 9 * y), 0.5 + 0.2 * Math.sin(17 * y), 0.5],
    ]);
    const lying = async (lay: 'cut' | 'shadow'): Promise<boolean> => {
      const transfer = { found: { lay, amount: 1 }, contrast: 0 };
      const { input } = await findPage(folder, { artworks: { from: [art] }, transfer }, 'R');
      const [ink, ground] = [input.sources.ink[0]!.picture.data, input.sources.ground[0]!.picture.data];
      const mask = input.regions.ink.data;
      return ink.every((value, at) => mask[at % mask.length]! < 0.01 || Math.abs(value - ground[at]!) < 1e-6);
    };
    expect([await lying('cut'), await lying('shadow')]).toEqual([false, true]);
  });

  it('is laid from the same pieces on a smaller page', async () => {
    const folder = await scratchFolder();
    const art = await writeColours(folder, 'art', twoSides);
    const tonesOf = async (page: string, sidePx: number): Promise<Planes> => {
      const changes = { artworks: { from: [art] }, text: { page, margin: '8%' } };
      const { input, subject } = await findPage(folder, changes, 'RO\nAD');
      const { width, height } = subject.size;
      const left = Math.floor((input.guide.width - width) / 2);
      const top = Math.floor((input.guide.height - height) / 2);
      const box = cropPlanes(input.guide, { left, top, width, height });
      return blur(resampled(grey(box), { width: sidePx, height: sidePx }), 1);
    };
    const [small, large] = [await tonesOf('176x160', 80), await tonesOf('352x320', 80)];
    const away = small.data.map((value, at) => Math.abs(value - large.data[at]!));
    expect(mean(away)).toBeLessThan(0.03);
  });

  it('is painted where several artworks make one look, or are put in places of their own', async () => {
    const folder = await scratchFolder();
    const [one, other] = [
      await writeColours(folder, 'one', twoSides),
      await writeColours(folder, 'two', twoSides),
    ];
    const artworks = [{ file: one }, { file: other }];
    const { job } = await smallPage(folder, { preset: 'found', text: { artworks } }, 'R');
    expect(job.recipe.transfer.found.amount).toBe(0);
  });
});
