import type { Face } from '../face.js';
import { readFeatures } from '../instance.js';

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
  /** Whether its letters stand one below the other. */
  readonly upright: boolean;
}

export interface ShapingSettings {
  /** BCP 47, like `tr`. */
  readonly language: string | undefined;
  /** OpenType features as HarfBuzz writes them: `smcp`, `-liga`, `ss01=1`. */
  readonly features: readonly string[];
  /** Whether lines run down the page. */
  readonly down: boolean;
}

/**
 * A glyph in em, y down; glyphs of a run stand in visual order, from left to right. In a line that runs down the page this is seen with
 * the page turned: right is down, and down is left.
 */
export interface RunGlyph {
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

export type ShapeRun = (text: string, run: ShapingRun) => RunGlyph[];

/** Makes the faces ready for shaping runs of text. Throws `config` for a feature that cannot be read. */
export function openRunShaper(faces: readonly Face[], settings: ShapingSettings): ShapeRun {
  const features = readFeatures(settings.features);
  return (text, { face, ...run }) => {
    const { unitsPerEm, shape, middle } = faces[face]!;
    // Letters that lie on their side have the middle of the line where upright ones have theirs.
    const lowered = settings.down && !run.upright ? middle : 0;
    return shape({ text, ...run, language: settings.language, features }).map(
      ({ glyph, cluster, advance, dx, dy }) => ({
        face,
        glyph,
        cluster,
        advance: advance / unitsPerEm,
        dx: dx / unitsPerEm,
        dy: (lowered - dy) / unitsPerEm,
      }),
    );
  };
}
