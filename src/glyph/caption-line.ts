import type { Font } from './font.js';
import { type Outline, type PathCommand, placed } from './outline.js';

/** A line of writing as outlines, in pixels: x from its left end, y down from its baseline. */
interface CaptionLine {
  readonly outline: Outline;
  readonly widthPx: number;
}

/**
 * Sets text as outlines, each character by its advance, in the first of the fonts that has it; what none has is left
 * out. A line wider than `mostPx` is cut and ends with an ellipsis.
 */
export function setCaption(
  fonts: readonly Font[],
  text: string,
  { sizePx, mostPx }: { readonly sizePx: number; readonly mostPx: number },
): CaptionLine {
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

function joinGlyphs(fonts: readonly Font[], characters: readonly string[], sizePx: number): CaptionLine {
  const outline: PathCommand[] = [];
  let x = 0;
  for (const character of characters) {
    const font = fonts.find((candidate) => candidate.hasGlyph(character));
    if (font === undefined) continue;
    outline.push(...placed(font.outline(character), { scale: sizePx, x, y: 0 }));
    x += sizePx * font.advance(character);
  }
  return { outline, widthPx: x };
}
