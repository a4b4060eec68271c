import type { TransferSettings } from '../config/index.js';

/** Settings whose defaults suit a picture that is found in its artwork, and what suits one that is painted: see the preset «painted». */
export const painting = {
  contentWeight: { found: 1, painted: 0.013 },
  contrast: { found: 0.5, painted: 0.34 },
  toneWeight: { found: 8, painted: 4 },
  totalVariation: { found: 0.1, painted: 1 },
  startNoise: { found: 0, painted: 0.02 },
  secondTryBelow: { found: 0, painted: 0.4 },
} as const;

/** The settings of a picture that cannot be found in its artwork, such as a page of text: what was left as it suits finding becomes what suits painting. */
export function asPainted(transfer: TransferSettings): TransferSettings {
  if (transfer.found.amount === 0) return transfer;
  const keys = Object.keys(painting) as (keyof typeof painting)[];
  const left = keys.filter((key) => transfer[key] === painting[key].found);
  const changed = Object.fromEntries(left.map((key) => [key, painting[key].painted]));
  return { ...transfer, ...changed, found: { ...transfer.found, amount: 0 } };
}
