import { inverted } from '../base/masks.js';
import { toPixels } from '../base/pixels.js';
import type { TransferSettings } from '../config/index.js';
import type { Font } from '../glyph/index.js';
import { layoutText, type PlacedGlyph, rasterText } from '../glyph/text/index.js';
import { comparedPx, explainedBy } from '../judge/index.js';
import type { TextRecipe } from '../plan/index.js';
import { pageContrastOf } from '../plan/index.js';
import { artworkSidePx, type CanvasView, type Region, type Subject } from './subject.js';

/** Side of the square that a letter of a text would have as a picture of its own, in font sizes. */
const letterRatio = 0.87;
/** Side of a letter at which it needs nothing that a letter of an alphabet does not, and one at which it needs all help there is. */
const [usualLetterPx, smallLetterPx] = [400, 100];
/** A text is not to be treated as a preview, however small its letters are. */
const leastFormPx = 160;
/** The ground of a page has room for larger forms than small letters have. */
const groundRatio = 2;

/** A page of text as it is drawn on its canvas. Throws `config` where it does not fit. */
export function textSubject(recipe: TextRecipe, name: string, font: Font): Subject {
  const { text, measures, bare } = recipe;
  const layout = layoutText(text, font, { settings: measures.layout, box: measures.box });
  const letterPx = layout.sizePx * letterRatio;
  const transfer = readable(recipe.transfer, letterPx);
  const size = { width: measures.width, height: measures.height };
  const drawSome = ({ canvas, box }: CanvasView, glyphs: readonly PlacedGlyph[]) => {
    const whole = box.width === measures.width;
    const corner = (outer: number, inner: number): number =>
      // At full size on whole pixels: what is cut out of the canvas is to be exactly the text's own picture.
      whole ? Math.floor((outer - inner) / 2) : (outer - inner) / 2;
    return rasterText(glyphs, font, {
      sizePx: layout.sizePx,
      scale: box.width / measures.width,
      left: corner(canvas.width, box.width),
      top: corner(canvas.height, box.height),
      ...canvas,
    });
  };
  const glyphs = bare ? [] : layout.glyphs;
  const draw = (view: CanvasView) => drawSome(view, glyphs);
  return {
    name,
    size,
    transfer,
    forms: { letterPx, formPx: Math.max(leastFormPx, formPx(letterPx, 'ground')) },
    branch: text,
    draw,
    glyphs,
    drawSome,
    artworkSidePx: ({ box }, region) =>
      artworkSidePx((formPx(letterPx, region) * box.width) / measures.width, transfer),
    judge: (picture) => {
      const shape = toPixels(inverted(draw({ canvas: size, box: size })));
      // As fine as a letter of an alphabet is looked at.
      const ratio = Math.min(1, comparedPx / letterPx);
      const width = Math.round(size.width * ratio);
      const height = Math.round(size.height * ratio);
      const r2 = explainedBy(picture, { width, height })(shape);
      return { rank: 1, r2, rivalR2: 0, best: name };
    },
  };
}

/**
 * How large the forms are that a letter of this side is made of, and those of the ground, as the side of the letter that they would suit in an
 * alphabet. They shrink with the square root of the letter: at the same ratio nothing of them would be left in small letters, and
 * forms that keep their size would be larger than the letters.
 */
function formPx(letterPx: number, region: Region): number {
  if (letterPx >= usualLetterPx) return letterPx;
  const ink = Math.sqrt(letterPx * usualLetterPx);
  return region === 'ink' ? ink : Math.min(usualLetterPx, groundRatio * ink);
}

/** What helps small letters to be read: more between them and the ground, and less freedom at the outline. */
function readable(transfer: TransferSettings, letterPx: number): TransferSettings {
  const share = Math.min(1, Math.max(0, (usualLetterPx - letterPx) / (usualLetterPx - smallLetterPx)));
  const { contentWeight, fitRatio, toneWeight } = transfer;
  const contrast = pageContrastOf(transfer);
  return {
    ...transfer,
    contrast: contrast === 0 ? 0 : contrast + (share * (1 - contrast)) / 2,
    contentWeight: contentWeight * (1 + share),
    fitRatio: fitRatio * (1 - share / 2),
    toneWeight: toneWeight * (1 + 2 * share),
  };
}
