import { describe, expect, it } from 'vitest';
import { cropPlanes, type Planes } from '../../src/base/pixels.js';
import { loadFonts } from '../../src/glyph/index.js';
import type { AlphabetConfigInput } from '../../src/index.js';
import { planScales, type Scale, type ScaleInput } from '../../src/nst/index.js';
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
  const ingredients = await gatherIngredients(job, subject, scale!);
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
