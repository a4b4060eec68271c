import type { Font } from '../font.js';
import { inkBox } from '../ink-box.js';
import type { SetLine } from './paragraph.js';

/** Highest and lowest ink of a line in em, from its baseline; infinite and the wrong way round where it has none. */
type LineInk = (line: SetLine) => readonly [top: number, bottom: number];

/** Measures lines of a font, each once: a line is laid at many baselines while a size is looked for. */
export function createLineInk(font: Font): LineInk {
  const heights = new Map<string, readonly [top: number, bottom: number]>();
  const inkOf = (face: number, glyph: number): readonly [number, number] => {
    const key = `${face} ${glyph}`;
    const found = heights.get(key);
    if (found !== undefined) return found;
    const box = inkBox(font.faces[face]!.glyph(glyph, 'the text').outline);
    const measured = [box?.top ?? 0, box?.bottom ?? 0] as const;
    heights.set(key, measured);
    return measured;
  };
  const lines = new WeakMap<SetLine, readonly [top: number, bottom: number]>();
  return (line) => {
    const found = lines.get(line);
    if (found !== undefined) return found;
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const { face, glyph, y } of line.glyphs) {
      const [highest, lowest] = inkOf(face, glyph);
      if (highest === lowest) continue;
      top = Math.min(top, y + highest);
      bottom = Math.max(bottom, y + lowest);
    }
    lines.set(line, [top, bottom]);
    return [top, bottom];
  };
}
