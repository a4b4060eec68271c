import * as harfbuzz from 'harfbuzzjs';
import { AbecedaryError } from '../base/errors.js';
import type { VariationAxis } from './axes.js';
import type { FontTables } from './container.js';
import { gposKerning } from './gpos-kerning.js';
import { applyKerning, readKernTable } from './kern-table.js';
import type { Outline, PathCommand } from './outline.js';
import { withVerticalMetrics } from './vertical.js';

/** A stretch of text that is shaped at once: one script, one direction. */
interface ShapingRequest {
  readonly text: string;
  /** UTF-16 offsets in the text, the end excluded. What stands around has a say in how letters join. */
  readonly start: number;
  readonly end: number;
  readonly rtl: boolean;
  /** Whether letters stand one below the other, in the forms for that. */
  readonly upright?: boolean;
  /** ISO 15924, or undefined to have it guessed. */
  readonly script: string | undefined;
  /** BCP 47, like `tr`; decides between the forms that some languages have of a letter. */
  readonly language: string | undefined;
  readonly features: readonly Feature[];
}

/**
 * A glyph in font units, y up; glyphs stand in visual order, from left to right. Upright ones, which stand one below the other, are
 * seen with the page turned: right is down, and up is right.
 */
interface ShapedGlyph {
  /** Index in the face; 0 where it has no glyph. */
  readonly glyph: number;
  /** UTF-16 offset of the first character that it stands for. Glyphs of one cluster belong together. */
  readonly cluster: number;
  readonly advance: number;
  /** From the pen to the glyph's origin. */
  readonly dx: number;
  readonly dy: number;
}

/** A font at its axes, read by HarfBuzz: the one source of glyphs. Lengths in font units, y up. */
export interface Instance {
  readonly unitsPerEm: number;
  /** The glyph of a code point, in the form that a variation selector asks for (0 for none), before any substitution. */
  nominalGlyph(codePoint: number, selector: number): number | undefined;
  advance(glyph: number): number;
  /** The outline in em, y down. Throws RangeError for one that is damaged. */
  outline(glyph: number): Outline;
  /** Halfway between ascender and descender. */
  readonly middle: number;
  /** Every code point that the face has a glyph for. */
  codePoints(): readonly number[];
  shape(request: ShapingRequest): ShapedGlyph[];
}

export type Feature = harfbuzz.Feature;

/** OpenType features as HarfBuzz writes them: `smcp`, `-liga`, `ss01=1`. Throws `config` for one that cannot be read. */
export function readFeatures(features: readonly string[]): Feature[] {
  return features.map((text) => {
    const feature = harfbuzz.Feature.fromString(text);
    if (feature !== undefined) return feature;
    throw new AbecedaryError(
      'config',
      `Expected OpenType features like smcp or -liga, got ${JSON.stringify(text)}; correct text.features.`,
    );
  });
}

/** A font file that HarfBuzz has opened, not yet at any axes. What is damaged in it HarfBuzz leaves out. */
export interface OpenedFont {
  readonly axes: readonly VariationAxis[];
  at(axes: Readonly<Record<string, number>>, tables: FontTables): Instance;
}

/** Opens the bytes of a plain TTF or OTF file. */
export function openFont(bytes: Uint8Array): OpenedFont {
  const face = new harfbuzz.Face(new harfbuzz.Blob(bytes));
  return {
    axes: Object.values(face.getAxisInfos()),
    at: (axes, tables) => {
      const font = new harfbuzz.Font(face);
      font.setVariations(Object.entries(axes).map(([tag, value]) => new harfbuzz.Variation(tag, value)));
      // HarfBuzz takes kerning from GPOS; this build of it does not read the older table.
      const kerning = readKernTable(tables.get('kern'));
      let vertical: harfbuzz.Font | undefined;
      const kernsItself = gposKerning(face);
      const { ascender, descender } = font.hExtents();
      return {
        unitsPerEm: face.upem,
        middle: (ascender + descender) / 2,
        nominalGlyph: (codePoint, selector) => font.glyph(codePoint, selector),
        advance: (glyph) => font.glyphHAdvance(glyph),
        outline: (glyph) => readOutline(font, glyph, face.upem),
        codePoints: () => [...face.collectUnicodes()],
        shape: (request) => {
          if (request.upright) vertical ??= withVerticalMetrics(font, tables, face.upem);
          const glyphs = shapeText(request.upright ? vertical! : font, request);
          const { upright, features, script, language } = request;
          if (kerning !== undefined && !upright && kerned(features) && !kernsItself(script, language))
            applyKerning(glyphs, kerning, (glyph) => face.getGlyphClass(glyph) === harfbuzz.GlyphClass.MARK);
          return glyphs;
        },
      };
    },
  };
}

