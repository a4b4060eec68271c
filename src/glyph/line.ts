import { coverContours } from './coverage.js';
import type { Font } from './font.js';
import { flatten, type Outline, type PathCommand } from './outline.js';

/** A line of writing as outlines, in pixels: x from its left end, y down from its baseline. */
export interface Line {
  readonly outline: Outline;
  readonly widthPx: number;
}

/**
 * Sets text as outlines, each character by its advance, in the first of the fonts that has it; what none has is left
 * out. A line wider than `mostPx` is cut and ends with an ellipsis.
 */
export function setLine(
  fonts: readonly Font[],
  text: string,
  { sizePx, mostPx }: { readonly sizePx: number; readonly mostPx: number },
): Line {
  const characters = [...text.normalize('NFC')];
  const whole = joinGlyphs(fonts, characters, sizePx);
  if (whole.widthPx <= mostPx) return whole;
  for (let kept = characters.length - 1; kept > 0; kept--) {
    const start = characters.slice(0, kept).join('').trimEnd();
    const line = joinGlyphs(fonts, [...start, '…'], sizePx);
    if (line.widthPx <= mostPx) return line;
  }
  return { outline: [], widthPx: 0 };
}

function joinGlyphs(fonts: readonly Font[], characters: readonly string[], sizePx: number): Line {
  const outline: PathCommand[] = [];
  let x = 0;
  for (const character of characters) {
    const font = fonts.find((candidate) => candidate.hasGlyph(character));
    if (font === undefined) continue;
    outline.push(...placed(font.outline(character), sizePx, x));
    x += sizePx * font.advance(character);
  }
  return { outline, widthPx: x };
}

/** The outline scaled, then moved. */
export function placed(outline: Outline, scale: number, x: number, y = 0): PathCommand[] {
  return outline.map((command): PathCommand => {
    const moved = { x: x + scale * command.x, y: y + scale * command.y };
    if (command.type === 'M' || command.type === 'L') return { type: command.type, ...moved };
    const first = { x1: x + scale * command.x1, y1: y + scale * command.y1 };
    if (command.type === 'Q') return { type: 'Q', ...first, ...moved };
    return { type: 'C', ...first, x2: x + scale * command.x2, y2: y + scale * command.y2, ...moved };
  });
}

/** How much of each pixel of a `width` x `height` picture an outline in pixels covers, 0..1, row by row. */
export function coverOutline(outline: Outline, width: number, height: number): Float32Array {
  return coverContours(flatten(outline, { scale: 1, x: 0, y: 0 }, 0.004), width, height);
}
