import { join } from 'node:path';
import { throwIfAborted } from '../base/errors.js';
import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import { fileSize, filmListFile, openLooks } from '../files/index.js';
import { makeFilms } from './film/films.js';
import type { FinishedLetters } from './finished-letters.js';
import { drawLetters, makeReport } from './report/report.js';
import { makeOverview, makeSheet, pageFile } from './sheet/index.js';

/** What can be made of finished letters. */
export type ProductName = 'sheet' | 'overview' | 'film' | 'report';

export interface ProductOptions {
  /** Default: everything that the configuration wants. */
  readonly only?: readonly ProductName[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly report?: (progress: Progress) => void;
}

/** The file of the sheet that a run is known by: that of its first format. */
export function sheetFile({ out, sheet }: Pick<AlphabetConfig, 'out' | 'sheet'>): string {
  return pageFile(out, 'sheet', sheet.formats[0]!);
}

/** Whether the first file of everything that the configuration wants made is there. */
export async function arePresent(config: AlphabetConfig): Promise<boolean> {
  const { out, overview, film, report } = config;
  const files = [
    sheetFile(config),
    ...overview.formats.slice(0, 1).map((format) => pageFile(out, 'overview', format)),
    ...(film.formats.length > 0 ? [filmListFile(config)] : []),
    ...(report.make ? [join(out, 'report.html')] : []),
  ];
  for (const file of files) if ((await fileSize(file)) === undefined) return false;
  return true;
}

/** Makes what a run ends with, as its configuration wants it. Throws `output`, and `aborted` on the signal. */
export async function makeProducts(
  finished: FinishedLetters,
  { only, signal, report = () => {} }: ProductOptions = {},
): Promise<void> {
  const letters = { ...finished, looks: openLooks() };
  const { config } = letters;
  const wanted = (product: ProductName): boolean => only?.includes(product) ?? true;
  if (wanted('sheet')) {
    const first = sheetFile(config);
    report({ kind: 'making', product: 'sheet' });
    const { files, notes } = await makeSheet(letters);
    report({ kind: 'sheet', file: first });
    const others = files.filter((file) => file !== first);
    if (others.length + notes.length > 0) report({ kind: 'product', product: 'sheet', files: others, notes });
  }
  throwIfAborted(signal);
  // Processes of their own make the films: the overview, and what the report shows beside them, are drawn meanwhile.
  const stop = new AbortController();
  const until = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const isFilmed = wanted('film') && config.film.formats.length > 0;
  const isReported = wanted('report') && config.report.make;
  const filming = isFilmed ? makeFilms(letters, until) : Promise.resolve(undefined);
  filming.catch(() => {});
  try {
    if (wanted('overview') && config.overview.formats.length > 0) {
      report({ kind: 'making', product: 'overview' });
      report({ kind: 'product', product: 'overview', ...(await makeOverview(letters)) });
    }
    const drawing = isReported ? drawLetters(letters) : undefined;
    drawing?.catch(() => {});
    if (isFilmed) report({ kind: 'making', product: 'film' });
    const made = await filming;
    if (made !== undefined && made.files.length + made.notes.length > 0)
      report({ kind: 'product', product: 'film', files: made.files, notes: made.notes });
    if (isReported) {
      throwIfAborted(signal);
      report({ kind: 'making', product: 'report' });
      report({ kind: 'product', product: 'report', ...(await makeReport(letters, drawing)) });
    }
  } finally {
    stop.abort();
    await filming.catch(() => {});
  }
}
