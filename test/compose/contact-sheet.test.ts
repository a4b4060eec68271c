import { describe, expect, it } from 'vitest';
import type { Pixels } from '../../src/base/pixels.js';
import { contactThumbnailPx, contactTilePx, layContactSheet } from '../../src/compose/index.js';

const plain = (sidePx: number, colour: readonly number[]): Pixels => {
  const data = new Uint8Array(3 * sidePx * sidePx);
  for (let at = 0; at < data.length; at += 3) data.set(colour, at);
  return { width: sidePx, height: sidePx, channels: 3, data };
};
const contact = (character: string, marks: readonly (boolean | undefined)[]) => ({
  character,
  letter: plain(contactTilePx, [10, 20, 30]),
  artwork: plain(contactThumbnailPx, [90, 80, 70]),
  marks,
});

function count({ data }: Pixels, [red, green, blue]: readonly number[]): number {
  let found = 0;
  for (let at = 0; at < data.length; at += 3)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found++;
  return found;
}

describe('the contact sheet', () => {
  it('shows every letter with its artwork beside it', () => {
    const sheet = layContactSheet(['A', 'B', 'C'].map((character) => contact(character, [])));
    expect(count(sheet, [10, 20, 30])).toBe(3 * contactTilePx ** 2);
    expect(count(sheet, [90, 80, 70])).toBe(3 * contactThumbnailPx ** 2);
    const row = sheet.height - 30;
    const colours = Array.from({ length: sheet.width }, (_, x) => sheet.data[3 * (row * sheet.width + x)]);
    const seen = colours.filter((red, x) => red !== 255 && red !== colours[x - 1]);
    expect(seen).toEqual([10, 90, 10, 90, 10, 90]);
  });

  it('marks what passed in green, what did not in red and what was not tried in grey', () => {
    const sheet = layContactSheet([contact('A', [true, false]), contact('B', [true, undefined])]);
    const [passed, missed, untried] = [
      [46, 160, 67],
      [215, 58, 73],
      [200, 200, 200],
    ].map((colour) => count(sheet, colour));
    expect(passed).toBe(2 * missed!);
    expect(missed).toBeGreaterThan(100);
    expect(untried).toBe(missed);
  });
});
