import { AbecedaryError } from '../errors.js';

/** One tensor of a file, as float32 whatever it was stored as. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A parsed safetensors file. */
export interface TensorFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function decode(bytes: DataView, dtype: string): Float32Array | undefined {
  if (dtype === 'F32')
    return Float32Array.from({ length: bytes.byteLength / 4 }, (_, at) => bytes.getFloat32(at * 4, true));
  if (dtype === 'F16') {
    return Float32Array.from({ length: bytes.byteLength / 2 }, (_, at) =>
      halfToFloat(bytes.getUint16(at * 2, true)),
    );
  }
  return undefined;
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
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > bytes.length - 8) throw fail('ends within its header');

  let header: Record<string, unknown>;
  try {
    header = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)),
    );
  } catch (cause) {
    throw fail('has a header that is no JSON', cause);
  }

  const tensors = new Map<string, StoredTensor>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Partial<Entry>;
    if (!Array.isArray(shape) || !Array.isArray(offsets) || dtype === undefined)
      throw fail(`does not describe «${name}»`);
    const [from, to] = [8 + headerLength + offsets[0], 8 + headerLength + offsets[1]];
    if (!(from <= to && to <= bytes.length)) throw fail(`ends within its tensor «${name}»`);
    const data = decode(new DataView(bytes.buffer, bytes.byteOffset + from, to - from), dtype);
    if (data === undefined) throw fail(`stores «${name}» as ${dtype}, not as F16 or F32`);
    if (data.length !== shape.reduce((product: number, size: number) => product * size, 1)) {
      throw fail(`has a tensor «${name}» whose size does not match its shape [${shape}]`);
    }
    tensors.set(name, { shape, data });
  }
  return { metadata: (header.__metadata__ ?? {}) as Record<string, string>, tensors };
}
