/** Settings whose defaults suit a picture that is found in its artwork, and what suits one that is painted: the keys' own defaults, and the preset «painted». */
export const painting = {
  contentWeight: { found: 1, painted: 0.013 },
  detail: { found: 1.1, painted: 1.5 },
  contrast: { found: 'auto', painted: 0.34 },
  toneWeight: { found: 8, painted: 4 },
  totalVariation: { found: 0.1, painted: 1 },
  startNoise: { found: 0, painted: 0.02 },
  secondTryBelow: { found: 0, painted: 0.4 },
} as const;
