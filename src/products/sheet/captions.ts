import { basename, extname } from 'node:path';
import type { CellContent } from '../../compose/index.js';
import { inksFor } from '../../compose/index.js';
import type { AlphabetConfig } from '../../config/index.js';
import { type Font, loadFont, type Outline, placed, quietFont, setCaption } from '../../glyph/index.js';

/** A caption in two parts: what is read first, and what stands back. */
export interface CaptionText {
  readonly strong: string;
  readonly quiet: string;
}

/** Room for a caption below its tile, in sides of the tile. */
export const captionRatio = 0.18;
const sizeRatio = 0.068;
const baselineRatio = 0.1;

/** Sets captions in pixels of tiles of any size, and keeps their outlines by name. */
interface CaptionSetter {
  readonly shapes: Map<string, Outline>;
  set(key: string, text: CaptionText, look: CaptionLook): CellContent['caption'];
}

interface CaptionLook {
  readonly tilePx: number;
  readonly widthPx: number;
  readonly scale: number;
  readonly paper: string;
}

/** Loads the fonts of the captions: the alphabet's own where it is wanted and, for what it lacks, the quiet one. */
export async function openCaptions(
  wanted: AlphabetConfig['sheet']['captionFont'],
  font: AlphabetConfig['font'],
): Promise<CaptionSetter> {
  const fonts: Font[] = [];
  if (wanted === 'alphabet') fonts.push(await loadFont(font));
  fonts.push(await loadFont({ file: quietFont, axes: {} }));
  const shapes = new Map<string, Outline>();
  return {
    shapes,
    set(key, { strong, quiet }, { tilePx, widthPx, scale, paper }) {
      const inks = inksFor(paper);
      const sizePx = sizeRatio * scale * tilePx;
      const height = Math.round(captionRatio * scale * tilePx);
      const y = baselineRatio * scale * tilePx;
      const caption: {
        shape: string;
        box: { x: number; y: number; width: number; height: number };
        colour: string;
      }[] = [];
      let x = 0;
      for (const [part, text, colour] of [
        ['strong', strong, inks.strong],
        ['quiet', quiet, inks.quiet],
      ] as const) {
        if (text === '') continue;
        const { outline, widthPx: width } = setCaption(fonts, text, { sizePx, mostPx: widthPx - x });
        const shape = `${key} ${part}`;
        shapes.set(shape, placed(outline, { scale: 1, x: 0, y }));
        const box = {
          x: Math.round(x),
          y: 0,
          width: Math.max(1, Math.min(widthPx - Math.round(x), Math.ceil(width) + 1)),
          height,
        };
        if (outline.length > 0) caption.push({ shape, box, colour });
        x += width + (width > 0 ? 0.6 * sizePx : 0);
      }
      return caption;
    },
  };
}

/** What an artwork is called: its file's name, without ending where it is to be read rather than to be found. */
export function artworkTitle(file: string): string {
  return basename(file, extname(file))
    .replaceAll(/[-_\s]+/g, ' ')
    .trim();
}

/** What stands below a letter. */
export function captionOf(
  wanted: AlphabetConfig['sheet']['captions'],
  character: string,
  artwork: string | undefined,
): CaptionText {
  const name = artwork === undefined ? '' : artworkTitle(artwork);
  if (wanted === 'none') return { strong: '', quiet: '' };
  if (wanted === 'letter') return { strong: character, quiet: '' };
  return wanted === 'artwork' ? { strong: '', quiet: name } : { strong: character, quiet: name };
}

/** A letter in words, for those who do not see it. */
export function letterShown(character: string, artwork: string): string {
  return `The letter ${character}, made of ${artworkTitle(artwork)}`;
}
