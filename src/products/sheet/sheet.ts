import { cutSquare } from '../../artwork/index.js';
import { AbecedaryError } from '../../base/errors.js';
import type { Pixels } from '../../base/pixels.js';
import { mapSideBySide } from '../../base/side-by-side.js';
import { isLight, offPaper } from '../../compose/index.js';
import { isWholePicture, readPicture, resizePicture } from '../../files/index.js';
import type { FinishedRun } from '../finished-run.js';
import { captionOf } from './captions.js';
import { type Cell, type PageFiles, type Picture, writePageFiles } from './page-files.js';

/** Writes the sheet of all letters in every format that is wanted. Throws `output`. */
export async function makeSheet(run: FinishedRun): Promise<PageFiles> {
  const { config, folder, letters, ghosts } = run;
  const cells = config.characters.map((character): Cell => {
    const ghost = ghosts?.get(character);
    const letter = letters.get(character);
    const pictures = [
      letter
        ? { name: `letter ${character}`, source: folder.letter(character) }
        : ghost && { name: `ghost ${character}`, source: ghost },
    ];
    return { pictures, caption: captionOf(config.sheet.captions, character, letter?.artwork.file) };
  });
  return writePageFiles({
    folder: folder.out,
    stem: 'sheet',
    title: 'Alphabet',
    formats: config.sheet.formats,
    settings: config.sheet,
    font: config.font,
    cells,
    tilePx: config.transfer.sizePx,
  });
}

/** Letters are shown no larger than this on an overview of its own size. */
const overviewTilePx = 240;

/** Writes the overview: of every letter the plain one, its artwork and the result, side by side. Throws `output`. */
export async function makeOverview(run: FinishedRun): Promise<PageFiles> {
  const { config, folder, letters } = run;
  const files = new Set([...letters.values()].map(({ artwork }) => artwork.file));
  const shownPx = Math.min(artworkPx, Math.ceil(1.6 * config.transfer.sizePx));
  const artworks = new Map(
    await mapSideBySide(
      [...files],
      async (file) => [file, await artworkPicture(file, run, shownPx)] as const,
    ),
  );
  const cells: Cell[] = [];
  for (const character of config.characters) {
    const letter = letters.get(character);
    const content = folder.content(character);
    const pictures = [
      letter && (await contentPicture(character, content, config.sheet.paper)),
      letter && artworks.get(letter.artwork.file),
      letter && { name: `letter ${character}`, source: folder.letter(character) },
    ];
    cells.push({ pictures, caption: captionOf('both', character, letter?.artwork.file) });
  }
  const { sheet } = config;
  return writePageFiles({
    folder: folder.out,
    stem: 'overview',
    title: 'Letters, artworks and results',
    formats: config.overview.formats,
    settings: { ...sheet, columns: 'auto', gapRatio: 0.2, marginRatio: 0.35 },
    font: config.font,
    cells,
    tilePx: Math.min(overviewTilePx, config.transfer.sizePx),
    betweenRatio: 0.04,
    captionScale: 1.5,
  });
}

/** Artworks and plain letters are shown no finer than this. */
const artworkPx = 640;
/** Of an artwork's sides, which are seldom further apart. */
const longestToShortest = 2;

/** The plain letter, on a tone of its own where it would lie white on a light page; undefined where its file is gone. */
async function contentPicture(character: string, file: string, paper: string): Promise<Picture | undefined> {
  if (!(await isWholePicture(file))) return undefined;
  const plain = await readPicture(file, { background: '#ffffff', limitPx: artworkPx });
  const tone = isLight(paper) ? offPaper(paper) : ([255, 255, 255] as const);
  const data = plain.data.map((value, at) => Math.round((value * tone[at % 3]!) / 255));
  return { name: `content ${character}`, source: { ...plain, data } };
}

/** The square of an artwork that its letters were made from; undefined where the file is gone or has been damaged. */
export async function artworkPicture(
  file: string,
  { config }: Pick<FinishedRun, 'config'>,
  sidePx = artworkPx,
): Promise<Picture | undefined> {
  const { background, crop, turnDegrees } = config.artworks;
  const read = async (): Promise<Pixels> => {
    // Reduced while it is read, so far that its shorter side should still have more than is shown of it.
    const limitPx = Math.ceil((longestToShortest * sidePx) / crop.sizeRatio);
    const square = cutSquare(await readPicture(file, { background, limitPx }), { ...crop, turnDegrees });
    return square.width <= sidePx ? square : resizePicture(square, sidePx, sidePx);
  };
  const source = await read().catch((error: unknown) => {
    if (error instanceof AbecedaryError) return undefined;
    throw error;
  });
  return source && { name: `artwork ${file}`, source };
}
