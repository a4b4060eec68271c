import { describe, expect, it } from 'vitest';
import { createConfig, painting } from '../../src/config/index.js';
import { asPainted } from '../../src/plan/painting.js';

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
