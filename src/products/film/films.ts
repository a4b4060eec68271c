import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
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
  writeFilms,
} from '../../files/index.js';
import { createLocalScheduler, workerEntry } from '../../work/schedule/index.js';
import { type FinishedLetters, shownCharacters } from '../finished-letters.js';
import type { FilmJob } from './film-job.js';
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
  const nameOf = new Map<string, string>();
  const waiting: FilmJob[] = [];
  for (const [name, job] of jobs) {
    const known = earlier[name];
    if (known?.id === job.id && (await arePresent(known, folder))) films[name] = known;
    else {
      nameOf.set(job.id, name);
      waiting.push(job);
    }
  }
  const files: string[] = [];
  // The sheet's film takes longest; a thread that is given it last would keep the others waiting.
  waiting.sort((one, other) => other.cells.length - one.cells.length);
  if (waiting.length > 0) {
    const workers = Math.min(waiting.length, availableParallelism());
    const entry = workerEntry('film-worker', import.meta.url);
    const scheduler = createLocalScheduler<FilmJob, never, readonly FilmFile[]>({ workers, entry });
    try {
      await scheduler.run(waiting, {
        signal,
        onOutcome: (outcome) => {
          const name = nameOf.get(outcome.id)!;
          if (outcome.status === 'done') {
            files.push(...outcome.result.filter(({ format }) => format !== 'png').map(({ file }) => file));
            films[name] = { id: outcome.id, files: outcome.result.map((file) => within(folder, file)) };
            return;
          }
          // A frame that cannot be read costs its film; anything else goes for all.
          if (!(outcome.error instanceof AbecedaryError) || outcome.error.code !== 'artwork')
            throw outcome.error;
          notes.push(`No film of ${name}: ${outcome.error.message}`);
        },
      });
    } finally {
      await scheduler.close();
    }
  }
  // In the order of the letters, whichever was ready first.
  const ordered = Object.fromEntries(
    [...jobs.keys()].flatMap((name) => (films[name] ? [[name, films[name]]] : [])),
  );
  // A list that says the same is left as it is; one without a film tells that there is none to make.
  const isListed = (await fileSize(filmListFile(folder))) !== undefined;
  if (!isListed || JSON.stringify(ordered) !== JSON.stringify(earlier)) await writeFilms(folder, ordered);
  return { films: ordered, files: files.sort(), notes };
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
  { folder }: FinishedLetters,
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
  return { id: createHash('sha256').update(JSON.stringify(decides)).digest('hex'), ...film };
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
