import type { ExpectedProduct } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';

/** Seconds for each product, for each letter in it, and for each pixel of a letter's side; measured on the runs of `test/cli/recorded`. */
const costs = {
  sheet: { once: 0.15, letter: 0, pixel: 0 },
  overview: { once: 0.3, letter: 0.05, pixel: 0.0001 },
  film: { once: 0.35, letter: 0.01, pixel: 0.0005 },
  report: { once: 0.2, letter: 0.003, pixel: 0 },
} as const;

/** Letters are reduced to about this side, in pixels. */
const largestPx = 256;

/** More for a letter that is painted from the look alone, whose films are begun beside the overview: every frame is another picture. */
const paintedSeconds = 0.055;

type Settings = Pick<AlphabetConfig, 'sheet' | 'overview' | 'film' | 'report' | 'transfer'>;

/** What the configuration wants made of so many letters, in the order in which it is made, and how long that takes about. */
export function expectedProducts(
  { sheet, overview, film, report, transfer }: Settings,
  letters: number,
): ExpectedProduct[] {
  const wanted = {
    sheet: sheet.formats.length > 0,
    overview: overview.formats.length > 0,
    film: film.formats.length > 0,
    report: report.make,
  };
  const isPainted = transfer.found.amount === 0;
  return (['sheet', 'overview', 'film', 'report'] as const)
    .filter((product) => wanted[product])
    .map((product) => {
      const { once, letter, pixel } = costs[product];
      const more = (product === 'overview' || product === 'film') && isPainted ? paintedSeconds : 0;
      const sidePx = Math.min(transfer.sizePx, largestPx);
      return { product, seconds: once + letters * (letter + more + pixel * sidePx) };
    });
}
