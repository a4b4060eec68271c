import type { AlphabetConfig } from '../src/config/index.js';
import { hashFile } from '../src/files/index.js';
import { type Font, placeGlyphs } from '../src/glyph/index.js';
import { filesBelow } from '../src/plan/index.js';
import type { LetterJob } from '../src/plan/letters.js';

/** The job of a letter with an artwork, and what the configuration says beside. */
export async function jobOf(
  config: AlphabetConfig,
  font: Font,
  {
    letter,
    artwork,
    encoderFile,
    folder,
  }: {
    readonly letter: string;
    readonly artwork: string;
    readonly encoderFile: string;
    readonly folder: string;
  },
): Promise<LetterJob> {
  const placements = placeGlyphs(font, config.characters, config.glyph);
  const { crop, turnDegrees, tiles, background } = config.artworks;
  const sha256 = await hashFile(artwork);
  return {
    id: folder,
    name: letter,
    recipe: {
      character: letter,
      seed: config.seed,
      font: { sha256: font.sha256, axes: {} },
      placement: placements.get(letter)!,
      materials: { ink: [{ sha256, share: 1 }], ground: [] },
      arrangement: { ...crop, turnDegrees, tiles, background },
      transfer: config.transfer,
      engine: { name: 'onnxruntime', provider: 'cpu', version: 0, encoder: '' },
    },
    inputs: { [sha256]: artwork, [font.sha256]: config.font.file },
    encoderFile,
    set: [...placements],
    files: filesBelow(folder, { content: '', picture: '', frames: '' }),
  };
}
