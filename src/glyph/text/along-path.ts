import { AbecedaryError } from '../../base/errors.js';
import type { Paragraph } from './paragraph.js';
import { placesOf } from './place-lines.js';
import type { SetLine } from './set-line.js';
import type { PlacedGlyph, TextBox, TextLayout, TextLayoutSettings } from './text-layout.js';
import { readTextPath, type TextPath } from './text-path.js';

/** What letters reach above their baseline, in em: so much room the path leaves within the box. */
const reach = 0.85;

/** Between the last letter and the first one where they meet, in em. */
const seam = 0.3;

/**
 * Sets a line along a path that is as large as its box lets it be: the letters stand on it, each turned as the path runs under its middle.
 * Throws AbecedaryError `config` where the line is longer than the path at a size that was asked for.
 */
export function layAlongPath(
  { paragraph, line }: { readonly paragraph: Paragraph; readonly line: SetLine },
  data: string,
  { settings, box }: { readonly settings: TextLayoutSettings; readonly box: TextBox },
): TextLayout {
  const path = readTextPath(data);
  const gap = path.closed ? seam : 0;
  const largest = largestSize(path, line.width + gap, box);
  const sizePx = settings.size === 'fit' ? largest : settings.size;
  if (sizePx > largest * (1 + 1e-9)) {
    throw new AbecedaryError(
      'config',
      `Expected a text that fits along its path, got one that is too long at ${Math.round(sizePx)} px; ${Math.floor(largest)} px fits, as does text.size: fit.`,
    );
  }
  const scale = scaleIn(path, sizePx, box);
  const room = path.length * scale - (line.width + gap) * sizePx;
  const stretched = settings.align === 'justify-all' ? line.letterGaps : [];
  const side = { centre: 0.5, right: 1 }[settings.align as string] ?? 0;
  const added = stretched.length > 0 ? room / stretched.length : 0;
  const start = (gap / 2) * sizePx + (stretched.length > 0 ? 0 : side * room);
  const places = placesOf([paragraph]).get(paragraph)!;
  const corner = {
    x: box.left + (box.width - path.width * scale) / 2 - path.left * scale,
    y: box.top + (box.height - path.height * scale) / 2 - path.top * scale,
  };
  const glyphs = line.glyphs.map((each, index): PlacedGlyph => {
    const middle = middleOf(line, index);
    const passed = stretched.filter((gap) => each.x >= gap - 1e-9).length;
    const { x, y, angle } = path.at((start + middle * sizePx + passed * added) / scale);
    // From the point under the middle of the letter back to its origin.
    const [along, across] = [(each.x - middle) * sizePx, each.y * sizePx];
    return {
      ...{ face: each.face, glyph: each.glyph, turn: angle },
      x: corner.x + x * scale + along * Math.cos(angle) - across * Math.sin(angle),
      y: corner.y + y * scale + along * Math.sin(angle) + across * Math.cos(angle),
      ...places[each.at]!,
      ...{ stanza: 0, line: 0 },
    };
  });
  const text = paragraph.text.slice(line.start, line.end);
  const measured = { left: start, baseline: 0, width: line.width * sizePx + added * stretched.length };
  return { sizePx, glyphs, notes: [], lines: [{ text, ...measured }] };
}

/** Pixels per unit of the path where letters of this size stand on it. */
function scaleIn({ width, height }: TextPath, sizePx: number, box: TextBox): number {
  const room = 2 * reach * sizePx;
  return Math.min(
    width > 0 ? Math.max(0, box.width - room) / width : Number.POSITIVE_INFINITY,
    height > 0 ? Math.max(0, box.height - room) / height : Number.POSITIVE_INFINITY,
  );
}

/** The size at which the line is as long as the path, which shrinks while its letters grow. */
function largestSize({ length, width, height }: TextPath, lineWidth: number, box: TextBox): number {
  const sizeFor = (room: number, side: number): number =>
    side > 0 ? (length * room) / (lineWidth * side + 2 * reach * length) : Number.POSITIVE_INFINITY;
  return Math.min(sizeFor(box.width, width), sizeFor(box.height, height));
}

/** Halfway between the first pen position of a glyph's letter and that of the next letter. */
function middleOf({ glyphs, width }: SetLine, index: number): number {
  const { at } = glyphs[index]!;
  const first = glyphs.findIndex((each) => each.at === at);
  const next = glyphs.slice(index).find((each) => each.at !== at);
  return (glyphs[first]!.x + (next?.x ?? width)) / 2;
}
