import { AbecedaryError } from '../base/errors.js';

/** The error for a font file that cannot be used at all. `problem` continues the words "but". */
export function unusableFont(
  file: string,
  problem: string,
  options: { cause?: unknown; advice?: string } = {},
): AbecedaryError {
  const advice = options.advice ?? 'choose another font file';
  return new AbecedaryError(
    'font',
    `Expected ${file} to be a TTF, OTF, WOFF, WOFF2, TTC or OTC font, but ${problem}; ${advice}.`,
    { cause: options.cause },
  );
}
