/** Samples of 8 bits. */
export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb` to samples. */
export function parseColour(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** How far the place of a missing letter is from the paper, on the way to black or white. */
const missingTone = 0.06;

/** A tone slightly off the paper: lighter on dark paper, darker on light. */
export function offPaper(paper: Colour): Colour {
  const target = isLight(paper) ? 0 : 255;
  const tone = (channel: number): number => Math.round(channel + (target - channel) * missingTone);
  return [tone(paper[0]), tone(paper[1]), tone(paper[2])];
}

/** Colours for writing on a paper: one for what is read first, one that stands back. */
export function inksFor(paper: string): { readonly strong: string; readonly quiet: string } {
  const light = paper === 'transparent' || isLight(parseColour(paper));
  return light ? { strong: '#1c1c1c', quiet: '#767676' } : { strong: '#f2f2f2', quiet: '#a6a6a6' };
}

/** Whether black stands out on it more than white. */
export function isLight([red, green, blue]: Colour): boolean {
  return red + green + blue >= 384;
}
