import { describe, expect, it } from 'vitest';
import { createConfig, painting } from '../../src/config/index.js';
import { asPainted, pageContrastOf } from '../../src/plan/painting.js';

const found = createConfig().transfer;
const painted = createConfig({ preset: 'painted' }).transfer;

describe('settings of a picture that cannot be found', () => {
  it('are those of the preset «painted» where nothing was set', () => {
    expect(asPainted(found)).toEqual(painted);
    for (const key of Object.keys(painting) as (keyof typeof painting)[])
      expect(painting[key]).toEqual({ found: found[key], painted: painted[key] });
  });

  it('keep what was set, and leave painted ones alone', () => {
    expect(asPainted({ ...found, contrast: 0.9 })).toEqual({ ...painted, contrast: 0.9 });
    expect(asPainted(painted)).toBe(painted);
  });
});

it('a page has more contrast the more legible its letters are to be, unless it is given', () => {
  const of = (transfer: object): number => pageContrastOf(createConfig({ transfer }).transfer);
  const legible = (wanted: number): number => of({ found: { legible: wanted } });
  expect(of({})).toBe(0.5);
  expect(legible(0.7)).toBeLessThan(0.5);
  expect(legible(0.9)).toBeGreaterThan(0.7);
  expect(legible(0.97)).toBeLessThanOrEqual(0.9);
  expect(of({ contrast: 0.33, found: { legible: 0.9 } })).toBe(0.33);
});
