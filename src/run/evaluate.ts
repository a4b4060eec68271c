import { join } from 'node:path';
import { cutSquare, listArtworks } from '../artwork/index.js';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import { type Pixels, toPlanes } from '../base/pixels.js';
import { type Contact, contactThumbnailPx, contactTilePx, layContactSheet } from '../compose/index.js';
import type { AlphabetConfig } from '../config/index.js';
import { readPicture, resizePicture, writePicture } from '../files/index.js';
import { borderIndex, comparedPx, judgeLegibility, pepperIndex, readLetters } from '../judge/index.js';
import { type FeatureSpace, openFeatureSpace, openStyleMeter, type StyleMeter } from '../nst/index.js';
import { listEncoders } from '../plan/encoders.js';
import { openRun } from '../products/index.js';
import { type EvaluationSum, type LetterFigures, sumUp } from './evaluation-figures.js';
import { type Compared, comparedOf, type Likeness, measureLikeness } from './likeness.js';

export interface Evaluation {
  /** Name of the encoder that the style distance and the forms are measured under. */
  readonly encoder: string;
  readonly letters: readonly LetterFigures[];
  readonly sum: EvaluationSum;
  /** Why no letter was read by OCR, and what to do about it; undefined where it was. */
  readonly ocrSkipped: string | undefined;
  /** File of the sheet that shows every letter with its artwork. */
  readonly contactSheet: string;
}

