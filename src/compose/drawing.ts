import type { Box, PageLayout } from './page-layout.js';
import { offPaper } from './paper.js';

/** Something on a page. Pictures and shapes go by name; who draws the page knows them. */
export type Item =
  | { readonly kind: 'area'; readonly box: Box; readonly colour: string; readonly opacity: number }
  | {
      readonly kind: 'picture';
      readonly box: Box;
      readonly picture: string;
      /** Mirrored across its vertical and its horizontal middle line. */
      readonly flip: { readonly x: boolean; readonly y: boolean };
      /** What of it is seen. */
      readonly clip: Box;
    }
  /** What a printer goes by; in all inks where the file has inks. */
  | { readonly kind: 'mark'; readonly box: Box }
  | { readonly kind: 'shape'; readonly box: Box; readonly shape: string; readonly colour: string };

/** A page as a list of what is drawn on it, from below to above. */
export interface Drawing {
  readonly layout: PageLayout;
  /** `#rrggbb`, or `transparent`. */
  readonly paper: string;
  readonly items: readonly Item[];
}

/** What stands in a cell: names of pictures, undefined where one is missing, and the lines of text below. */
export interface CellContent {
  readonly pictures: readonly (string | undefined)[];
  /** Shapes within the cell's caption; `box` counts from the caption's top left. */
  readonly caption: readonly { readonly shape: string; readonly box: Box; readonly colour: string }[];
}

/**
 * Puts pictures and captions into the cells of a page, in their order. A missing picture leaves its place in a tone
 * slightly off the paper. Pictures that touch the edge of the page are continued into the bleed, mirrored.
 */
export function drawPage(layout: PageLayout, paper: string, contents: readonly CellContent[]): Drawing {
  const items: Item[] = [];
  for (const [at, { pictures, caption }] of contents.entries()) {
    const cell = layout.cells[at]!;
    for (const [tile, picture] of pictures.entries()) {
      const box = cell.tiles[tile]!;
      if (picture === undefined) items.push({ kind: 'area', box, ...missing(paper) });
      else items.push(...withBleed(box, picture, layout));
    }
    for (const { shape, box, colour } of caption) {
      const moved = { ...box, x: cell.caption.x + box.x, y: cell.caption.y + box.y };
      items.push({ kind: 'shape', shape, box: moved, colour });
    }
  }
  for (const box of layout.marks) items.push({ kind: 'mark', box });
  return { layout, paper, items };
}

function missing(paper: string): { colour: string; opacity: number } {
  if (paper === 'transparent') return { colour: '#808080', opacity: 0.12 };
  return { colour: offPaper(paper), opacity: 1 };
}

function* withBleed(box: Box, picture: string, { trim, bleed }: PageLayout): Generator<Item> {
  const [right, bottom] = [trim.x + trim.width, trim.y + trim.height];
  const bleedPx = trim.x - bleed.x;
  const columns = [box.x];
  const rows = [box.y];
  if (bleedPx > 0 && box.x === trim.x) columns.push(box.x - box.width);
  if (bleedPx > 0 && box.x + box.width === right) columns.push(right);
  if (bleedPx > 0 && box.y === trim.y) rows.push(box.y - box.height);
  if (bleedPx > 0 && box.y + box.height === bottom) rows.push(bottom);
  for (const y of rows) {
    for (const x of columns) {
      const flip = { x: x !== box.x, y: y !== box.y };
      const placed = { ...box, x, y };
      yield { kind: 'picture', box: placed, picture, flip, clip: common(placed, bleed) };
    }
  }
}

/** The part that two boxes share; its sides may be zero or less where there is none. */
export function common(one: Box, other: Box): Box {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  return {
    x,
    y,
    width: Math.min(one.x + one.width, other.x + other.width) - x,
    height: Math.min(one.y + one.height, other.y + other.height) - y,
  };
}
