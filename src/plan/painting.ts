import { painting, type TransferSettings } from '../config/index.js';

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
