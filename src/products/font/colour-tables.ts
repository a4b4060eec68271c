import type { FontMetrics } from '../../glyph/index.js';
import type { FlatLetter } from './flat/flat-letter.js';
import type { FontFileTables } from './font-files.js';
import {
  type Bitmap,
  baseTables,
  type FontDescription,
  type GlyphDescription,
  type LayeredGlyph,
  type Strike,
  type SvgGlyph,
  toContours,
  writeCbdt,
  writeColr,
  writeSbix,
  writeSvg,
} from './sfnt/index.js';
import type { Anchor } from './strikes.js';

type Base = ReturnType<typeof baseTables>;

/** What of a font is pictures: with those of plain glyphs, and without. */
export interface FontPictures {
  readonly sbix: readonly Strike[];
  readonly cbdt: readonly Strike[];
  readonly all: { readonly sbix: readonly Strike[]; readonly cbdt: readonly Strike[] };
}

/** The tables of all files. */
export function colourTables(
  description: FontDescription,
  base: Base,
  { pictures, flat }: { readonly pictures: FontPictures; readonly flat: readonly FlatLetter[] },
): FontFileTables {
  const { metrics, glyphs } = description;
  const largest = pictures.sbix[0]!;
  const drawn = flat.map((letter) => {
    const { xMin, yMin } = base.boxes[letter.glyph]!;
    const picture = inUnits(largest.bitmaps.get(letter.glyph)!, metrics.unitsPerEm / largest.ppem, {
      x: xMin,
      y: yMin,
    });
    return { letter, layers: layersOf(letter, glyphs[letter.glyph]!, metrics.unitsPerEm), picture };
  });
  // Adobe's programs show the picture; Firefox shows none, and what lies below it instead.
  const pictured = writeSvg(
    new Map(drawn.map(({ letter, layers, picture }) => [letter.glyph, { layers, picture }])),
  );
  const flatSvg = writeSvg(new Map(drawn.map(({ letter, layers }) => [letter.glyph, { layers }])));
  const sbix = (strikes: readonly Strike[]) => ['sbix', writeSbix(strikes, glyphs.length)] as const;
  const cbdt = (strikes: readonly Strike[]) => Object.entries(writeCbdt(strikes, lineAt(metrics)));
  return {
    sbix: new Map([...base.tables, sbix(pictures.all.sbix), ['SVG', pictured]]),
    cbdt: new Map([...base.tables, ...cbdt(pictures.all.cbdt), ['SVG', flatSvg]]),
    sbixWeb: new Map([...base.tables, sbix(pictures.sbix), ['SVG', flatSvg]]),
    cbdtWeb: new Map([...base.tables, ...cbdt(pictures.cbdt), ['SVG', flatSvg]]),
    flat: new Map([...flatTables(description, flat), ['SVG', flatSvg]]),
  };
}

/** Ascender and descender in pixels of one size. */
const lineAt = (metrics: FontMetrics) => (ppem: number) => ({
  ascender: (metrics.ascender * ppem) / metrics.unitsPerEm,
  descender: (metrics.descender * ppem) / metrics.unitsPerEm,
});

/** A font of the same glyphs, and of one more for every flat layer. */
function flatTables(
  description: FontDescription,
  letters: readonly FlatLetter[],
): ReadonlyMap<string, Uint8Array> {
  const glyphs: GlyphDescription[] = [...description.glyphs];
  const layered = letters.map(({ glyph, base, layers }): LayeredGlyph => {
    const { name, advance } = description.glyphs[glyph]!;
    const own = layers.map(({ colour, contours }, at) => {
      glyphs.push({ name: `${name}.layer${at + 1}`, outline: [], contours, advance });
      return { glyph: glyphs.length - 1, colour };
    });
    return { glyph, layers: [{ glyph, colour: base }, ...own] };
  });
  return new Map([...baseTables({ ...description, glyphs }).tables, ...Object.entries(writeColr(layered))]);
}

function layersOf(
  { base, layers }: FlatLetter,
  { outline }: GlyphDescription,
  unitsPerEm: number,
): SvgGlyph['layers'] {
  return [{ colour: base, contours: toContours(outline, unitsPerEm) }, ...layers];
}

function inUnits({ png, left, top, width, height }: Bitmap, scale: number, { x, y }: Anchor) {
  return { png, x: x + left * scale, y: -y - top * scale, width: width * scale, height: height * scale };
}
