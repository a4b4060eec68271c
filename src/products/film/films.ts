import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { AbecedaryError } from '../../base/errors.js';
import { layOutSheet, sheetTilePx } from '../../compose/index.js';
import type { AnimationFormat, SheetSettings } from '../../config/index.js';
import {
  canMakeVideos,
  type Film,
  type FilmFile,
  type Films,
  fileSize,
  fileStem,
  filmListFile,
  filmVersion,
  hashFile,
  type ManifestLetter,
  type RunFolder,
  readFilms,
  removeFolder,
  writeFilms,
} from '../../files/index.js';
import { createLocalScheduler, workerEntry } from '../../work/schedule/index.js';
import { type FinishedLetters, shownCharacters } from '../finished-letters.js';
import type { FilmJob } from './film-job.js';
import { smallFilmFile, smallFilmFolder, smallFilms } from './small-film.js';
import { type Stage, videoStage } from './stage.js';

const sheetName = 'sheet';

/**
 * Makes the film of every letter and of the sheet, as many side by side as there are processor cores; those that are up to
 * date are kept. A letter whose frames are not there gets none. Throws `output`, and `aborted` on the signal.
 */
export async function makeFilms(
  run: FinishedLetters,
  signal?: AbortSignal,
): Promise<{ readonly films: Films; readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const { folder } = run;
  const { jobs, notes } = await planFilms(run);
  const earlier = await readFilms(folder);
  const films: Record<string, Film> = {};
  const waiting = new Map<string, FilmJob>();
  for (const [name, job] of jobs) {
    const known = earlier[name];
    if (known?.id === job.id && (await arePresent(known, folder))) films[name] = known;
    else waiting.set(name, job);
  }
  const files: string[] = [];
  for (const [name, made] of await makeAll(waiting, folder, signal)) {
    if (made instanceof AbecedaryError) {
      notes.push(`No film of ${name}: ${made.message}`);
      continue;
    }
    files.push(...made.filter(({ format }) => format !== 'png').map(({ file }) => file));
    films[name] = { id: jobs.get(name)!.id, files: made.map((file) => within(folder, file)) };
  }
  await keepOnly(smallFilmFolder(folder), new Set(Object.values(films).map(({ id }) => `${id}.webp`)));
  // In the order of the letters, whichever was ready first.
  const ordered = Object.fromEntries(
    [...jobs.keys()].flatMap((name) => (films[name] ? [[name, films[name]]] : [])),
  );
  // A list that says the same is left as it is; one without a film tells that there is none to make.
  const isListed = (await fileSize(filmListFile(folder))) !== undefined;
  if (!isListed || JSON.stringify(ordered) !== JSON.stringify(earlier)) await writeFilms(folder, ordered);
  return { films: ordered, files: files.sort(), notes };
}

/** Removes all other files of a folder. */
async function keepOnly(folder: string, names: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (!names.has(name)) await rm(join(folder, name), { force: true });
}

/** What became of films, by their names: their files, or why there are none. */
type Made = Map<string, readonly FilmFile[] | AbecedaryError>;

/** Makes the letters' films first, which leave their frames for the sheet's. */
async function makeAll(
  waiting: ReadonlyMap<string, FilmJob>,
  folder: RunFolder,
  signal: AbortSignal | undefined,
): Promise<Made> {
  const made: Made = new Map();
  if (waiting.size === 0) return made;
  const workers = Math.min(waiting.size, availableParallelism());
  const entry = workerEntry('film-worker', import.meta.url);
  const scheduler = createLocalScheduler<FilmJob, never, readonly FilmFile[]>({ workers, entry });
  const makeOf = async (named: readonly (readonly [name: string, job: FilmJob])[]): Promise<void> => {
    const names = new Map(named.map(([name, { id }]) => [id, name]));
    const outcomes = await scheduler.run(
      named.map(([, job]) => job),
      { signal },
    );
    for (const outcome of outcomes) {
      const name = names.get(outcome.id)!;
      const before = made.get(name) ?? [];
      if (before instanceof AbecedaryError) continue;
      if (outcome.status === 'done') made.set(name, [...before, ...outcome.result]);
      // A frame that cannot be read costs its film; anything else goes for all.
      else if (outcome.error instanceof AbecedaryError && outcome.error.code === 'artwork')
        made.set(name, outcome.error);
      else throw outcome.error;
    }
  };
  const { sheet, letters } = shared(waiting, folder);
  try {
    await makeOf(letters);
    await makeOf(sheet.map((part) => [sheetName, part]));
  } finally {
    await scheduler.close();
    await removeFolder(leftIn(folder));
  }
  return made;
}

