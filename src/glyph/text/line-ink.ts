import type { Font } from '../font.js';
import { inkBox } from '../ink-box.js';
import type { SetGlyph, SetLine } from './set-line.js';

/** Highest and lowest ink of a line in em, from its baseline; infinite and the wrong way round where it has none. */
type LineInk = (line: SetLine) => readonly [top: number, bottom: number];

/** Measures lines of a font, each once: a line is laid at many baselines while a size is looked for. */
export function createLineInk(font: Font): LineInk {
  const heights = new Map<string, readonly [top: number, bottom: number]>();
  const inkOf = ({ face, glyph, upright }: SetGlyph): readonly [number, number] => {
    const key = `${face} ${glyph} ${upright}`;
    const found = heights.get(key);
    if (found !== undefined) return found;
    const box = inkBox(font.faces[face]!.glyph(glyph, 'the text').outline);
    // Seen with the page turned, what is right of an upright letter's origin is above the line.
    const [highest, lowest] = upright ? [-(box?.right ?? 0), -(box?.left ?? 0)] : [box?.top, box?.bottom];
    const measured = [highest ?? 0, lowest ?? 0] as const;
    heights.set(key, measured);
    return measured;
  };
  const lines = new WeakMap<SetLine, readonly [top: number, bottom: number]>();
  return (line) => {
    const found = lines.get(line);
    if (found !== undefined) return found;
    let [top, bottom] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const each of line.glyphs) {
      const [highest, lowest] = inkOf(each);
      if (highest === lowest) continue;
      top = Math.min(top, each.y + highest);
      bottom = Math.max(bottom, each.y + lowest);
    }
    lines.set(line, [top, bottom]);
    return [top, bottom];
  };
}
