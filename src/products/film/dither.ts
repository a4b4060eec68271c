import type { Pixels } from '../../base/pixels.js';
import { clear } from './gif.js';
import { createNearest } from './nearest-colour.js';

/** How a film's frames become places in one palette. */
interface DitherSettings {
  /** Red, green, blue of each colour, 0..255; at most 255 colours. */
  readonly palette: Uint8Array;
  /**
   * A pixel is left as it is as long as none of its samples has moved by more than this since it was set, so that the noise
   * of compressed frames does not shimmer. 0 follows everything.
   */
  readonly tolerance: number;
}

/**
 * Each frame (three channels, all of one size) as places in the palette; `clear` where a pixel stays as it was. The last
 * frame follows its picture exactly. A pixel's threshold belongs to its place and never changes, so that where the
 * frames do not change, nothing does.
 */
export function ditherFrames(
  frames: readonly Pixels[],
  { palette, tolerance }: DitherSettings,
): Uint8Array[] {
  const { width, height } = frames[0]!;
  const area = width * height;
  const nearest = createLookup(palette);
  const strength = thresholdRatio * spacing(palette);
  const thresholds = Float32Array.from({ length: area }, (_, at) =>
    threshold(at % width, Math.floor(at / width)),
  );
  const set = new Uint8Array(3 * area);
  const shown = new Uint8Array(area).fill(clear);
  return frames.map(({ data }, frame) => {
    const allowed = frame === frames.length - 1 ? 0 : tolerance;
    const indices = new Uint8Array(area).fill(clear);
    for (let at = 0; at < area; at++) {
      const from = 3 * at;
      const red = data[from]!;
      const green = data[from + 1]!;
      const blue = data[from + 2]!;
      const moved = Math.max(
        Math.abs(red - set[from]!),
        Math.abs(green - set[from + 1]!),
        Math.abs(blue - set[from + 2]!),
      );
      if (frame > 0 && moved <= allowed) continue;
      set[from] = red;
      set[from + 1] = green;
      set[from + 2] = blue;
      const shift = strength * thresholds[at]!;
      const index = nearest(red + shift, green + shift, blue + shift);
      if (index === shown[at]) continue;
      indices[at] = index;
      shown[at] = index;
    }
    return indices;
  });
}

/** How far thresholds reach, in spaces between colours: less shows bands, more shows grain. */
const thresholdRatio = 0.75;

/** Interleaved gradient noise (Jimenez, "Next Generation Post Processing in Call of Duty", 2014), -0.5..0.5. */
function threshold(x: number, y: number): number {
  const inner = 0.06711056 * x + 0.00583715 * y;
  const outer = 52.9829189 * (inner - Math.floor(inner));
  return outer - Math.floor(outer) - 0.5;
}

/** Mean distance of a colour to its nearest neighbour, in samples: as far as thresholds have to reach. */
function spacing(palette: Uint8Array): number {
  const colours = palette.length / 3;
  if (colours < 2) return 0;
  let sum = 0;
  for (let one = 0; one < colours; one++) {
    let least = Number.POSITIVE_INFINITY;
    for (let other = 0; other < colours; other++) {
      if (other === one) continue;
      const red = palette[3 * one]! - palette[3 * other]!;
      const green = palette[3 * one + 1]! - palette[3 * other + 1]!;
      const blue = palette[3 * one + 2]! - palette[3 * other + 2]!;
      least = Math.min(least, red * red + green * green + blue * blue);
    }
    sum += Math.sqrt(least / 3);
  }
  return sum / colours;
}

const cellBits = 6;

/** The nearest colour of a palette; looked up once for each of 64 x 64 x 64 colours. */
function createLookup(palette: Uint8Array): (red: number, green: number, blue: number) => number {
  const nearest = createNearest(palette);
  const known = new Int16Array(1 << (3 * cellBits)).fill(-1);
  return (red, green, blue) => {
    const [redCell, greenCell, blueCell] = [cellOf(red), cellOf(green), cellOf(blue)];
    const key = (redCell << (2 * cellBits)) | (greenCell << cellBits) | blueCell;
    if (known[key]! < 0)
      known[key] = nearest(redCell * cellWidth, greenCell * cellWidth, blueCell * cellWidth);
    return known[key]!;
  };
}

const cellWidth = 255 / (2 ** cellBits - 1);

function cellOf(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 2 ** cellBits - 1 : Math.round(value / cellWidth);
}