const leftIn = (folder: RunFolder): string => folder.work('films');

/** The letters' films and the sheet's, a job for each of its formats: frames that both show are opened once, and left by the one for the other. */
function shared(
  waiting: ReadonlyMap<string, FilmJob>,
  folder: RunFolder,
): { readonly letters: readonly [name: string, job: FilmJob][]; readonly sheet: readonly FilmJob[] } {
  const whole = waiting.get(sheetName);
  const letters = [...waiting].filter(([name]) => name !== sheetName);
  if (whole === undefined) return { letters, sheet: [] };
  const sidePx = whole.cells[0]!.sidePx;
  const left = new Map<readonly string[], string>();
  const leaving = letters.map(([name, job]): [string, FilmJob] => {
    if (job.formats.length === 0 || job.width < sidePx) return [name, job];
    const file = join(leftIn(folder), `${job.id}.rgb`);
    left.set(job.cells[0]!.frames, file);
    return [name, { ...job, leaves: { file, sidePx } }];
  });
  const cells = whole.cells.map((cell) => ({ ...cell, left: left.get(cell.frames) }));
  const parts = [
    ...whole.formats.map((format) => ({ formats: [format], videos: [] })),
    ...whole.videos.map((video) => ({ formats: [], videos: [video] })),
  ];
  const sheet = parts.map((part, at) => ({
    ...{ ...whole, ...part, cells, id: `${whole.id} ${at}` },
    small: at === 0 && part.formats.length > 0 ? whole.small : undefined,
  }));
  return { letters: leaving, sheet };
}

function within(folder: RunFolder, film: FilmFile): FilmFile {
  return { ...film, file: relative(folder.out, film.file).split(sep).join('/') };
}

async function arePresent({ files }: Film, folder: RunFolder): Promise<boolean> {
  for (const { file, sha256 } of files) {
    const present = await hashFile(join(folder.out, file)).catch(() => undefined);
    if (present !== sha256) return false;
  }
  return true;
}

async function planFilms(run: FinishedLetters): Promise<{ jobs: Map<string, FilmJob>; notes: string[] }> {
  const { config, folder, letters } = run;
  const { film, sheet } = config;
  const jobs = new Map<string, FilmJob>();
  const without: string[] = [];
  const frames = new Map<string, readonly string[]>();
  const { formats, videosOf, notes } = await splitFormats(run);
  const common = { formats, frameMs: film.frameMs, holdMs: film.holdMs };
  for (const [character, letter] of letters) {
    const own = await framesOf(letter, folder);
    frames.set(character, own);
    if (own.length < 2) {
      if (letter.iterations > 1) without.push(character);
      continue;
    }
    const sidePx = Math.min(film.sizePx, letter.sizePx);
    const stem = join(folder.out, 'film', fileStem(character));
    jobs.set(
      character,
      filmJob(run, [letter], {
        ...common,
        stem,
        width: sidePx,
        height: sidePx,
        paper: '#ffffff',
        cells: [{ x: 0, y: 0, sidePx, frames: own }],
        limitBytes: Math.round(film.limitMb * 1e6),
        videos: videosOf(stem, [own]),
        pngFolder: film.frames ? join(folder.out, 'film', 'frames', fileStem(character)) : undefined,
      }),
    );
  }
  if (film.sheet && letters.size > 1 && [...frames.values()].some((own) => own.length > 1)) {
    const shown = shownCharacters(run);
    const grid = { ...sheet, tilePx: config.transfer.sizePx };
    const tilePx = sheetTilePx(shown.length, grid, { sidePx: film.sheetSizePx });
    const { width, height, places } = layOutSheet(shown.length, { ...grid, tilePx });
    const ordered = shown.map((character) => frames.get(character) ?? []);
    const cells = ordered.map((own, at) => ({ ...places[at]!, sidePx: tilePx, frames: own }));
    const limitBytes = Math.round(film.sheetLimitMb * 1e6);
    const stem = join(folder.out, 'film', sheetName);
    const page = { width, height, paper: opaquePaper(sheet), cells };
    const videos = videosOf(stem, ordered);
    jobs.set(
      sheetName,
      filmJob(run, [...letters.values()], { ...common, ...page, stem, limitBytes, videos }),
    );
  }
  if (without.length > 0)
    notes.push(
      `No film of ${without.join(', ')}, whose frames are not there; render the letter again to get one.`,
    );
  return { jobs, notes };
}

