import type { TransferSettings } from '../config/index.js';
import { painting } from '../config/painting.js';

/** The settings of a picture that cannot be found in its artwork, such as a page of text: what was left as it suits finding becomes what suits painting. */
export function asPainted(transfer: TransferSettings): TransferSettings {
  if (transfer.found.amount === 0) return transfer;
  const keys = Object.keys(painting) as (keyof typeof painting)[];
  const left = keys.filter((key) => transfer[key] === painting[key].found);
  const changed = Object.fromEntries(left.map((key) => [key, painting[key].painted]));
  return { ...transfer, ...changed, found: { ...transfer.found, amount: 0 } };
}

/** What holds letter and ground apart where no contrast is given and there is no guide that tells how much a letter takes. */
const usualContrast = 0.5;

/** The contrast, 0..1, that a picture is made with where nothing better is known. */
export function contrastOf({ contrast }: Pick<TransferSettings, 'contrast'>): number {
  return contrast === 'auto' ? usualContrast : contrast;
}

/** How legible a page is with the usual contrast; what it gains for each unit that is asked for beyond, and how far it goes. */
const page = { legible: 0.81, gain: 3.8, least: 0.2, most: 0.9 } as const;

/** The same of a page of text, which has no guide for each letter: more where its letters are to be more legible. */
export function pageContrastOf(transfer: Pick<TransferSettings, 'contrast' | 'found'>): number {
  if (transfer.contrast !== 'auto') return transfer.contrast;
  const more = page.gain * (transfer.found.legible - page.legible);
  return Math.min(page.most, Math.max(page.least, usualContrast + more));
}
