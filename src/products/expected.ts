import type { ExpectedProduct } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';

/** Seconds for each product, for each letter in it, and for each pixel of a letter's side; measured on the runs of `test/cli/recorded`. */
const costs = {
  sheet: { once: 0.2, letter: 0.004, pixel: 0 },
  overview: { once: 0.5, letter: 0.01, pixel: 0.0009 },
  film: { once: 1, letter: 0.06, pixel: 0.0006 },
  report: { once: 0.5, letter: 0.025, pixel: 0.0005 },
} as const;

/** Letters are reduced to about this side, in pixels. */
const largestPx = 256;

/** More for the report of a letter that was found, which shows where in its artwork. */
const foundSeconds = 0.135;

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
  const isFound = transfer.found.amount > 0;
  return (['sheet', 'overview', 'film', 'report'] as const)
    .filter((product) => wanted[product])
    .map((product) => {
      const { once, letter, pixel } = costs[product];
      const more = product === 'report' && isFound ? foundSeconds : 0;
      const sidePx = Math.min(transfer.sizePx, largestPx);
      return { product, seconds: once + letters * (letter + more + pixel * sidePx) };
    });
}
