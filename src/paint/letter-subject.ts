import { bordered, inverted } from '../base/masks.js';
import { type Pixels, square, toPlanes } from '../base/pixels.js';
import { type Font, type Placement, rasterGlyph } from '../glyph/index.js';
import { comparedPx, judgeLegibility } from '../judge/index.js';
import type { LetterRecipe, PictureJob } from '../plan/index.js';
import { artworkSidePx, type Subject } from './subject.js';

/** The black-and-white picture of a letter that others are told apart from. */
type MaskOf = (character: string, placement: Placement) => Pixels;

/** The letters of a set are rastered once, at this size, for all that are told apart from them. */
export const maskSize = { canvasPx: comparedPx, boxPx: comparedPx };

/** A letter as it is drawn for its own square. */
export function letterSubject(
  { recipe, set }: Pick<PictureJob<LetterRecipe>, 'recipe' | 'set'>,
  font: Font,
  maskOf: MaskOf = (character, placement) => rasterGlyph(font, character, { placement, ...maskSize }),
): Subject {
  const { character, placement, transfer } = recipe;
  const draw: Subject['draw'] = ({ canvas, box }) => {
    const [canvasPx, boxPx] = [canvas.width, box.width];
    // At full size on whole pixels: the tile that is cut out of the canvas is to be exactly the glyph's own picture.
    const evenPx = boxPx === transfer.sizePx ? canvasPx - ((canvasPx - boxPx) % 2) : canvasPx;
    const drawn = rasterGlyph(font, character, { placement, canvasPx: evenPx, boxPx });
    return bordered(inverted(toPlanes(drawn)), canvas);
  };
  return {
    name: character,
    size: square(transfer.sizePx),
    transfer,
    forms: {},
    branch: character,
    draw,
    glyphs: [],
    drawSome: draw,
    artworkSidePx: ({ canvas }) => artworkSidePx(canvas.width, transfer),
    judge: (picture) => {
      const masks = new Map(set.map(([other, place]) => [other, maskOf(other, place)]));
      return judgeLegibility(picture, masks, character);
    },
  };
}
