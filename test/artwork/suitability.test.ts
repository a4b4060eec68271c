import { describe, expect, it } from 'vitest';
import { blur } from '../../src/artwork/blur.js';
import { cutSquare, inspectedPx, listArtworks, strokeNotes, suitabilityOf } from '../../src/artwork/index.js';
import { type Planes, toPixels } from '../../src/base/pixels.js';
import { createRandom } from '../../src/base/random.js';
import { readPicture } from '../../src/files/index.js';
import { coloured } from '../support/planes.js';

const enough = { usedPx: 1000, wantedPx: 600 };

/** Brush marks of many sizes in two colours. */
function drawing(side = 200): Planes {
  const random = createRandom('drawing');
  const grain = Array.from({ length: side * side }, () => random.between(-0.1, 0.1));
  return coloured(side, (x, y) => {
    const at = Math.round(y * side) * side + Math.round(x * side);
    const tone = 0.5 + 0.3 * Math.sin(20 * x + 5 * Math.sin(9 * y)) + (grain[at] ?? 0);
    return [tone, 0.8 * tone, 1 - tone];
  });
}

const squeezed = ({ data, ...size }: Planes, factor: number): Planes => ({
  ...size,
  data: data.map((value) => 0.5 + factor * (value - 0.5)),
});

describe('the suitability of an artwork', () => {
  it('is not doubted where there is drawing, contrast and size', () => {
    expect(suitabilityOf('good.png', toPixels(drawing()), enough)).toEqual([]);
    expect(suitabilityOf('good.png', toPixels(drawing()), { usedPx: 301, wantedPx: 600 })).toEqual([]);
  });

  it.each<[string, Planes, { usedPx: number; wantedPx: number }, RegExp]>([
    [
      'a flat one',
      squeezed(drawing(), 0.01),
      enough,
      /^art\.png is nearly one plain colour; .+: choose .+\.$/,
    ],
    [
      'a small one',
      drawing(),
      { usedPx: 200, wantedPx: 624 },
      /^art\.png is small .+ \(200 px, enlarged to 624\); use a larger picture, or .+\.$/,
    ],
    [
      'a narrow one',
      squeezed(drawing(), 0.2),
      enough,
      /^art\.png has little between dark and light, .+; raise .+\.$/,
    ],
    ['a blurred one', blur(drawing(), 8), enough, /^art\.png has no fine drawing, .+; use a sharper .+\.$/],
  ])('is doubted in a sentence that names the remedy: %s', (_, picture, size, sentence) => {
    const notes = suitabilityOf('art.png', toPixels(picture), size);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(sentence);
  });

  it('says all that is wrong', () => {
    const soft = toPixels(squeezed(blur(drawing(), 8), 0.5));
    expect(suitabilityOf('art.png', soft, { usedPx: 100, wantedPx: 624 })).toHaveLength(3);
  });

  it('takes two hues of one lightness for a drawing, but a narrow one', () => {
    const hues = coloured(64, (x) => (Math.sin(40 * x) > 0 ? [0.8, 0.307, 0.142] : [0.1, 0.438, 0.907]));
    const notes = suitabilityOf('art.png', toPixels(hues), enough);
    expect(notes).toEqual([expect.stringContaining('little between dark and light')]);
  });

  it('is not doubted for any artwork that comes with the program', async () => {
    const files = await listArtworks({ from: 'included', recursive: false });
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const picture = await readPicture(file, { background: '#ffffff', limitPx: inspectedPx });
      const square = cutSquare(picture, { x: 0.5, y: 0.5, sizeRatio: 1, turnDegrees: 0 });
      expect(suitabilityOf(file, square, { usedPx: 1024, wantedPx: 640 })).toEqual([]);
    }
  });
});

describe('an artwork without a place for a stroke', () => {
  it.each([
    [{ darkInk: true, ink: 0.01, ground: 0.02 }, undefined],
    [{ darkInk: true, ink: 0.2, ground: 0.02 }, /^a\.png has no dark place .+, darkened to be read; .+\.$/],
    [
      { darkInk: false, ink: 0.2, ground: 0.02 },
      /^a\.png has no light place .+, lightened to be read; .+\.$/,
    ],
    [
      { darkInk: true, ink: 0.02, ground: 0.2 },
      /^a\.png has no light place .+ around its letters is lightened .+\.$/,
    ],
    [
      { darkInk: true, ink: 0.2, ground: 0.2 },
      /^a\.png has neither dark nor light places .+, and held apart .+\.$/,
    ],
  ])('is said to have none: %j', (costs, sentence) => {
    const notes = strokeNotes('a.png', costs);
    expect(notes).toEqual(sentence === undefined ? [] : [expect.stringMatching(sentence)]);
  });
});
