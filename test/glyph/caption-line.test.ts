import { describe, expect, it } from 'vitest';
import { cover, loadFont, pathData, placed, quietFont, setCaption } from '../../src/glyph/index.js';

const quiet = await loadFont({ file: quietFont, axes: {} });
const black = await loadFont({ file: 'default', axes: {} });
const wide = { sizePx: 20, mostPx: 10_000 };

describe('a line of writing', () => {
  it('is as wide as the advances of its characters', () => {
    const { widthPx } = setCaption([quiet], 'Agate', wide);
    const advances = [...'Agate'].reduce((sum, character) => sum + quiet.advance(character), 0);
    expect(widthPx).toBeCloseTo(20 * advances, 6);
  });

  it('that is too wide is cut and ends with an ellipsis', () => {
    const whole = setCaption([quiet], 'reaction diffusion', wide);
    const cut = setCaption([quiet], 'reaction diffusion', { sizePx: 20, mostPx: whole.widthPx / 2 });
    expect(cut.widthPx).toBeLessThanOrEqual(whole.widthPx / 2);
    expect(cut.widthPx).toBeGreaterThan(whole.widthPx / 3);
    const { widthPx } = setCaption([quiet], 'reaction…', wide);
    expect(cut.widthPx).toBeLessThanOrEqual(widthPx + 20);
    expect(setCaption([quiet], 'reaction', { sizePx: 20, mostPx: 1 })).toEqual({ outline: [], widthPx: 0 });
  });

  it('takes each character from the first font that has it, and leaves out what none has', () => {
    const only = { ...black, hasGlyph: (character: string) => character === 'A' };
    const { widthPx } = setCaption([only, quiet], 'AB漢', wide);
    expect(widthPx).toBeCloseTo(20 * (black.advance('A') + quiet.advance('B')), 6);
  });

  it('is filled and written as a path from the same outline', () => {
    const { outline } = setCaption([black], 'I', { sizePx: 100, mostPx: 1000 });
    const moved = placed(outline, { scale: 1, x: 0, y: 90 });
    const covered = cover([{ outline: moved, scale: 1, x: 0, y: 0 }], { width: 60, height: 100 });
    const area = covered.data.reduce((sum, value) => sum + value, 0);
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
