import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts, loadImage, type SKRSContext2D } from 'canvas';

/** A letter's picture with what is written below it. */
export interface Tile {
  readonly file: string;
  readonly caption: string;
  /** File of a picture that is drawn small in a corner. */
  readonly corner?: string | undefined;
}

/** Side of a letter in a strip. */
export const tilePx = 200;
const artworkPx = 96;
const cornerPx = 52;
const gapPx = 8;
const captionPx = 26;
const quality = 82;

const family = 'Caption';
const fontFile = import.meta.resolve('@fontsource/archivo-black/files/archivo-black-latin-400-normal.woff2');

/** Small pictures of the artworks, then the letters in a row, as the bytes of a JPEG file. */
export async function drawStrip(artworks: readonly string[], tiles: readonly Tile[]): Promise<Buffer> {
  GlobalFonts.registerFromPath(fileURLToPath(fontFile), family);
  const captioned = tiles.some(({ caption }) => caption !== '');
  const perColumn = Math.floor((tilePx + gapPx) / (artworkPx + gapPx));
  const left = Math.ceil(artworks.length / perColumn) * (artworkPx + gapPx) + gapPx;
  const canvas = createCanvas(
    left + tiles.length * (tilePx + gapPx) - gapPx,
    tilePx + (captioned ? captionPx : 0),
  );
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const [at, file] of artworks.entries()) {
    const [column, row] = [Math.floor(at / perColumn), at % perColumn];
    const [x, y] = [column * (artworkPx + gapPx), row * (artworkPx + gapPx)];
    context.drawImage(await loadImage(file), x, y, artworkPx, artworkPx);
  }
  for (const [at, { file, caption, corner }] of tiles.entries()) {
    const x = left + at * (tilePx + gapPx);
    drawChequers(context, x);
    context.drawImage(await loadImage(file), x, 0, tilePx, tilePx);
    if (corner !== undefined) await drawCorner(context, corner, x);
    drawCaption(context, caption, x);
  }
  return canvas.toBuffer('image/jpeg', quality);
}

/** What shows through transparent letters. */
function drawChequers(context: SKRSContext2D, left: number): void {
  const side = 10;
  for (let row = 0; row < tilePx / side; row++) {
    for (let column = 0; column < tilePx / side; column++) {
      context.fillStyle = (row + column) % 2 === 0 ? '#ffffff' : '#cfcfcf';
      context.fillRect(left + column * side, row * side, side, side);
    }
  }
}

async function drawCorner(context: SKRSContext2D, file: string, left: number): Promise<void> {
  const [x, y] = [left + tilePx - cornerPx, tilePx - cornerPx];
  context.fillStyle = '#ffffff';
  context.fillRect(x - 3, y - 3, cornerPx + 3, cornerPx + 3);
  context.drawImage(await loadImage(file), x, y, cornerPx, cornerPx);
}

/** Colours (`#rrggbb`, with spaces between) are drawn, other words written. */
function drawCaption(context: SKRSContext2D, caption: string, left: number): void {
  const colours = caption.split(' ');
  if (colours.length > 1 && colours.every((word) => word.startsWith('#'))) {
    const width = tilePx / colours.length;
    for (const [at, colour] of colours.entries()) {
      context.fillStyle = colour;
      context.fillRect(left + at * width, tilePx + gapPx, width, captionPx - gapPx);
    }
    return;
  }
  context.fillStyle = '#333333';
  context.font = `14px "${family}"`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(caption, left + tilePx / 2, tilePx + captionPx / 2 + 2, tilePx);
}
