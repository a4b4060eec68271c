import { describe, expect, it } from 'vitest';
import { coverOutline, loadFont, pathData, placed, quietFont, setLine } from '../../src/glyph/index.js';

const quiet = await loadFont({ file: quietFont, axes: {} });
const black = await loadFont({ file: 'default', axes: {} });
const wide = { sizePx: 20, mostPx: 10_000 };

describe('a line of writing', () => {
  it('is as wide as the advances of its characters', () => {
    const { widthPx } = setLine([quiet], 'Agate', wide);
    const advances = [...'Agate'].reduce((sum, character) => sum + quiet.advance(character), 0);
    expect(widthPx).toBeCloseTo(20 * advances, 6);
  });

  it('that is too wide is cut and ends with an ellipsis', () => {
    const whole = setLine([quiet], 'reaction diffusion', wide);
    const cut = setLine([quiet], 'reaction diffusion', { sizePx: 20, mostPx: whole.widthPx / 2 });
    expect(cut.widthPx).toBeLessThanOrEqual(whole.widthPx / 2);
    expect(cut.widthPx).toBeGreaterThan(whole.widthPx / 3);
    const { widthPx } = setLine([quiet], 'reaction…', wide);
    expect(cut.widthPx).toBeLessThanOrEqual(widthPx + 20);
    expect(setLine([quiet], 'reaction', { sizePx: 20, mostPx: 1 })).toEqual({ outline: [], widthPx: 0 });
  });

  it('takes each character from the first font that has it, and leaves out what none has', () => {
    const only = { ...black, hasGlyph: (character: string) => character === 'A' };
    const { widthPx } = setLine([only, quiet], 'AB漢', wide);
    expect(widthPx).toBeCloseTo(20 * (black.advance('A') + quiet.advance('B')), 6);
  });

  it('is filled and written as a path from the same outline', () => {
    const { outline } = setLine([black], 'I', { sizePx: 100, mostPx: 1000 });
    const moved = placed(outline, 1, 0, 90);
    const cover = coverOutline(moved, 60, 100);
    const area = cover.reduce((sum, value) => sum + value, 0);
    // Upright and straight: what the path encloses is its stem's width by its height.
    const numbers = pathData(moved, { scale: 1, x: 0, y: 0 })
      .match(/-?[\d.]+/g)!
      .map(Number);
    const xs = numbers.filter((_, at) => at % 2 === 0);
    const ys = numbers.filter((_, at) => at % 2 === 1);
    const span = (values: number[]): number => Math.max(...values) - Math.min(...values);
    expect(area).toBeCloseTo(span(xs) * span(ys), 0);
  });
});
