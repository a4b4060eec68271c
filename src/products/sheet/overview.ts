import { samplesOf } from '../../base/colour.js';
import { mapSideBySide } from '../../base/side-by-side.js';
import { isLight, offPaper } from '../../compose/index.js';
import { isWholePicture, readPicture } from '../../files/index.js';
import { dateOf, type FinishedLetters, shownCharacters } from '../finished-letters.js';
import { artworkPicture, picturePx, reportedPx } from './artwork-picture.js';
import { captionOf, letterShown } from './captions.js';
import { type Cell, type PageFiles, type Picture, writePageFiles } from './page-files.js';

/** Letters are shown no larger than this on an overview of its own size. */
const overviewTilePx = 240;

/** Writes the overview: of every letter the plain one, its artwork and the result, side by side. Throws `output`. */
export async function makeOverview(made: FinishedLetters): Promise<PageFiles> {
  const { config, folder, letters } = made;
  const files = new Set([...letters.values()].map(({ artwork }) => artwork.file));
  const shownPx = isSmall(config) ? reportedPx : Math.min(picturePx, Math.ceil(1.6 * config.transfer.sizePx));
  const artworks = new Map(
    await mapSideBySide(
      [...files],
      async (file) => [file, await artworkPicture(file, made, shownPx)] as const,
    ),
  );
  const cells: Cell[] = [];
  for (const character of shownCharacters(made)) {
    const letter = letters.get(character);
    const content = folder.content(character);
    const pictures = [
      letter && (await contentPicture(character, content, config.sheet.paper)),
      letter && artworks.get(letter.artwork.file),
      letter && {
        name: `letter ${character}`,
        source: folder.letter(character),
        shows: letterShown(character, letter.artwork.file),
      },
    ];
    cells.push({ pictures, caption: captionOf('both', character, letter?.artwork.file) });
  }
  const { sheet } = config;
  return writePageFiles({
    folder: folder.out,
    stem: 'overview',
    title: 'Letters, artworks and results',
    date: await dateOf(made),
    formats: config.overview.formats,
    settings: { ...sheet, columns: 'auto', gapRatio: 0.2, marginRatio: 0.35 },
    font: config.font,
    cells,
    tilePx: Math.min(overviewTilePx, config.transfer.sizePx),
    betweenRatio: 0.04,
    captionScale: 1.5,
  });
}

/** Whether tiles are no larger than `overviewTilePx` whatever it is written as: artworks are then shared with the report. */
function isSmall({ sheet, overview }: FinishedLetters['config']): boolean {
  return sheet.page.size === 'fitted' && !overview.formats.includes('pdf');
}

/** The plain letter, on a tone of its own where it would lie white on a light page; undefined where its file is gone. */
async function contentPicture(character: string, file: string, paper: string): Promise<Picture | undefined> {
  if (!(await isWholePicture(file))) return undefined;
  const plain = await readPicture(file, { background: '#ffffff', limitPx: picturePx });
  const tone = samplesOf(isLight(paper) ? offPaper(paper) : '#ffffff');
  const data = plain.data.map((value, at) => Math.round((value * tone[at % 3]!) / 255));
  return {
    name: `content ${character}`,
    source: { ...plain, data },
    shows: `The plain letter ${character}`,
  };
}
