import * as harfbuzz from 'harfbuzzjs';
import { AbecedaryError } from '../../base/errors.js';
import type { Face } from '../face.js';

/** A stretch of text that is shaped at once: one font file, one script, one direction. */
export interface ShapingRun {
  /** UTF-16 offsets in the text, the end excluded. */
  readonly start: number;
  readonly end: number;
  readonly rtl: boolean;
  /** ISO 15924, or undefined to have it guessed. */
  readonly script: string | undefined;
  /** Which of the faces. */
  readonly face: number;
}

export interface ShapingSettings {
  /** BCP 47, like `tr`; decides between the forms that some languages have of a letter. */
  readonly language: string | undefined;
  /** OpenType features as HarfBuzz writes them: `smcp`, `-liga`, `ss01=1`. */
  readonly features: readonly string[];
}

/** A glyph in em, y down; glyphs of a run stand in visual order, from left to right. */
export interface ShapedGlyph {
  readonly face: number;
  /** Index in the face; 0 where it has no glyph. */
  readonly glyph: number;
  /** UTF-16 offset of the first character that it stands for. Glyphs of one cluster belong together. */
  readonly cluster: number;
  readonly advance: number;
  /** From the pen to the glyph's origin. */
  readonly dx: number;
  readonly dy: number;
}

export type Shape = (text: string, run: ShapingRun) => ShapedGlyph[];

/** Makes the faces ready for shaping by HarfBuzz. Throws `font` for a feature that cannot be read. */
export function openShaper(faces: readonly Face[], { language, features }: ShapingSettings): Shape {
  const wanted = features.map((text) => {
    const feature = harfbuzz.Feature.fromString(text);
    if (feature !== undefined) return feature;
    throw new AbecedaryError(
      'config',
      `Expected OpenType features like smcp or -liga, got ${JSON.stringify(text)}; correct text.features.`,
    );
  });
  const opened = faces.map((face) => {
    const font = new harfbuzz.Font(new harfbuzz.Face(new harfbuzz.Blob(face.forShaping())));
    font.setVariations(Object.entries(face.axes).map(([tag, value]) => new harfbuzz.Variation(tag, value)));
    return { font, em: font.face.upem };
  });
  const buffer = new harfbuzz.Buffer();

  return (text, { start, end, rtl, script, face }) => {
    const { font, em } = opened[face]!;
    buffer.reset();
    buffer.addText(text, start, end - start);
    buffer.setDirection(rtl ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR);
    if (script !== undefined) buffer.setScript(script);
    if (language !== undefined) buffer.setLanguage(language);
    buffer.guessSegmentProperties();
    harfbuzz.shape(font, buffer, wanted);
    return buffer.getGlyphInfosAndPositions().map((each) => ({
      face,
      glyph: each.codepoint,
      cluster: each.cluster,
      advance: each.xAdvance! / em,
      dx: each.xOffset! / em,
      dy: -each.yOffset! / em,
    }));
  };
}
