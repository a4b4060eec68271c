/** RGB of sRGB, each 0..1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb` as a colour. */
export function parseColour(hex: string): Colour {
  const channel = (at: number): number => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}

/** `#rrggbb` as samples of 8 bits. */
export function samplesOf(hex: string): readonly number[] {
  return parseColour(hex).map((value) => Math.round(255 * value));
}

/** A colour, 0..1, as `#rrggbb`. */
export function toHex(colour: readonly number[]): string {
  const digits = (value: number): string =>
    Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  return `#${colour.map(digits).join('')}`;
}

/** Rec. 709, on sRGB values: luminance is their sum of products with red, green and blue. */
export const luminanceWeights = [0.2126, 0.7152, 0.0722] as const;

/** Luminance of a colour, 0..1. */
export function luminanceOf(colour: readonly number[]): number {
  return luminanceWeights.reduce((sum, weight, channel) => sum + weight * colour[channel]!, 0);
}
