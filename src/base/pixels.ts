/**
 * A picture in memory: interleaved 8-bit samples, row by row from the top left, no padding between rows.
 * One channel is grey (0 black, 255 white), three are sRGB, four are sRGB with straight (not premultiplied) alpha.
 */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** `width * height * channels` samples. */
  readonly data: Uint8Array;
}

/** Bits of a sample of sRGB. */
export type Depth = 8 | 16;

/** Samples of 8 or of 16 bits. */
export type Samples = Uint8Array | Uint16Array;

/**
 * A picture as the encoder sees it: float32 in 0..1, planar `[channel, row, column]`.
 * Values may leave 0..1 during an optimisation; they are clamped when they become `Pixels`.
 */
export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** `channels * height * width` values. */
  readonly data: Float32Array;
}

/** Width and height, in pixels; of a picture they are whole. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture, in pixels from its top left. */
export interface Rectangle extends Size {
  readonly left: number;
  readonly top: number;
}

/** As wide as it is high. */
export function square(sidePx: number): Size {
  return { width: sidePx, height: sidePx };
}

/** Interleaved 8-bit samples to planar float32 in 0..1; the number of channels stays. */
export function toPlanes(pixels: Pixels): Planes {
  const { width, height, channels, data } = pixels;
  const area = width * height;
  const planes = new Float32Array(area * channels);
  for (let channel = 0; channel < channels; channel++)
    spread(data.subarray(channel), planes.subarray(channel * area, (channel + 1) * area), channels);
  return { width, height, channels, data: planes };
}

// Loops keep to arrays and numbers, see `masks`.

function spread(samples: Uint8Array, plane: Float32Array, channels: number): void {
  for (let at = 0, from = 0; at < plane.length; at++, from += channels) plane[at] = samples[from]! / 255;
}

/** Planar float32 to interleaved 8-bit samples, clamped to 0..1 and rounded to nearest. Takes 1, 3 or 4 channels. */
export function toPixels(planes: Planes): Pixels {
  const { width, height, channels, data } = planes;
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new RangeError(`${channels} channels make no picture`);
  const area = width * height;
  const pixels = new Uint8Array(area * channels);
  for (let channel = 0; channel < channels; channel++)
    gather(data.subarray(channel * area, (channel + 1) * area), pixels.subarray(channel), channels);
  return { width, height, channels, data: pixels };
}

function gather(plane: Float32Array, samples: Uint8Array, channels: number): void {
  for (let at = 0, to = 0; at < plane.length; at++, to += channels) {
    const value = plane[at]!;
    samples[to] = value <= 0 ? 0 : value >= 1 ? 255 : (value * 255 + 0.5) | 0;
  }
}

/** A rectangle of `planes`, copied. Throws RangeError when it does not lie inside. */
export function cropPlanes(planes: Planes, { left, top, width, height }: Rectangle): Planes {
  if (left < 0 || top < 0 || left + width > planes.width || top + height > planes.height) {
    throw new RangeError(
      `crop ${width}x${height}+${left}+${top} leaves a picture of ${planes.width}x${planes.height}`,
    );
  }
  const data = new Float32Array(planes.channels * width * height);
  for (let channel = 0; channel < planes.channels; channel++) {
    for (let row = 0; row < height; row++) {
      const from = (channel * planes.height + top + row) * planes.width + left;
      data.set(planes.data.subarray(from, from + width), (channel * height + row) * width);
    }
  }
  return { width, height, channels: planes.channels, data };
}
