import { type Backend, onnxruntimeCpu } from '../backend/index.js';
import { cropPlanes, type Planes, type Size } from '../base/pixels.js';
import { input, matmul, type Program, slice } from '../graph/index.js';
import { encode } from './encoder/encode.js';
import { compactEncoderFile, type Encoder, encoderOf } from './encoder/encoder.js';
import { loadNetwork } from './encoder/reading/index.js';
import { lastPrograms } from './last-programs.js';

/** Features of pictures under one tap of an encoder, and the products of matrices that comparing them takes. */
export interface FeatureSpace {
  /** Name of the encoder. */
  readonly encoder: string;
  /** Name of the tap. */
  readonly tap: string;
  readonly channels: number;
  /**
   * The features `[channel, row, column]` of an RGB picture, of which a middle part is taken whose sides halve often enough.
   * Places that saw the padding are left out. Pictures of one size after another are the fastest.
   */
  read(picture: Planes): Promise<Planes>;
  /** a `[rows, inner]` times b `[inner, columns]`, `[rows, columns]`; stays as it is until the next product. */
  multiply(
    a: Float32Array,
    b: Float32Array,
    shape: { readonly rows: number; readonly columns: number },
  ): Promise<Float32Array>;
  close(): Promise<void>;
}

/** The tap that is read: of an encoder with VGG's names this, of another the last one before its pictures are halved three times. */
const exactTap = 'relu3_1';

interface SpaceOptions {
  /** Default 2. */
  readonly threads?: number;
  /** For how many sizes of pictures it stays ready; default 1, which takes the least memory. */
  readonly sizes?: number;
}

/** Opens a space with the encoder of a file (default: the one that comes with the product). Throws `encoder`. */
export async function openFeatureSpace(
  file: string = compactEncoderFile,
  { threads = 2, sizes = 1 }: SpaceOptions = {},
): Promise<FeatureSpace> {
  const loaded = await loadNetwork(file);
  const { stages } = loaded.network;
  const third = stages[Math.min(2, stages.length - 1)]!.map(({ name }) => name);
  const tap = third.find((name) => name === exactTap) ?? third.at(-1)!;
  const encoder = encoderOf(loaded, { taps: [tap], content: tap });
  return createFeatureSpace(onnxruntimeCpu({ threads }), encoder, sizes);
}

/** A space under the first tap of an encoder, computed with `backend`. */
export function createFeatureSpace(backend: Backend, encoder: Encoder, sizes = 1): FeatureSpace {
  const [tap] = encoder.taps as [Encoder['taps'][number]];
  const reading = lastPrograms(backend, sizes);
  const multiplying = lastPrograms(backend);
  const stride = 2 ** tap.halvings;
  return {
    encoder: encoder.name,
    tap: tap.name,
    channels: tap.channels,
    read: async (picture) => {
      const middle = middleOf(picture, stride);
      const { width, height } = middle;
      const program = () => featuresProgram(encoder, middle, tap.border);
      const wanted = { key: `${width}x${height}`, program };
      const features = await reading.run(wanted, { image: middle.data }, (results) =>
        results.features!.slice(),
      );
      const places = (side: number): number => side / stride - 2 * tap.border;
      return {
        width: places(width),
        height: places(height),
        channels: tap.channels,
        data: features,
      };
    },
    multiply: (a, b, { rows, columns }) => {
      const inner = a.length / rows;
      const program = () => ({
        outputs: { product: matmul(input('a', [rows, inner]), input('b', [inner, columns])) },
      });
      const wanted = { key: `${rows}x${inner}x${columns}`, program };
      return multiplying.run(wanted, { a, b }, ({ product }) => product!);
    },
    close: async () => {
      await reading.release();
      await multiplying.release();
    },
  };
}

function featuresProgram(encoder: Encoder, { width, height }: Size, border: number): Program {
  const [features] = encode(input('image', [1, 3, height, width]), encoder);
  const [rows, columns] = features!.shape.slice(2) as [number, number];
  const within = slice(features!, 2, { start: border, length: rows - 2 * border });
  return { outputs: { features: slice(within, 3, { start: border, length: columns - 2 * border }) } };
}

function middleOf(picture: Planes, stride: number): Planes {
  const part = (side: number): number => Math.floor(side / stride) * stride;
  const [width, height] = [part(picture.width), part(picture.height)];
  const [left, top] = [(picture.width - width) >> 1, (picture.height - height) >> 1];
  return cropPlanes(picture, { left, top, width, height });
}
