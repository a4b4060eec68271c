import { inverted } from '../base/masks.js';
import { type Planes, toPixels } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import { createRandom } from '../base/random.js';
import type { TransferSettings } from '../config/index.js';
import { hashFile, removeFolder, writePicture } from '../files/index.js';
import { type Font, loadFonts } from '../glyph/index.js';
import { layoutText, rasterText, type TextLayout } from '../glyph/text/index.js';
import { openStyliser, planScales, type Scale, type Styliser } from '../nst/index.js';
import type { PageJob, PageRecipe } from '../plan/page-job.js';
import { artworkSidePx } from './ingredients.js';
import { frameFile, weightsFrom } from './letter.js';
import { gatherPageIngredients, type TextSubject } from './page-ingredients.js';

/** What is known of a page once its picture is written. */
export interface PageResult {
  /** SHA-256 of the picture's file, hexadecimal. */
  readonly sha256: string;
  readonly seconds: number;
  readonly evaluations: number;
  readonly losses: Readonly<Record<string, number>>;
}

/** Makes pages; keeps the engine between them. */
export interface PageRenderer {
  /**
   * Sets the text, stylises it and writes content picture, frames and, last of all, the page. Throws AbecedaryError with a
   * sentence when an ingredient is unusable or a file cannot be written.
   */
  render(job: PageJob, report: (progress: Progress) => void): Promise<PageResult>;
  close(): Promise<void>;
}

export function createPageRenderer(): PageRenderer {
  const stylisers = new Map<string, Promise<Styliser>>();
  return {
    render: async (job, report) => {
      const { engine } = job.recipe;
      const key = `${engine.name} ${engine.provider} ${job.encoderFile}`;
      const styliser = stylisers.get(key) ?? openStyliser(job.encoderFile, { engine });
      stylisers.set(key, styliser);
      return renderPage(job, await styliser, report);
    },
    close: async () => {
      for (const styliser of stylisers.values()) await (await styliser).close();
    },
  };
}

async function renderPage(
  job: PageJob,
  styliser: Styliser,
  report: (progress: Progress) => void,
): Promise<PageResult> {
  const started = performance.now();
  const { recipe, files, name } = job;
  const { text, measures } = recipe;
  report({ kind: 'started', letter: name, artwork: job.inputs.looks[0]!.materials[0]!.picture });
  const font = await loadFonts(recipe.fonts.map(({ axes }, at) => ({ file: job.fontFiles[at]!, axes })));
  const layout = layoutText(text, font, measures.layout, measures.box);
  const subject = textSubject(recipe, name, font, layout);
  const page = { width: measures.width, height: measures.height };
  await writePicture(files.content, toPixels(inverted(subject.draw({ canvas: page, box: page }))));

  const letterPx = layout.sizePx * letterRatio;
  const transfer = readable(recipe.transfer, letterPx);
  const scales = planScales(page, transfer.iterations, {
    letterPx,
    formPx: Math.max(leastFormPx, formPx(letterPx, 'ground')),
  });
  const order = { ...job, recipe: { ...recipe, transfer } };
  const ingredients = await gatherPageIngredients(order, subject, scales.at(-1)!);
  // Those of another text would stay beside them.
  await removeFolder(files.frames);
  const { picture, evaluations, losses } = await styliser.stylise(
    scales,
    ingredients.at,
    weightsFrom(transfer),
    {
      random: createRandom(recipe.seed).fork(text),
      start: await ingredients.start(scales[0]!),
      onFrame: async (frame) => {
        const seen = await ingredients.finish(frame.picture, { opaque: true });
        await writePicture(frameFile(files.frames, frame), toPixels(seen), { durable: false });
        const { iteration, evaluations, loss, sizePx, workRatio } = frame;
        const { iterations } = transfer;
        report({
          kind: 'iteration',
          letter: name,
          ...{ iteration, iterations, evaluations, loss, sizePx, workRatio },
        });
      },
    },
  );
  await writePicture(files.page, toPixels(await ingredients.finish(picture)));
  const seconds = (performance.now() - started) / 1000;
  return { sha256: await hashFile(files.page), seconds, evaluations, losses };
}

/** Side of the square that a letter of a text would have as a picture of its own, in font sizes. */
const letterRatio = 0.87;
/** Side of a letter at which it needs nothing that a letter of an alphabet does not, and one at which it needs all help there is. */
const [usualLetterPx, smallLetterPx] = [400, 100];
/** A text is not to be treated as a preview, however small its letters are. */
const leastFormPx = 160;
/** The ground of a page has room for larger forms than small letters have. */
const groundRatio = 2;

/**
 * How large the forms are that a letter of this side is made of, and those of the ground, as the side of the letter that they would suit in an
 * alphabet. They shrink with the square root of the letter: at the same ratio nothing of them would be left in small letters, and
 * forms that keep their size would be larger than the letters.
 */
function formPx(letterPx: number, region: 'ink' | 'ground'): number {
  if (letterPx >= usualLetterPx) return letterPx;
  const ink = Math.sqrt(letterPx * usualLetterPx);
  return region === 'ink' ? ink : Math.min(usualLetterPx, groundRatio * ink);
}

/** What helps small letters to be read: more between them and the ground, and less freedom at the outline. */
export function readable(transfer: TransferSettings, letterPx: number): TransferSettings {
  const share = Math.min(1, Math.max(0, (usualLetterPx - letterPx) / (usualLetterPx - smallLetterPx)));
  const { contrast, contentWeight, fitRatio, toneWeight } = transfer;
  return {
    ...transfer,
    contrast: contrast === 0 ? 0 : contrast + (share * (1 - contrast)) / 2,
    contentWeight: contentWeight * (1 + share),
    fitRatio: fitRatio * (1 - share / 2),
    toneWeight: toneWeight * (1 + 2 * share),
  };
}

/** A page of text as it is drawn on its canvas. */
export function textSubject(
  { measures, transfer, bare }: Pick<PageRecipe, 'measures' | 'transfer' | 'bare'>,
  name: string,
  font: Font,
  layout: TextLayout,
): TextSubject {
  const letterPx = layout.sizePx * letterRatio;
  const drawSome = ({ canvas, box }: Pick<Scale, 'canvas' | 'box'>, glyphs: TextLayout['glyphs']): Planes => {
    const whole = box.width === measures.width;
    const corner = (outer: number, inner: number): number =>
      // At full size on whole pixels: what is cut out of the canvas is to be exactly the text's own picture.
      whole ? Math.floor((outer - inner) / 2) : (outer - inner) / 2;
    return rasterText(glyphs, font, {
      sizePx: layout.sizePx,
      scale: box.width / measures.width,
      left: corner(canvas.width, box.width),
      top: corner(canvas.height, box.height),
      ...canvas,
    });
  };
  return {
    name,
    glyphs: bare ? [] : layout.glyphs,
    draw: (place) => drawSome(place, bare ? [] : layout.glyphs),
    drawSome,
    artworkSidePx: ({ box }, region) =>
      artworkSidePx((formPx(letterPx, region) * box.width) / measures.width, transfer),
  };
}
