import * as harfbuzz from 'harfbuzzjs';
import { type FontTables, viewOf } from './container.js';

/**
 * The font with its metrics for lines that run down the page (OpenType, "VORG", "vhea" and "vmtx"), which this build of HarfBuzz does
 * not read: how far a letter moves the pen, and where above it the pen stands. A font without them has letters that are an em
 * high and stand with the middle of their ink in that of the line, as HarfBuzz has it where it is complete.
 */
export function withVerticalMetrics(
  font: harfbuzz.Font,
  tables: FontTables,
  unitsPerEm: number,
): harfbuzz.Font {
  const metrics = readMetrics(tables);
  const origin = readOrigins(tables.get('VORG'));
  const { ascender, descender } = font.hExtents();
  const functions = new harfbuzz.FontFuncs();
  functions.setGlyphVAdvanceFunc((_, glyph) => -(metrics?.(glyph).advance ?? unitsPerEm));
  functions.setGlyphVOriginFunc((_, glyph) => {
    const across = font.glyphHAdvance(glyph) / 2;
    const known = origin?.(glyph);
    const { yBearing = 0, height = 0 } = font.glyphExtents(glyph) ?? {};
    const above = metrics?.(glyph).above ?? Math.floor((ascender - descender + height) / 2);
    return [Math.floor(across), known ?? yBearing + above];
  });
  const vertical = font.subFont();
  vertical.setFuncs(functions);
  return vertical;
}

/** How high a glyph is, and how much of that is above its ink. */
type VerticalMetrics = (glyph: number) => { readonly advance: number; readonly above: number };

function readMetrics(tables: FontTables): VerticalMetrics | undefined {
  const [vhea, vmtx] = [tables.get('vhea'), tables.get('vmtx')];
  if (vhea === undefined || vmtx === undefined || vhea.length < 36) return undefined;
  const view = viewOf(vmtx);
  const long = Math.min(viewOf(vhea).getUint16(34), Math.floor(vmtx.length / 4));
  if (long === 0) return undefined;
  return (glyph) => {
    const advance = view.getUint16(4 * Math.min(glyph, long - 1));
    const at = glyph < long ? 4 * glyph + 2 : 4 * long + 2 * (glyph - long);
    return { advance, above: at + 2 <= vmtx.length ? view.getInt16(at) : 0 };
  };
}

function readOrigins(vorg: Uint8Array | undefined): ((glyph: number) => number) | undefined {
  if (vorg === undefined || vorg.length < 8) return undefined;
  const view = viewOf(vorg);
  const count = Math.min(view.getUint16(6), Math.floor((vorg.length - 8) / 4));
  const own = new Map<number, number>();
  for (let at = 8; at < 8 + 4 * count; at += 4) own.set(view.getUint16(at), view.getInt16(at + 2));
  return (glyph) => own.get(glyph) ?? view.getInt16(4);
}
