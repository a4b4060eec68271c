import { drawPage, layOutPicture, type PageLayout } from '../../compose/index.js';
import { type PdfItem, pictureSize, writePdfPage } from '../../files/index.js';
import { pathData, placed } from '../../glyph/index.js';
import { pdfPage, printProfileOf } from '../sheet/index.js';
import { type FullLetter, fullLetter } from './full-letter.js';
import type { TextPage } from './made-page.js';
import { unseenFont } from './unseen-font.js';
import { wordsOnPage } from './words.js';

/** Writes the page as PDF: its picture, or its letters each at its full size, over words that can be searched and copied. */
export async function writePdfText(file: string, page: TextPage): Promise<void> {
  const { text, print, layout, content } = page;
  const size = await pictureSize(page.picture);
  const sheet = layOutPicture(size, print, text.dpi);
  const scale = 72 / text.dpi;
  const place = { scale, x: sheet.trim.x * scale, y: sheet.trim.y * scale };
  const { below, marks } = groundOf(page, sheet);
  const { items, letters } = await tilesOf(page, place);
  const language = text.language === 'auto' ? undefined : text.language;
  await writePdfPage(file, {
    ...below,
    items: [...below.items, ...items, ...marks],
    title: titleOf(content),
    creator: 'Abecedary',
    date: page.date,
    words: { font: unseenFont(), language, all: wordsOnPage(layout, text, place) },
    picture: async (name) => letters.get(name)?.picture ?? name,
    print: { x4: print.pdf === 'x4', profile: await printProfileOf(print) },
  });
}

type Page = ReturnType<typeof pdfPage>;

/** What lies below the letters of tiles, or the page itself; marks lie above all. */
function groundOf(
  { tiles, picture }: TextPage,
  sheet: PageLayout,
): { below: Page; marks: readonly PdfItem[] } {
  const file =
    tiles === undefined
      ? picture
      : tiles.ground !== undefined && 'file' in tiles.ground
        ? tiles.ground.file
        : undefined;
  const paper = tiles?.ground !== undefined && 'colour' in tiles.ground ? tiles.ground.colour : 'transparent';
  const contents = file === undefined ? [] : [{ pictures: [file], caption: [] }];
  const drawn = pdfPage(drawPage(sheet, paper, contents), new Map());
  const isMark = ({ kind }: PdfItem): boolean => kind === 'mark';
  return {
    below: { ...drawn, items: drawn.items.filter((item) => !isMark(item)) },
    marks: drawn.items.filter(isMark),
  };
}

async function tilesOf(
  { tiles, font, layout: { sizePx } }: TextPage,
  { scale, x, y }: { readonly scale: number; readonly x: number; readonly y: number },
): Promise<{ items: PdfItem[]; letters: ReadonlyMap<string, FullLetter> }> {
  const letters = new Map<string, FullLetter>();
  const items: PdfItem[] = [];
  for (const { glyph, source } of tiles?.letters ?? []) {
    const name = `${source.file} ${glyph.character}`;
    const letter = letters.get(name) ?? (await fullLetter(source, glyph.character));
    letters.set(name, letter);
    const pen = { x: x + glyph.x * scale, y: y + glyph.y * scale };
    const zoom = (sizePx * scale) / letter.emPx;
    const { outline } = font.faces[glyph.face]!.glyph(glyph.glyph, glyph.character);
    items.push({
      kind: 'cut',
      picture: name,
      path: pathData(placed(outline, { scale: sizePx * scale, ...pen }), { scale: 1, x: 0, y: 0 }),
      box: {
        x: pen.x - letter.x * zoom,
        y: pen.y - letter.y * zoom,
        width: letter.picture.width * zoom,
        height: letter.picture.height * zoom,
      },
    });
  }
  return { items, letters };
}

/** The first line of a text, as a title. */
export function titleOf(content: string): string {
  const line = content.trim().split(/\r?\n/)[0]!.trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
