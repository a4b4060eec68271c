import { listArtworks } from '../src/artwork/index.js';
import type { Planes, Size } from '../src/base/pixels.js';
import { type AlphabetConfig, createConfig } from '../src/config/index.js';
import { type Font, loadFont, placeGlyphs, rasterGlyph } from '../src/glyph/index.js';
import { openFeatureSpace } from '../src/nst/feature-space.js';
import type { Weights } from '../src/nst/objectives/regions/scale-input.js';
import { planScales, type Scale } from '../src/nst/scales.js';
import { gatherIngredients } from '../src/paint/gather.js';
import type { Ingredients } from '../src/paint/ingredients.js';
import { letterSubject } from '../src/paint/letter-subject.js';
import { artworkSidePx, type Subject } from '../src/paint/subject.js';
import { jobOf } from './bench-job.js';

/** A page full of letters, of any shape, and what it is made of. */
export interface Page {
  readonly scales: readonly Scale[];
  readonly ingredients: Ingredients;
  readonly weights: Weights;
}

export interface PageOptions {
  readonly size: Size;
  readonly iterations: number;
  /** Side of a letter's tile, and of the artwork, as ratios of the page's shorter side. */
  readonly letterRatio: number;
  readonly artworkRatio: number;
  readonly artwork?: string | undefined;
}

export async function layPage(options: PageOptions): Promise<Page> {
  const { size, iterations, letterRatio, artworkRatio } = options;
  const config = createConfig({ preset: 'painted' });
  const artwork = options.artwork ?? (await listArtworks({ from: 'included', recursive: false }))[0]!;
  const shorterPx = Math.min(size.width, size.height);
  const letterPx = shorterPx * letterRatio;
  const formPx = shorterPx * artworkRatio;
  const scales = planScales(size, iterations, { letterPx, formPx });
  const font = await loadFont(config.font);
  const job = await jobOf(config, font, { letter: 'R', artwork, encoderFile: '', folder: '' });
  const subject: Subject = {
    ...letterSubject(job, font),
    name: 'the page',
    size,
    draw: pageOfLetters(config, font, letterRatio),
    artworkSidePx: ({ box }) => artworkSidePx(Math.min(box.width, box.height) * artworkRatio, { detail: 1 }),
  };
  const ingredients = await gatherIngredients(job, subject, {
    finest: scales.at(-1)!,
    openSpace: openFeatureSpace,
  });
  return { scales, ingredients, weights: weightsOf(config) };
}

/** Draws rows of letters, the alphabet again and again. */
function pageOfLetters(config: AlphabetConfig, font: Font, letterRatio: number): Subject['draw'] {
  const placements = placeGlyphs(font, config.characters, config.glyph);
  return ({ canvas, box }) => {
    const page = { ...canvas, channels: 1, data: new Float32Array(canvas.width * canvas.height) };
    const cellPx = Math.min(box.width, box.height) * letterRatio;
    const advancePx = 0.8 * cellPx;
    const sidePx = Math.ceil(cellPx);
    const columns = Math.floor((box.width - cellPx) / advancePx) + 1;
    const rows = Math.floor(box.height / cellPx);
    const drawn = new Map(
      config.characters.map((character) => [
        character,
        rasterGlyph(font, character, {
          placement: placements.get(character)!,
          canvasPx: sidePx,
          boxPx: cellPx,
        }),
      ]),
    );
    for (let at = 0; at < rows * columns; at++) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const left = Math.round((canvas.width - box.width) / 2 + column * advancePx);
      const top = Math.round((canvas.height - box.height) / 2 + row * cellPx);
      paste(page, drawn.get(config.characters[at % config.characters.length]!)!.data, sidePx, left, top);
    }
    return page;
  };
}

/** Adds a glyph, black on white, to the ink of a page. */
function paste(page: Planes, glyph: Uint8Array, sidePx: number, left: number, top: number): void {
  for (let row = 0; row < sidePx; row++) {
    for (let column = 0; column < sidePx; column++) {
      const to = (top + row) * page.width + left + column;
      page.data[to] = Math.min(1, page.data[to]! + 1 - glyph[row * sidePx + column]! / 255);
    }
  }
}

function weightsOf({ transfer }: AlphabetConfig): Weights {
  const { contentWeight: content, layerWeights: layers, toneWeight: tone, ...rest } = transfer;
  return { ...rest, content, layers, tone, variationKnee: 1 };
}
