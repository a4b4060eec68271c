import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import type { Pixels } from '../../base/pixels.js';
import { mapSideBySide } from '../../base/side-by-side.js';
import { composeTiles, layOutSheet, sheetTilePx } from '../../compose/index.js';
import type { AlphabetConfig } from '../../config/index.js';
import {
  type Film,
  fileSize,
  fileStem,
  type Manifest,
  type ManifestLetter,
  type RunFolder,
  readFilms,
  readManifest,
  readPicture,
  resizePicture,
  shrinkFilm,
  toDataUri,
  writeTextFile,
} from '../../files/index.js';
import { type SmallFilm, smallFilmFile, smallFilms } from '../film/small-film.js';
import { type FinishedLetters, shownCharacters } from '../finished-letters.js';
import { artworkSquare, artworkTitle, pageFile, readArtwork, reportedPx } from '../sheet/index.js';
import { foundPicture, type OutlineOf, openOutlines } from './found-picture.js';
import { type Place, type ReportLetter, type Sheet, writeReportPage } from './index.js';

/** Sizes of the page's pictures, in pixels, and qualities of what is compressed, 1..100: what keeps the page small. */
const tile = { px: 320, quality: 80 } as const;
const sheet = { px: 1600, quality: 78 } as const;
/** Of what a letter is compared with. */
const thumbnailPx = 240;

/** A letter as the report shows it, but for its film, which may still be made; and its picture for the sheet. */
interface DrawnLetter {
  readonly picture: Pixels;
  readonly shown: Omit<ReportLetter, 'files'>;
}

/** Draws what the report shows of every letter beside films. */
export async function drawLetters(made: FinishedLetters): Promise<readonly DrawnLetter[]> {
  const { config, folder, letters } = made;
  const outlineOf = await openOutlines(config);
  const present = config.characters.flatMap((character) => letters.get(character) ?? []);
  return mapSideBySide(present, async (letter) => {
    const picture = await readSquare(folder.letter(letter.character), tile.px);
    return { picture, shown: await describeLetter(letter, { picture, outlineOf }, made) };
  });
}

/** Writes `report.html`, one page that holds everything it shows; returns its file. Throws `output`. */
export async function makeReport(
  made: FinishedLetters,
  drawing: ReturnType<typeof drawLetters> = drawLetters(made),
): Promise<{ readonly files: readonly string[]; readonly notes: [] }> {
  const { config, folder, letters } = made;
  const films = config.report.films ? await readFilms(folder) : {};
  const manifest = await readManifest(folder.out);
  // The longest piece of work is begun first.
  const sheetFilm = filmOf(films.sheet, folder, smallFilms.sheet);
  sheetFilm.catch(() => {});
  const drawn = await drawing;
  const shown = await mapSideBySide(drawn, async ({ shown }): Promise<ReportLetter> => {
    const { character, picture } = shown;
    const film = await filmOf(films[character], folder, smallFilms.letter);
    const files = [letters.get(character)!.letter, ...(films[character]?.files ?? [])];
    return { ...shown, picture: { ...picture, film }, files: files.map(({ file }) => file) };
  });
  const tiles = new Map([
    ...(made.placeholders ?? []),
    ...drawn.map(({ picture, shown }) => [shown.character, picture] as const),
  ]);
  const failedToo = (character: string) => made.failed?.some(({ letter }) => letter === character) ?? false;
  const page = writeReportPage({
    font: manifest === undefined ? config.font.file : `${manifest.font.family} ${manifest.font.style}`.trim(),
    sheet: {
      ...(await drawSheet(tiles, await sheetFilm, { ...config, characters: shownCharacters(made) })),
      files: await sheetFiles(config, films.sheet),
    },
    letters: shown,
    missing: config.characters.filter((each) => !letters.has(each) && !failedToo(each)),
    failed: made.failed ?? [],
    facts: manifest === undefined ? [] : factsOf(manifest),
    settings: flattened(manifest?.settings ?? {}),
    version: manifest?.createdBy.version ?? '',
  });
  const file = join(folder.out, 'report.html');
  await writeTextFile(file, page);
  return { files: [file], notes: [] };
}

function factsOf({ font, encoder, engine, seed, versions }: Manifest): [name: string, value: string][] {
  return [
    ['Font', `${font.family}, ${font.version}`],
    ['Encoder', encoder.name],
    ['Engine', [engine.name, engine.provider, engine.reason].filter(Boolean).join(', ')],
    ['Seed', String(seed)],
    ...Object.entries(versions),
  ];
}

async function readSquare(file: string, sidePx: number): Promise<Pixels> {
  const picture = await readPicture(file, { background: '#ffffff' });
  const side = Math.min(sidePx, picture.width);
  return resizePicture(picture, side, side);
}

interface LetterParts {
  readonly picture: Pixels;
  readonly outlineOf: OutlineOf;
}