const opaquePaper = ({ paper }: Pick<SheetSettings, 'paper'>): string =>
  paper === 'transparent' ? '#ffffff' : paper;

/** The formats that the program writes itself, and the videos of a film, which need ffmpeg: none, and a note, where it is absent. */
async function splitFormats({ config: { film, sheet } }: FinishedLetters): Promise<{
  readonly formats: readonly AnimationFormat[];
  readonly videosOf: (stem: string, frames: readonly (readonly string[])[]) => FilmJob['videos'];
  readonly notes: string[];
}> {
  const formats = film.formats.filter((format) => format === 'gif' || format === 'webp');
  const wanted = film.formats.filter((format) => format === 'mp4' || format === 'webm');
  const canMake = wanted.length === 0 || (await canMakeVideos());
  const paper = opaquePaper(sheet);
  return {
    formats,
    videosOf: (stem, frames) =>
      film.shapes.flatMap((shape) =>
        (canMake ? wanted : []).map((format) => ({
          file: `${stem}${shape === '1:1' ? '' : `-${shape.replace(':', 'x')}`}.${format}`,
          format,
          stage: videoStage(shape, frames, { ...sheet, paper }),
        })),
      ),
    notes: canMake
      ? []
      : [
          `No film as ${wanted.join(' or ')}: there is no ffmpeg on the path; install it (apt-get install ffmpeg, brew install ffmpeg, winget install ffmpeg), then abecedary film makes them.`,
        ],
  };
}

/** The id follows from what the letters were made from rather than from their frames, so that nothing need be read for it. */
function filmJob(
  { folder, config }: FinishedLetters,
  letters: readonly ManifestLetter[],
  film: Omit<FilmJob, 'id'>,
): FilmJob {
  const relativeTo = (file: string): string => relative(folder.out, file).split(sep).join('/');
  const staged = <S extends Stage>(stage: S): S => ({
    ...stage,
    cells: stage.cells.map((cell) => ({ ...cell, frames: cell.frames.map(relativeTo) })),
  });
  const decides = {
    version: filmVersion,
    ...staged(film),
    stem: relativeTo(film.stem),
    videos: film.videos.map(({ file, stage, ...video }) => ({
      ...video,
      file: relativeTo(file),
      stage: staged(stage),
    })),
    pngFolder: film.pngFolder && relativeTo(film.pngFolder),
    letters: letters.map(({ character, job, letter }) => [character, job, letter.sha256]),
  };
  const id = createHash('sha256').update(JSON.stringify(decides)).digest('hex');
  const { make, films } = config.report;
  const small = film.cells.length > 1 ? smallFilms.sheet : smallFilms.letter;
  const file = smallFilmFile(folder, id);
  const isShown = make && films && film.formats.length > 0;
  return { id, ...film, ...(isShown && { small: { ...small, file } }) };
}

/** The pictures after each iteration; for the last one the finished letter itself, which has lost nothing. */
async function framesOf(letter: ManifestLetter, folder: RunFolder): Promise<readonly string[]> {
  const frames = folder.frames(letter.character);
  const present = await readdir(frames).catch(() => []);
  // A run of more iterations may have left frames that are none of this letter's.
  const names = Array.from({ length: letter.iterations }, (_, at) =>
    present.find((name) => name.startsWith(`${String(at + 1).padStart(3, '0')}.`)),
  );
  const earlier = names.slice(0, -1).flatMap((name) => (name === undefined ? [] : [join(frames, name)]));
  return earlier.length < letter.iterations - 1
    ? [folder.letter(letter.character)]
    : [...earlier, folder.letter(letter.character)];
}
