import { type FontTables, viewOf } from './container.js';
import { type GlyphVariations, type PointShift, readGlyphVariations } from './gvar.js';
import type { Component, ContourPoint, FontCommand, OpenTypeFont } from './opentype.js';

/** An outline and its advance in font units, y up. */
export interface GlyphShape {
  readonly commands: readonly FontCommand[];
  readonly advance: number;
}

/** Real glyphs have at most a few thousand; composites of composites could ask for billions. */
const mostPoints = 50_000;
const deepestComposite = 16;

/** Throws RangeError unless a TrueType glyph, with all glyphs that it is made of, is of a sane size. */
export function checkGlyphSize(tables: FontTables, glyphIndex: number): void {
  const glyf = viewOf(tables.get('glyf')!);
  const loca = viewOf(tables.get('loca')!);
  const shortOffsets = viewOf(tables.get('head')!).getInt16(50) === 0;
  const offsetOf = (index: number): number =>
    shortOffsets ? loca.getUint16(index * 2) * 2 : loca.getUint32(index * 4);
  let points = 0;
  const count = (index: number, depth: number): void => {
    if (depth > deepestComposite) throw new RangeError('a glyph that is made of itself');
    let at = offsetOf(index);
    if (offsetOf(index + 1) <= at) return;
    const contours = glyf.getInt16(at);
    at += 10;
    if (contours >= 0) points += contours === 0 ? 0 : glyf.getUint16(at + (contours - 1) * 2) + 1;
    else {
      for (let more = true; more; ) {
        const flags = glyf.getUint16(at);
        points += 1;
        count(glyf.getUint16(at + 2), depth + 1);
        at += 4 + (flags & 0x01 ? 4 : 2) + (flags & 0x08 ? 2 : flags & 0x40 ? 4 : flags & 0x80 ? 8 : 0);
        more = (flags & 0x20) !== 0;
      }
    }
    if (points > mostPoints) throw new RangeError(`more than ${mostPoints} points`);
  };
  count(glyphIndex, 0);
}

/**
 * A reader of the glyphs of a variable TrueType font at fixed, normalised coordinates. The outline follows `gvar`, and
 * so does the advance, through the phantom points.
 */
export function instanceReader(
  font: OpenTypeFont,
  gvar: Uint8Array,
  coordinates: readonly number[],
): (glyphIndex: number) => GlyphShape {
  const variations = readGlyphVariations(gvar, coordinates);
  return (glyphIndex) => {
    const { points, left, advance } = instance({ font, variations }, glyphIndex);
    return { commands: toCommands(points.map((point) => ({ ...point, x: point.x - left }))), advance };
  };
}

interface Instance {
  readonly points: readonly ContourPoint[];
  /** Where the left side of the glyph's advance has moved to. */
  readonly left: number;
  readonly advance: number;
}

function instance(
  { font, variations }: { readonly font: OpenTypeFont; readonly variations: GlyphVariations },
  glyphIndex: number,
  depth = 0,
): Instance {
  if (depth > deepestComposite) throw new RangeError('a glyph that is made of itself');
  const glyph = font.glyphs.get(glyphIndex);
  // Reading the path makes opentype.js parse the glyph; only then are its points and components there.
  const parsed = glyph.path.commands.length > 0;
  const components = parsed && glyph.isComposite ? (glyph.components ?? []) : undefined;
  const own: readonly ContourPoint[] = parsed && components === undefined ? (glyph.points ?? []) : [];
  const movable: Readonly<PointShift>[] = components?.map(({ dx, dy }) => ({ x: dx, y: dy })) ?? [...own];
  const width = glyph.advanceWidth ?? 0;
  const phantoms = [0, width, 0, 0].map((x) => ({ x, y: 0 }));
  const contourEnds = own.flatMap((point, index) => (point.lastPointOfContour ? [index] : []));
  const shifts = variations.shifts(glyphIndex, [...movable, ...phantoms], contourEnds);

  const left = shifts[movable.length]!.x;
  const advance = width + shifts[movable.length + 1]!.x - left;
  if (components === undefined) {
    const points = own.map((point, index) => ({
      ...point,
      x: point.x + shifts[index]!.x,
      y: point.y + shifts[index]!.y,
    }));
    return { points, left, advance };
  }
  const points: ContourPoint[] = [];
  components.forEach((component, index) => {
    const part = instance({ font, variations }, component.glyphIndex, depth + 1).points;
    for (const point of placeComponent(component, shifts[index]!, { part, before: points }))
      points.push(point);
  });
  return { points, left, advance };
}

function placeComponent(
  component: Component,
  shift: Readonly<PointShift>,
  { part, before }: { readonly part: readonly ContourPoint[]; readonly before: readonly ContourPoint[] },
): ContourPoint[] {
  const turned = part.map((point) => ({
    ...point,
    x: component.xScale * point.x + component.scale10 * point.y,
    y: component.scale01 * point.x + component.yScale * point.y,
  }));
  let dx = component.dx + shift.x;
  let dy = component.dy + shift.y;
  if (component.matchedPoints !== undefined) {
    const anchor = before[component.matchedPoints[0]];
    const pinned = turned[component.matchedPoints[1]];
    if (anchor === undefined || pinned === undefined) throw new RangeError('a component pinned to no point');
    dx = anchor.x - pinned.x;
    dy = anchor.y - pinned.y;
  }
  return turned.map((point) => ({ ...point, x: point.x + dx, y: point.y + dy }));
}

/** Contours of on- and off-curve points as drawing commands; between two off-curve points lies an implied one. */
function toCommands(points: readonly ContourPoint[]): FontCommand[] {
  const commands: FontCommand[] = [];
  const middle = (a: ContourPoint, b: ContourPoint): { x: number; y: number } => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
  });
  let contour: ContourPoint[] = [];
  for (const point of points) {
    contour.push(point);
    if (!point.lastPointOfContour) continue;
    const last = contour.at(-1)!;
    const start = last.onCurve ? last : contour[0]!.onCurve ? contour[0]! : middle(last, contour[0]!);
    commands.push({ type: 'M', x: start.x, y: start.y });
    contour.forEach((at, index) => {
      const next = contour[(index + 1) % contour.length]!;
      if (at.onCurve) commands.push({ type: 'L', x: at.x, y: at.y });
      else {
        const end = next.onCurve ? next : middle(at, next);
        commands.push({ type: 'Q', x1: at.x, y1: at.y, x: end.x, y: end.y });
      }
    });
    commands.push({ type: 'Z' });
    contour = [];
  }
  return commands;
}