export interface EvaluationOptions {
  /** Folder for the contact sheet; default: that of the first run. */
  readonly out?: string | undefined;
  /**
   * Weights of the encoder that measures the style distance and the forms; default: VGG-19 where its weights were fetched, else
   * the included one.
   */
  readonly encoder?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Configurations that render the same letters with different artworks, into `pairing-1`, `pairing-2` and so on below
 * the output folder. The list of artworks is shifted from each to the next so that every letter gets another one (those
 * that the map fixes aside). Throws `artwork` where there are fewer artworks than pairings.
 */
export async function planPairings(config: AlphabetConfig, pairings: number): Promise<AlphabetConfig[]> {
  const artworks = await listArtworks(config.artworks);
  if (artworks.length < pairings) {
    throw new AbecedaryError(
      'artwork',
      `Expected at least ${pairings} artworks for ${pairings} pairings, got ${artworks.length}; add pictures or ask for fewer pairings.`,
    );
  }
  const enough = artworks.length >= pairings * config.characters.length;
  const step = enough ? config.characters.length : artworks.length / pairings;
  return Array.from({ length: pairings }, (_, at) => {
    const shift = Math.floor(at * step);
    const from = [...artworks.slice(shift), ...artworks.slice(0, shift)];
    const out = join(config.out, `pairing-${at + 1}`);
    // What suits letters best would be the same artworks in every pairing.
    const { pairing } = config.artworks;
    const others = pairings > 1 && pairing === 'best' ? 'turn' : pairing;
    return { ...config, out, artworks: { ...config.artworks, from, pairing: others } };
  });
}

/**
 * Measures the letters of finished runs, given by their output folders, and writes `contact-sheet.png`. Legibility is
 * judged among the letters of each run. Throws `output` for a folder without a run in it.
 */
export async function evaluateRuns(
  runs: readonly string[],
  options: EvaluationOptions = {},
): Promise<Evaluation> {
  const meters = await openMeters(options.encoder);
  const letters: Measured[] = [];
  try {
    for (const run of runs) letters.push(...(await measureRun(run, meters, options.signal)));
  } finally {
    await meters.space.close();
  }

  const ocr = await readLetters(letters);
  const figures = letters.map(({ figures }, at) => {
    const reading = 'readings' in ocr ? ocr.readings[at] : undefined;
    return { ...figures, read: reading?.read, said: reading?.said ?? [] };
  });
  const contactSheet = join(options.out ?? runs[0]!, 'contact-sheet.png');
  const contacts = letters.map(({ contact }, at) => {
    const { rank, read } = figures[at]!;
    return { ...contact, marks: [rank === 1, read] };
  });
  await writePicture(contactSheet, layContactSheet(contacts));
  const ocrSkipped = 'skipped' in ocr ? ocr.skipped : undefined;
  return { encoder: meters.meter.encoder, letters: figures, sum: sumUp(figures), ocrSkipped, contactSheet };
}

const judgingTaps = ['relu1_1', 'relu2_1', 'relu3_1'];

interface Meters {
  readonly meter: StyleMeter;
  readonly space: FeatureSpace;
}

async function openMeters(file: string | undefined): Promise<Meters> {
  if (file !== undefined)
    return { meter: await openStyleMeter({ file }), space: await openFeatureSpace(file) };
  const vgg19 = (await listEncoders()).find(({ name }) => name === 'vgg19')?.path;
  const meter = await openStyleMeter(vgg19 === undefined ? {} : { file: vgg19, taps: judgingTaps });
  return { meter, space: await openFeatureSpace(vgg19) };
}

/** What is kept of a letter once it is measured. */
interface Measured {
  readonly character: string;
  readonly picture: Pixels;
  readonly figures: Omit<LetterFigures, 'read' | 'said'>;
  readonly contact: Omit<Contact, 'marks'>;
}

/** The same before the letters of its run are compared with each other's artworks. */
interface Alone extends Omit<Measured, 'figures'> {
  readonly figures: Omit<LetterFigures, 'read' | 'said' | keyof Likeness>;
}

async function measureRun(
  run: string,
  { meter, space }: Meters,
  signal: AbortSignal | undefined,
): Promise<Measured[]> {
  const { manifest, settings } = await openRun(run);
  const { artworks, transfer } = settings;
  const cut = { ...artworks.crop, turnDegrees: artworks.turnDegrees };
  const masks = new Map<string, Pixels>();
  for (const { character, content } of manifest.letters) {
    const glyph = await readPicture(join(run, content), artworks);
    masks.set(character, await resizeSquare(glyph, Math.min(comparedPx, glyph.width)));
  }
  const measured: Alone[] = [];
  const compared: Compared[] = [];
  for (const { character, letter, artwork: artworkFile, found } of manifest.letters) {
    throwIfAborted(signal);
    const picture = await readPicture(join(run, letter.file), artworks);
    // Side of the artwork (of one tile of it) as the letter is made from it, in letters' sides.
    const detail = found === undefined ? transfer.detail / artworks.tiles : 1 / found.ground.sideRatio;
    const whole = await readPicture(artworkFile.file, artworks);
    const square = cutSquare(whole, cut);
    const artwork = await resizeSquare(square, Math.max(leastArtworkPx, Math.round(picture.width * detail)));
    const { rank, r2, best } = judgeLegibility(picture, masks, character);
    compared.push(
      await comparedOf(picture, found === undefined ? square : whole, { detail, sha256: artworkFile.sha256 }),
    );
    measured.push({
      character,
      picture,
      figures: {
        character,
        run,
        artwork: artworkFile.file,
        rank,
        r2,
        best,
        styleDistance: await measureStyle(meter, { picture, artwork: square, detail }),
        pepper: pepperIndex(picture),
        pepperOfArtwork: pepperIndex(artwork),
        border: borderIndex(picture),
        borderOfArtwork: borderIndex(artwork),
      },
      contact: {
        character,
        letter: await resizeSquare(picture, contactTilePx),
        artwork: await resizeSquare(square, contactThumbnailPx),
      },
    });
  }
  const likeness = await measureLikeness(compared, space, () => throwIfAborted(signal));
  return measured.map((each, at) => ({ ...each, figures: { ...each.figures, ...likeness[at]! } }));
}

/** The transfer takes no smaller ones either. */
const leastArtworkPx = 64;

/** Other letters are resized before their style is measured, and their artworks with them: features need room, and memory. */
const stylePx = { least: 96, most: 400 } as const;

async function measureStyle(
  meter: StyleMeter,
  {
    picture,
    artwork,
    detail,
  }: { readonly picture: Pixels; readonly artwork: Pixels; readonly detail: number },
): Promise<number> {
  const sidePx = Math.max(stylePx.least, Math.min(stylePx.most, picture.width));
  const artworkPx = Math.max(stylePx.least, Math.round(sidePx * detail));
  return meter.distance(
    toPlanes(await resizeSquare(picture, sidePx)),
    toPlanes(await resizeSquare(artwork, artworkPx)),
  );
}

const resizeSquare = (pixels: Pixels, sidePx: number): Promise<Pixels> =>
  resizePicture(pixels, sidePx, sidePx);