async function describeLetter(
  letter: ManifestLetter,
  { picture, outlineOf }: LetterParts,
  made: FinishedLetters,
): Promise<DrawnLetter['shown']> {
  const { character, artwork } = letter;
  const shown = await readArtwork(artwork.file, made, reportedPx);
  const found = shown && (await foundPicture(letter, shown, { config: made.config, outlineOf }));
  const small = async (pixels: Pixels | undefined): Promise<string | undefined> =>
    pixels && toDataUri(await resizePicture(pixels, thumbnailPx, thumbnailPx), tile.quality);
  const content = await readSquare(made.folder.content(character), thumbnailPx).catch(unlessBug);
  const { width, height } = picture;
  return {
    ...letter,
    anchor: `letter-${fileStem(character)}`,
    picture: { still: await toDataUri(picture, tile.quality), film: undefined, width, height },
    content: await small(content),
    artwork:
      shown && found === undefined ? await small(await artworkSquare(shown, made, thumbnailPx)) : undefined,
    artworkName: artworkTitle(artwork.file),
    found,
    rank: letter.legibility.rank,
    r2: letter.legibility.r2,
    loss: letter.losses.total,
    course: letter.course ?? [],
  };
}

function unlessBug(error: unknown): undefined {
  if (!(error instanceof AbecedaryError)) throw error;
}

/** The animation for the page: what was made for it with the run's own, or that one reduced. */
async function filmOf(
  film: Film | undefined,
  folder: RunFolder,
  { sidePx, quality }: SmallFilm,
): Promise<string | undefined> {
  const small = film && (await readFile(smallFilmFile(folder, film.id)).catch(() => undefined));
  if (small !== undefined) return `data:image/webp;base64,${small.toString('base64')}`;
  const best =
    film?.files.find(({ format }) => format === 'webp') ?? film?.files.find(({ format }) => format === 'gif');
  return best && shrinkFilm(join(folder.out, best.file), sidePx, quality).catch(unlessBug);
}

async function drawSheet(
  tiles: ReadonlyMap<string, Pixels>,
  film: string | undefined,
  { characters, sheet: settings }: AlphabetConfig,
): Promise<Omit<Sheet, 'files'>> {
  const grid = { ...settings, tilePx: tile.px };
  const tilePx = sheetTilePx(characters.length, grid, { sidePx: sheet.px });
  const { width, height, places } = layOutSheet(characters.length, { ...grid, tilePx });
  const placed: { x: number; y: number; sidePx: number; picture: Pixels | undefined }[] = [];
  for (const [at, character] of characters.entries()) {
    const tile = tiles.get(character);
    const picture = tile && (await resizePicture(tile, tilePx, tilePx));
    placed.push({ ...places[at]!, sidePx: tilePx, picture });
  }
  const paper = settings.paper === 'transparent' ? '#ffffff' : settings.paper;
  const still = await toDataUri(composeTiles(placed, { width, height, paper }), sheet.quality);
  const isFull = settings.gapRatio === 0 && settings.marginRatio === 0;
  return { still, film, width, height, empty: isFull ? beside(placed, { width, height }) : [] };
}

/** What is left free before and after the last row of tiles that touch each other, in ratios of the sheet. */
function beside(
  tiles: readonly { readonly x: number; readonly y: number; readonly sidePx: number }[],
  { width, height }: { readonly width: number; readonly height: number },
): Place[] {
  const last = tiles.at(-1)!;
  const first = tiles.find(({ y }) => y === last.y)!;
  const end = last.x + last.sidePx;
  const top = last.y / height;
  return [
    { left: 0, top, width: first.x / width, height: 1 - top },
    { left: end / width, top, width: 1 - end / width, height: 1 - top },
  ].filter((place) => place.width > 0);
}

/** Sheet, overview and the sheet's films as far as they lie beside the report. */
async function sheetFiles(
  { out, sheet, overview }: AlphabetConfig,
  film: Film | undefined,
): Promise<string[]> {
  const pages = [
    ...sheet.formats.map((format) => pageFile(out, 'sheet', format)),
    ...overview.formats.map((format) => pageFile(out, 'overview', format)),
  ];
  const there: string[] = [];
  for (const page of pages) if ((await fileSize(page)) !== undefined) there.push(relative(out, page));
  return [...there, ...(film?.files ?? []).map(({ file }) => file)];
}

/** Settings by their dotted names, in their own order. */
function flattened(settings: Readonly<Record<string, unknown>>, prefix = ''): [string, string][] {
  return Object.entries(settings).flatMap(([key, value]): [string, string][] => {
    const name = `${prefix}${key}`;
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isSection && Object.keys(value).length > 0)
      return flattened(value as Record<string, unknown>, `${name}.`);
    const plain = typeof value === 'string' ? value : JSON.stringify(value);
    return [[name, key === 'characters' && Array.isArray(value) ? value.join('') : plain]];
  });
}
