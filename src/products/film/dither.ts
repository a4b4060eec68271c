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
  const stage: Stage = {
    lookup: createLookup(palette),
    shifts: shiftsOf(width, height, thresholdRatio * spacing(palette)),
    set: new Uint8Array(3 * area),
    shown: new Uint8Array(area).fill(clear),
  };
  return frames.map(({ data }, frame) => {
    const allowed = frame === 0 ? -1 : frame === frames.length - 1 ? 0 : tolerance;
    return ditherFrame(data, stage, allowed);
  });
}

/** What is seen before a frame. */
interface Stage {
  readonly lookup: Lookup;
  /** What is added to the samples of each place. */
  readonly shifts: Float32Array;
  /** The samples that each place was set by, and the place in the palette that it has. */
  readonly set: Uint8Array;
  readonly shown: Uint8Array;
}

/** Sets what has moved by more than is allowed. */
function ditherFrame(data: Uint8Array, { lookup, shifts, set, shown }: Stage, allowed: number): Uint8Array {
  const { known, nearest } = lookup;
  const indices = new Uint8Array(shown.length).fill(clear);
  for (let at = 0, from = 0; at < shown.length; at++, from += 3) {
    const red = data[from]!;
    const green = data[from + 1]!;
    const blue = data[from + 2]!;
    if (
      Math.abs(red - set[from]!) <= allowed &&
      Math.abs(green - set[from + 1]!) <= allowed &&
      Math.abs(blue - set[from + 2]!) <= allowed
    )
      continue;
    set[from] = red;
    set[from + 1] = green;
    set[from + 2] = blue;
    const shift = shifts[at]!;
    const redCell = cellOf(red + shift);
    const greenCell = cellOf(green + shift);
    const blueCell = cellOf(blue + shift);
    const key = (redCell << (2 * cellBits)) | (greenCell << cellBits) | blueCell;
    let index = known[key]!;
    if (index === unknown) {
      index = nearest(redCell * cellWidth, greenCell * cellWidth, blueCell * cellWidth);
      known[key] = index;
    }
    if (index === shown[at]) continue;
    indices[at] = index;
    shown[at] = index;
  }
  return indices;
}

function shiftsOf(width: number, height: number, strength: number): Float32Array {
  const shifts = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) shifts[y * width + x] = strength * Math.fround(threshold(x, y));
  return shifts;
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
/** No place in a palette. */
const unknown = 255;

/** The nearest colours of a palette, looked up once for each of 64 x 64 x 64 colours. */
interface Lookup {
  readonly known: Uint8Array;
  readonly nearest: ReturnType<typeof createNearest>;
}

function createLookup(palette: Uint8Array): Lookup {
  return { known: new Uint8Array(1 << (3 * cellBits)).fill(unknown), nearest: createNearest(palette) };
}

const cellWidth = 255 / (2 ** cellBits - 1);
const cellsPerSample = 1 / cellWidth;

function cellOf(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 2 ** cellBits - 1 : (value * cellsPerSample + 0.5) | 0;
}
