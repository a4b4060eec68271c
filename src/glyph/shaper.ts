import * as harfbuzz from 'harfbuzzjs';
import { AbecedaryError } from '../base/errors.js';
import type { Face } from './face.js';

/** A stretch of text that is shaped at once: one script, one direction. */
interface ShapingRequest {
  readonly text: string;
  /** UTF-16 offsets in the text, the end excluded. What stands around has a say in how letters join. */
  readonly start: number;
  readonly end: number;
  readonly rtl: boolean;
  /** ISO 15924, or undefined to have it guessed. */
  readonly script: string | undefined;
  /** BCP 47, like `tr`; decides between the forms that some languages have of a letter. */
  readonly language: string | undefined;
  readonly features: readonly Feature[];
}

/** A glyph in font units, y up; glyphs stand in visual order, from left to right. */
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

/** A face as HarfBuzz sees it, at its axes. */
export interface Shaper {
  /** Every code point that the face has a glyph for. */
  readonly codePoints: readonly number[];
  readonly unitsPerEm: number;
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

/** Opens a face for shaping. HarfBuzz reads GPOS, GSUB, GDEF, kern and their variations; what is damaged in them it leaves out. */
export function openShaper({ forShaping, axes }: Face): Shaper {
  const face = new harfbuzz.Face(new harfbuzz.Blob(forShaping()));
  const font = new harfbuzz.Font(face);
  font.setVariations(Object.entries(axes).map(([tag, value]) => new harfbuzz.Variation(tag, value)));
  const buffer = new harfbuzz.Buffer();
  return {
    codePoints: [...face.collectUnicodes()],
    unitsPerEm: face.upem,
    shape: ({ text, start, end, rtl, script, language, features }) => {
      buffer.reset();
      buffer.addText(text, start, end - start);
      buffer.setDirection(rtl ? harfbuzz.Direction.RTL : harfbuzz.Direction.LTR);
      if (script !== undefined) buffer.setScript(script);
      if (language !== undefined) buffer.setLanguage(language);
      buffer.guessSegmentProperties();
      harfbuzz.shape(font, buffer, [...features]);
      // Both at once would be three times as slow: it defines properties that nobody asks for.
      const positions = buffer.getGlyphPositions();
      return buffer.getGlyphInfos().map(({ codepoint, cluster }, index) => {
        const { xAdvance: advance = 0, xOffset: dx = 0, yOffset: dy = 0 } = positions[index] ?? {};
        return { glyph: codepoint, cluster, advance, dx, dy };
      });
    },
  };
}
