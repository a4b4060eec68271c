import { type Pixels, type Planes, toPlanes } from '../base/pixels.js';

/**
 * How much of a picture is single dots: energy of the picture minus its 3×3 median, as share of the picture's variance
 * (both summed over the colour channels). 0 for smooth forms, whatever their contrast; about 1 for white noise.
 * The median leaves edges and areas as they are and removes dots and lines of one pixel.
 */
export function pepperIndex(picture: Pixels): number {
  const planes = toPlanes(picture);
  const { width, height } = planes;
  let residue = 0;
  let variance = 0;
  for (const plane of colourPlanes(planes)) {
    const mean = meanOf(plane);
    const window = new Float32Array(9);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        let count = 0;
        for (let down = -1; down <= 1; down++) {
          const from = Math.min(height - 1, Math.max(0, row + down)) * width;
          for (let along = -1; along <= 1; along++)
            window[count++] = plane[from + Math.min(width - 1, Math.max(0, column + along))]!;
        }
        const value = window[4]!;
        residue += (value - window.sort()[4]!) ** 2;
        variance += (value - mean) ** 2;
      }
    }
  }
  return residue / (variance + 1e-6 * width * height);
}

/** Share of the side that the frame takes, and how far inwards the ring goes that it is compared with. */
const frameRatio = 0.03;
const ringRatio = 0.06;

/**
 * How much a picture's outer frame differs from what lies beside it: for each of the four sides the strip of the outer
 * 3 % is compared with the strip from 3 % to 6 %, and the index is the mean over the sides of
 *
 *   ‖μ_frame − μ_ring‖ / σ + |ln((g_frame + g/10) / (g_ring + g/10))|
 *
 * with μ the mean colour, σ² the variance of the whole picture (both over all channels), g_… the mean squared difference
 * of neighbours in each strip and g that of the whole picture. The ring rather than all of the rest stands against the
 * frame, since in a letter the rest holds the ink, and ink and ground differ by intent; a glyph that stands
 * nearer to the edge than 6 % counts. 0 where the frame continues what
 * is beside it. Throws RangeError for a picture with a side under 12 pixels.
 */
export function borderIndex(picture: Pixels): number {
  const planes = toPlanes(picture);
  const { width, height } = planes;
  if (Math.min(width, height) < 12) throw new RangeError(`a picture of ${width}x${height} has no frame`);
  const colours = colourPlanes(planes);
  const all = { left: 0, top: 0, right: width, bottom: height };
  const whole = statistics(colours, planes, all);
  const sigma = Math.sqrt(whole.variance + 1e-6);
  const floor = whole.gradient / 10 + 1e-9;
  const strips = sides(width, height).map(({ frame, ring }) => {
    const outer = statistics(colours, planes, frame);
    const inner = statistics(colours, planes, ring);
    const distance = Math.hypot(...outer.mean.map((value, at) => value - inner.mean[at]!));
    return distance / sigma + Math.abs(Math.log((outer.gradient + floor) / (inner.gradient + floor)));
  });
  return strips.reduce((sum, each) => sum + each, 0) / strips.length;
}

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function sides(width: number, height: number): { frame: Area; ring: Area }[] {
  const depth = (side: number, ratio: number) => Math.max(1, Math.round(side * ratio));
  const [x1, x2] = [depth(width, frameRatio), Math.max(2, depth(width, ringRatio))];
  const [y1, y2] = [depth(height, frameRatio), Math.max(2, depth(height, ringRatio))];
  // Rings end at the frames beside them; the corners belong to the frames alone.
  const [tall, wide] = [
    { top: y1, bottom: height - y1 },
    { left: x1, right: width - x1 },
  ];
  return [
    { frame: { left: 0, right: x1, top: 0, bottom: height }, ring: { left: x1, right: x2, ...tall } },
    {
      frame: { left: width - x1, right: width, top: 0, bottom: height },
      ring: { left: width - x2, right: width - x1, ...tall },
    },
    { frame: { top: 0, bottom: y1, left: 0, right: width }, ring: { top: y1, bottom: y2, ...wide } },
    {
      frame: { top: height - y1, bottom: height, left: 0, right: width },
      ring: { top: height - y2, bottom: height - y1, ...wide },
    },
  ];
}

function statistics(
  colours: readonly Float32Array[],
  { width }: Planes,
  { left, top, right, bottom }: Area,
): { mean: number[]; variance: number; gradient: number } {
  const count = (right - left) * (bottom - top);
  let variance = 0;
  let gradient = 0;
  const mean = colours.map((plane) => {
    let sum = 0;
    let squares = 0;
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const value = plane[row * width + column]!;
        sum += value;
        squares += value * value;
        if (column + 1 < right) gradient += (plane[row * width + column + 1]! - value) ** 2 / count;
        if (row + 1 < bottom) gradient += (plane[(row + 1) * width + column]! - value) ** 2 / count;
      }
    }
    variance += squares / count - (sum / count) ** 2;
    return sum / count;
  });
  return { mean, variance: Math.max(0, variance), gradient };
}

/** The planes without transparency. */
function colourPlanes({ width, height, channels, data }: Planes): Float32Array[] {
  const area = width * height;
  return Array.from({ length: Math.min(3, channels) }, (_, at) => data.subarray(at * area, (at + 1) * area));
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
