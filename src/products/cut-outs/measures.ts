import type { CutOut } from '../../compose/index.js';
import { fileStem } from '../../files/index.js';
import { type FontSource, inkBox } from '../../glyph/index.js';
import type { RunLetter } from './run-letters.js';

/** One letter's entry in `cutouts.json`: what type is set with. Pixels are those of its picture, from the top left, y down. */
export interface CutOutFacts {
  readonly character: string;
  /** Relative to the folder of the cut-outs. */
  readonly picture: string;
  readonly svg?: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The font size at which the picture is shown pixel by pixel. */
  readonly emPx: number;
  /** Where the pen stands before the letter. */
  readonly originX: number;
  readonly baselineY: number;
  /** How far the pen moves on. */
  readonly advancePx: number;
  /** From the pen to the ink, and from the ink to where the pen goes; negative where ink stands over. */
  readonly leftBearingPx: number;
  readonly rightBearingPx: number;
  /** The outline's box, without what it is grown by. */
  readonly inkBox: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
}

/** A cut-out's measures, to a thousandth of a pixel. */
export function describeCutOut(
  { character, font, place }: RunLetter,
  { picture, left, top }: CutOut,
): CutOutFacts {
  const { emPx } = place;
  const [originX, baselineY] = [place.originX - left, place.baselineY - top];
  const box = inkBox(font.outline(character))!;
  const advance = font.advance(character);
  return {
    character,
    picture: `${fileStem(character)}.png`,
    widthPx: picture.width,
    heightPx: picture.height,
    emPx: rounded(emPx),
    originX: rounded(originX),
    baselineY: rounded(baselineY),
    advancePx: rounded(advance * emPx),
    leftBearingPx: rounded(box.left * emPx),
    rightBearingPx: rounded((advance - box.right) * emPx),
    inkBox: {
      left: rounded(originX + box.left * emPx),
      top: rounded(baselineY + box.top * emPx),
      right: rounded(originX + box.right * emPx),
      bottom: rounded(baselineY + box.bottom * emPx),
    },
  };
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** What `cutouts.json` holds. */
export function describeSet(source: FontSource, growRatio: number, letters: readonly CutOutFacts[]) {
  const { font, metrics } = source;
  const { unitsPerEm, ascender, descender, lineGap, capHeight, xHeight } = metrics;
  return {
    version: 1,
    font: {
      family: font.family,
      style: font.style,
      version: font.version,
      sha256: font.sha256,
      axes: font.axes,
      unitsPerEm,
      ascender,
      descender,
      lineGap,
      capHeight,
      xHeight,
    },
    growRatio,
    letters,
    kerning: source.kerning(letters.map(({ character }) => character)),
  };
}
