import { endianness } from 'node:os';
import { z } from 'zod';
import { AbecedaryError } from '../../base/errors.js';

/** One tensor of a file, as float32 whatever it was stored as. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A parsed safetensors file. A tensor's data is decoded when it is first asked for. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

const offset = z.int().min(0);
const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([offset, offset]),
});
const metadataSchema = z.record(z.string(), z.string()).default({});

/** What the format's own library reads at most. */
const longestHeader = 100_000_000;

/** How numbers are stored, little-endian. */
interface Kind {
  readonly bytes: number;
  readonly decode: (bytes: Uint8Array) => Float32Array;
}

const kinds: Readonly<Record<string, Kind>> = {
  F32: { bytes: 4, decode: floats },
  F16: { bytes: 2, decode: halves },
};

/** What people take for safetensors, by the first bytes: the formats in which weights travel otherwise. */
const foreign: readonly (readonly [first: string, name: string])[] = [
  ['PK\x03\x04', 'a zip archive, as PyTorch saves weights'],
  ['\x80\x02\x8a', 'a pickle, as PyTorch used to save weights'],
  ['\x89HDF', 'an HDF5 file, as Keras saves weights'],
];

/** A tensor whose data is made once, when it is asked for: of a large file only some are needed. */
export function decodedOnDemand(shape: readonly number[], decode: () => Float32Array): StoredTensor {
  let known: Float32Array | undefined;
  return {
    shape,
    get data() {
      known ??= decode();
      return known;
    },
  };
}

/** Little-endian float32 values. The bytes may start anywhere. */
export function floats(bytes: Uint8Array): Float32Array {
  if (endianness() === 'LE') return new Float32Array(new Uint8Array(bytes).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 4 }, (_, at) => view.getFloat32(at * 4, true));
}

function halves(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, at) =>
    halfToFloat(view.getUint16(at * 2, true)),
  );
}

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/**
 * Reads a safetensors file: eight bytes of header length, a JSON header, raw little-endian tensors (float16 or float32).
 * `file` names it in errors. Throws AbecedaryError `encoder` when the bytes are of another format or cut short.
 */
export function parseSafetensors(bytes: Uint8Array, file: string): TensorFile {
  const fail = (found: string, cause?: unknown): AbecedaryError =>
    new AbecedaryError(
      'encoder',
      `Expected encoder weights as safetensors, but ${file} ${found}; fetch or export the file again.`,
      { cause },
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8) throw fail('is shorter than a header');
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  const other = foreign.find(([first]) => start.startsWith(first));
  if (other !== undefined) throw fail(`is ${other[1]}`);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) throw fail('ends within its header');
  if (headerLength > longestHeader) throw fail('has a header of more than 100 MB');

  let header: Record<string, unknown>;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)),
    );
  } catch (cause) {
    throw fail('has a header that is no JSON', cause);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw fail('has a header that lists no tensors');

  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { data: entry } = entrySchema.safeParse(value);
    if (entry === undefined) throw fail(`does not describe «${name}»`);
    const { dtype, shape, data_offsets: offsets } = entry;
    const [from, to] = [8 + headerLength + offsets[0], 8 + headerLength + offsets[1]];
    if (!(from <= to && to <= bytes.length)) throw fail(`ends within its tensor «${name}»`);
    const size = shape.reduce((product: number, each: number) => product * each, 1);
    const kind = kinds[dtype];
    if (kind === undefined) throw fail(`stores «${name}» as ${dtype}, not as F16 or F32`);
    if (to - from !== size * kind.bytes) {
      throw fail(`has a tensor «${name}» whose size does not match its shape [${shape}]`);
    }
    tensors.set(
      name,
      decodedOnDemand(shape, () => sound(kind.decode(bytes.subarray(from, to)), { name, shape, fail })),
    );
  }
  const { data: metadata } = metadataSchema.safeParse(header.__metadata__);
  if (metadata === undefined) throw fail('has metadata that are no texts');
  return { metadata, tensors };
}

/**
 * A tensor's numbers, where something can be computed with them. Filters (four dimensions) that hold one number everywhere
 * look for nothing.
 */
export function sound(
  data: Float32Array,
  {
    name,
    shape,
    fail,
  }: { readonly name: string; readonly shape: readonly number[]; readonly fail: (found: string) => Error },
): Float32Array {
  if (!data.every(Number.isFinite)) throw fail(`is broken: it has numbers in «${name}» that are not finite`);
  if (shape.length === 4 && data.length > 1 && data.every((value) => value === data[0]))
    throw fail(`is broken: all numbers in «${name}» are the same`);
  return data;
}
