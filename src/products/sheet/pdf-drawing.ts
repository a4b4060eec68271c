import type { Box, Drawing } from '../../compose/index.js';
import type { PdfItem, PdfPage } from '../../files/index.js';
import { type Outline, pathData, placed } from '../../glyph/index.js';

/** A drawing as a page of PDF: pixels become points, shapes outlines. */
export function pdfPage(
  { layout, paper, items }: Drawing,
  shapes: ReadonlyMap<string, Outline>,
): Pick<PdfPage, 'width' | 'height' | 'trim' | 'bleed' | 'items'> {
  const scale = 72 / layout.dpi;
  const box = ({ x, y, width, height }: Box): Box => ({
    x: x * scale,
    y: y * scale,
    width: width * scale,
    height: height * scale,
  });
  const ground: PdfItem[] =
    paper === 'transparent' ? [] : [{ kind: 'area', box: box(layout.bleed), colour: paper, opacity: 1 }];
  return {
    width: layout.width * scale,
    height: layout.height * scale,
    trim: box(layout.trim),
    bleed: box(layout.bleed),
    items: [
      ...ground,
      ...items.map((item): PdfItem => {
        if (item.kind === 'area' || item.kind === 'mark') return { ...item, box: box(item.box) };
        if (item.kind === 'picture') return { ...item, box: box(item.box), clip: box(item.clip) };
        const outline = placed(shapes.get(item.shape)!, {
          scale,
          x: item.box.x * scale,
          y: item.box.y * scale,
        });
        return { kind: 'path', path: pathData(outline, { scale: 1, x: 0, y: 0 }), colour: item.colour };
      }),
    ],
  };
}
