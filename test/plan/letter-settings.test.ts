import { describe, expect, it } from 'vitest';
import { loadFont } from '../../src/glyph/index.js';
import { type AlphabetConfigInput, createConfig } from '../../src/index.js';
import { planLetters } from '../../src/plan/letters.js';

const engine = {
  name: 'onnxruntime',
  provider: 'cpu',
  encoder: { name: 'compact', sha256: 'c0'.repeat(32) },
  valuesPerPixel: 77.75,
};

async function plan(input: AlphabetConfigInput) {
  const config = createConfig({ characters: 'AQ', ...input });
  return (await planLetters(config, await loadFont(config.font), { machine: { engine, encoderFile: '' } }))
    .jobs;
}

describe('settings of one letter', () => {
  it.each([
    [{ seed: 7 }, { seed: 7 }],
    [{ contrast: 0.9 }, { transfer: { contrast: 0.9 } }],
    [
      { fit: 0.1, detail: 2, polarity: 'light-on-dark' },
      { transfer: { fitRatio: 0.1, detail: 2, polarity: 'light-on-dark' } },
    ],
    [
      { found: 0.9, lay: 'cut', seam: 0.04 },
      { transfer: { found: { amount: 0.9, lay: 'cut', seamRatio: 0.04, width: 0.6 } } },
    ],
    [{ preset: 'bold' }, { transfer: { found: { legible: 0.9 }, split: { groundRatio: 0.4 } } }],
    [{ preset: 'wild', contrast: 0.6 }, { transfer: { contrast: 0.6, fitRatio: 0.06 } }],
    [{ place: { next: 2 } }, { places: { next: 2 } }],
  ] as const)('%j decide its recipe, and no other letter’s', async (own, recipe) => {
    const [usual, changed] = [await plan({}), await plan({ letters: { Q: own } })];
    expect(changed.get('A')!.id).toBe(usual.get('A')!.id);
    expect(changed.get('Q')!.id).not.toBe(usual.get('Q')!.id);
    expect(changed.get('Q')!.recipe).toMatchObject(recipe);
  });

  it('nothing of its own makes the same job', async () => {
    const [usual, same] = [await plan({}), await plan({ letters: { Q: {}, A: { lock: true } } })];
    for (const letter of 'AQ') expect(same.get(letter)!.id).toBe(usual.get(letter)!.id);
  });

  it('another preset leaves what the alphabet sets beside its own', async () => {
    const jobs = await plan({
      preset: 'painted',
      transfer: { sizePx: 64, detail: 3 },
      letters: { Q: { preset: 'painterly' } },
    });
    const { transfer } = jobs.get('Q')!.recipe;
    expect(transfer).toMatchObject({ sizePx: 64, detail: 3, fitRatio: 0.02, layerWeights: [1, 1, 1.5, 2] });
  });

  it('scale and shift move it about the middle of its ink', async () => {
    const usual = (await plan({})).get('Q')!.recipe.placement;
    const large = (await plan({ letters: { Q: { scale: 1.2, shiftX: 0.1, shiftY: -0.05 } } })).get('Q')!;
    const { emRatio, x, y } = large.recipe.placement;
    expect(emRatio).toBeCloseTo(1.2 * usual.emRatio, 12);
    // The middle of the ink lies at x = 0.5 sideways, whatever the scale.
    const middle = (0.5 - usual.x) / usual.emRatio;
    expect(x + emRatio * middle).toBeCloseTo(0.6, 12);
    expect(y).toBeLessThan(usual.y + 0.2);
  });
});
