import { dateOf, type FinishedLetters, shownCharacters } from '../finished-letters.js';
import { captionOf, letterShown } from './captions.js';
import { type Cell, type PageFiles, writePageFiles } from './page-files.js';

/** Writes the sheet of all letters in every format that is wanted. Throws `output`. */
export async function makeSheet(made: FinishedLetters): Promise<PageFiles> {
  const { config, folder, letters, placeholders } = made;
  const cells = shownCharacters(made).map((character): Cell => {
    const placeholder = placeholders?.get(character);
    const letter = letters.get(character);
    const pictures = [
      letter
        ? {
            name: `letter ${character}`,
            source: folder.letter(character),
            shows: letterShown(character, letter.artwork.file),
          }
        : placeholder && { name: `placeholder ${character}`, source: placeholder },
    ];
    return { pictures, caption: captionOf(config.sheet.captions, character, letter?.artwork.file) };
  });
  return writePageFiles({
    folder: folder.out,
    stem: 'sheet',
    title: 'Alphabet',
    date: await dateOf(made),
    formats: config.sheet.formats,
    settings: config.sheet,
    font: config.font,
    cells,
    tilePx: config.transfer.sizePx,
  });
}