function kerned(features: readonly Feature[]): boolean {
  return features.findLast(({ tag }) => tag === 'kern')?.value !== 0;
}

const buffer = new harfbuzz.Buffer();

function shapeText(
  font: harfbuzz.Font,
  { text, start, end, rtl, upright = false, script, language, features }: ShapingRequest,
): Writable<ShapedGlyph>[] {
  buffer.reset();
  // What was typed is set, and no circle for a base that a mark might lack.
  buffer.setFlags(harfbuzz.BufferFlag.DO_NOT_INSERT_DOTTED_CIRCLE);
  buffer.addText(text, start, end - start);
  const across = rtl ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR;
  buffer.setDirection(upright ? harfbuzz.Direction.TTB : across);
  if (script !== undefined) buffer.setScript(script);
  if (language !== undefined) buffer.setLanguage(language);
  buffer.guessSegmentProperties();
  harfbuzz.shape(font, buffer, [...features]);
  // Both at once would be three times as slow: it defines properties that nobody asks for.
  const positions = buffer.getGlyphPositions();
  return buffer.getGlyphInfos().map(({ codepoint: glyph, cluster }, index) => {
    const { xAdvance, yAdvance, xOffset, yOffset } = positions[index]!;
    return upright
      ? { glyph, cluster, advance: -yAdvance, dx: -yOffset, dy: xOffset }
      : { glyph, cluster, advance: xAdvance, dx: xOffset, dy: yOffset };
  });
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Where a glyph is drawn to. */
interface Drawing {
  readonly outline: PathCommand[];
  readonly unitsPerEm: number;
}

const em = (units: number, { unitsPerEm }: Drawing): number =>
  // A hundred em is far beyond any real glyph and keeps every later sum harmless.
  Math.abs(units) <= 100 * unitsPerEm ? units / unitsPerEm : Number.NaN;

const drawing = new harfbuzz.DrawFuncs();
drawing.setMoveToFunc((...[x, y, data]) => {
  const to = data as Drawing;
  to.outline.push({ type: 'M', x: em(x, to), y: -em(y, to) });
});
drawing.setLineToFunc((...[x, y, data]) => {
  const to = data as Drawing;
  to.outline.push({ type: 'L', x: em(x, to), y: -em(y, to) });
});
drawing.setQuadraticToFunc((...[x1, y1, x, y, data]) => {
  const to = data as Drawing;
  to.outline.push({ type: 'Q', x1: em(x1, to), y1: -em(y1, to), x: em(x, to), y: -em(y, to) });
});
drawing.setCubicToFunc((...[x1, y1, x2, y2, x, y, data]) => {
  const to = data as Drawing;
  const controls = { x1: em(x1, to), y1: -em(y1, to), x2: em(x2, to), y2: -em(y2, to) };
  to.outline.push({ type: 'C', ...controls, x: em(x, to), y: -em(y, to) });
});

function readOutline(font: harfbuzz.Font, glyph: number, unitsPerEm: number): Outline {
  const outline: PathCommand[] = [];
  if (!font.drawGlyphOrFail(glyph, drawing, { outline, unitsPerEm }))
    throw new RangeError('it has no end, or leads out of its table');
  if (outline.some((command) => Object.values(command).some(Number.isNaN)))
    throw new RangeError('a point far outside of the em');
  return outline;
}
