import { luminanceOf } from '../../../base/colour.js';
import type { Planes } from '../../../base/pixels.js';

/** Rounds of Lloyd's algorithm; later ones move no colour by a step that can be seen. */
const rounds = 12;

/**
 * The few colours that a letter is made of, 0..1, from dark to light, and which of them each pixel is nearest to: k-means (Lloyd
 * 1982) on the pixels that `inside` marks, begun at equal shares of them by luminance. `colours` is `[3, row, column]`.
 */
export function fewColours(
  colours: Planes,
  inside: Float32Array,
  count: number,
): { readonly palette: readonly (readonly number[])[]; readonly labels: Uint8Array } {
  const area = colours.width * colours.height;
  const colourAt = (at: number): [number, number, number] => [
    colours.data[at]!,
    colours.data[area + at]!,
    colours.data[2 * area + at]!,
  ];
  const marked = Array.from({ length: area }, (_, at) => at).filter((at) => inside[at]! > 0.5);
  const byLight = marked
    .map((at) => ({ at, light: luminanceOf(colourAt(at)) }))
    .sort((a, b) => a.light - b.light || a.at - b.at);
  let palette = Array.from({ length: count }, (_, which) => {
    const from = Math.floor((which * byLight.length) / count);
    const to = Math.max(from + 1, Math.floor(((which + 1) * byLight.length) / count));
    return meanOf(byLight.slice(from, to).map(({ at }) => colourAt(at)));
  });
  for (let round = 0; round < rounds; round++) {
    const groups: [number, number, number][][] = palette.map(() => []);
    for (const at of marked) groups[nearest(colourAt(at), palette)]!.push(colourAt(at));
    palette = palette.map((colour, which) => (groups[which]!.length > 0 ? meanOf(groups[which]!) : colour));
  }
  palette.sort((a, b) => luminanceOf(a) - luminanceOf(b));
  return { palette, labels: Uint8Array.from({ length: area }, (_, at) => nearest(colourAt(at), palette)) };
}

function meanOf(colours: readonly (readonly number[])[]): number[] {
  if (colours.length === 0) return [0, 0, 0];
  return [0, 1, 2].map(
    (channel) => colours.reduce((sum, colour) => sum + colour[channel]!, 0) / colours.length,
  );
}

function nearest(colour: readonly number[], palette: readonly (readonly number[])[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (const [which, other] of palette.entries()) {
    const distance = other.reduce((sum, value, channel) => sum + (value - colour[channel]!) ** 2, 0);
    if (distance < least) [best, least] = [which, distance];
  }
  return best;
}
