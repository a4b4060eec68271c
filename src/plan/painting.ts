import { painting, type TransferSettings } from '../config/index.js';

/** The settings of a picture that cannot be found in its artwork, such as a page of text: what was left as it suits finding becomes what suits painting. */
export function asPainted(transfer: TransferSettings): TransferSettings {
  if (transfer.found.amount === 0) return transfer;
  const keys = Object.keys(painting) as (keyof typeof painting)[];
  const left = keys.filter((key) => transfer[key] === painting[key].found);
  const changed = Object.fromEntries(left.map((key) => [key, painting[key].painted]));
  return { ...transfer, ...changed, found: { ...transfer.found, amount: 0 } };
}
