import type { Planes } from '../pixels.js';

/** An artwork's dark and light parts: what ink and ground are made of. */
export interface Split {
  /** One channel, 0..1: how much a place belongs to the dark part. */
  readonly dark: Planes;
  /** One channel, 0..1: how much a place belongs to the light part. */
  readonly light: Planes;
  /** Mean RGB of each part, 0..1. */
  readonly darkColour: readonly number[];
  readonly lightColour: readonly number[];
}

export interface SplitSettings {
  /** Share of the area that makes the dark part, 0..1. */
  readonly darkRatio: number;
  /** Share of the area that makes the light part, 0..1. */
  readonly lightRatio: number;
}

/** Standard deviation of the blur, as a ratio of the side: forms smaller than this stay together with what surrounds them. */
const blurRatio = 0.03;
/** Softness of a part's edge, in standard deviations of the blurred luminance. */
const softness = 0.1;

/**
 * Splits an artwork (RGB, 0..1) by blurred luminance into its darkest and its lightest part, with soft edges and a gap
 * between them. Luminance: Rec. 709 weights on sRGB values.
 */
export function splitArtwork(artwork: Planes, settings: SplitSettings): Split {
  const { width, height, data } = artwork;
  const area = width * height;
  const luminance = new Float32Array(area);
  for (let at = 0; at < area; at++) {
    luminance[at] = 0.2126 * data[at]! + 0.7152 * data[area + at]! + 0.0722 * data[2 * area + at]!;
  }
  const blurred = blur(
    { width, height, channels: 1, data: luminance },
    blurRatio * Math.max(width, height),
  ).data;
  const sorted = Float32Array.from(blurred).sort();
  const mean = blurred.reduce((sum, value) => sum + value, 0) / area;
  const deviation = Math.sqrt(blurred.reduce((sum, value) => sum + (value - mean) ** 2, 0) / area);
  const edge = Math.max(softness * deviation, 1e-4);
  const quantile = (share: number): number => sorted[Math.min(area - 1, Math.floor(share * area))]!;
  const [darkest, lightest] = [quantile(settings.darkRatio), quantile(1 - settings.lightRatio)];
  const soft = (distance: number): number => 1 / (1 + Math.exp(-distance / edge));

  const dark = { width, height, channels: 1, data: blurred.map((value) => soft(darkest - value)) };
  const light = { width, height, channels: 1, data: blurred.map((value) => soft(value - lightest)) };
  return { dark, light, darkColour: meanColour(artwork, dark), lightColour: meanColour(artwork, light) };
}

/** Mean RGB of a picture under a mask. */
function meanColour({ data }: Planes, mask: Planes): number[] {
  const area = mask.data.length;
  const total = mask.data.reduce((sum, value) => sum + value, 0);
  return [0, 1, 2].map((channel) => {
    let sum = 0;
    for (let at = 0; at < area; at++) sum += data[channel * area + at]! * mask.data[at]!;
    return sum / total;
  });
}

/** Gaussian blur by three box blurs (Wells 1986), edges repeated. */
function blur(plane: Planes, sigmaPx: number): Planes {
  const radius = Math.max(1, Math.round((Math.sqrt(4 * sigmaPx ** 2 + 1) - 1) / 2));
  let { data } = plane;
  for (let pass = 0; pass < 3; pass++) {
    data = boxBlur(data, plane.width, plane.height, radius);
  }
  return { ...plane, data };
}

/** Box blur along rows, then along columns. */
function boxBlur(data: Float32Array, width: number, height: number, radius: number): Float32Array {
  const along = (
    source: Float32Array,
    lines: number,
    size: number,
    lineStride: number,
    stride: number,
  ): Float32Array => {
    const result = new Float32Array(source.length);
    for (let line = 0; line < lines; line++) {
      const value = (at: number): number =>
        source[line * lineStride + Math.min(size - 1, Math.max(0, at)) * stride]!;
      let sum = 0;
      for (let at = -radius; at <= radius; at++) sum += value(at);
      for (let at = 0; at < size; at++) {
        result[line * lineStride + at * stride] = sum / (2 * radius + 1);
        sum += value(at + radius + 1) - value(at - radius);
      }
    }
    return result;
  };
  return along(along(data, height, width, width, 1), width, height, 1, width);
}
