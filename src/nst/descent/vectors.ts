import { vectorModule } from './vector-module.js';

/** a + factor · b. */
interface VectorSum {
  readonly a: Float32Array;
  readonly factor: number;
  readonly b: Float32Array;
}

/** Long vectors of one length, and the arithmetic on them. Sums are accumulated in float64. */
export interface VectorSpace {
  /** A vector of zeros. Only such vectors may be handed to the functions below. */
  allocate(): Float32Array;
  dot(a: Float32Array, b: Float32Array): number;
  /** into = a + factor · b; returns into · probe. `into` may be one of the others; as the probe it is what was written. */
  combine(into: Float32Array, sum: VectorSum, probe: Float32Array): number;
}

/**
 * Space for `most` vectors, in memory that threads may share: WebAssembly's, or where they do not fit into its 4 GiB plain
 * arrays, whose arithmetic takes seven times as long.
 */
export function createVectorSpace(length: number, most: number): VectorSpace {
  const fits = most * 4 * (length + blockValues) < wasmBytes;
  return (fits ? wasmSpace(length, most) : undefined) ?? plainSpace(length);
}

const wasmBytes = 2 ** 32;
const pageBytes = 65536;
/** Values in a turn of the loops; what is left of a last turn stays zero. */
const blockValues = 16;

interface Exports {
  dot(a: number, b: number, bytes: number): number;
  combine(into: number, a: number, factor: number, b: number, probe: number, bytes: number): number;
}

/** Undefined where the system grants no address space for it. The memory is taken as vectors are first written to. */
function wasmSpace(length: number, most: number): VectorSpace | undefined {
  const bytes = Math.ceil(length / blockValues) * blockValues * 4;
  const pages = Math.ceil((most * bytes) / pageBytes);
  let memory: WebAssembly.Memory;
  try {
    memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return undefined;
  }
  const module = new WebAssembly.Module(vectorModule());
  const { exports } = new WebAssembly.Instance(module, { vectors: { memory } });
  const { dot, combine } = exports as unknown as Exports;
  let used = 0;
  return {
    allocate: () => {
      const vector = new Float32Array(memory.buffer, used, length);
      used += bytes;
      return vector;
    },
    dot: (a, b) => dot(a.byteOffset, b.byteOffset, bytes),
    combine: (into, { a, factor, b }, probe) =>
      combine(into.byteOffset, a.byteOffset, factor, b.byteOffset, probe.byteOffset, bytes),
  };
}

/** The same in plain arrays. */
export function plainSpace(length: number): VectorSpace {
  return {
    allocate: () => new Float32Array(new SharedArrayBuffer(4 * length)),
    dot: (a, b) => {
      let sum = 0;
      for (let at = 0; at < length; at++) sum += a[at]! * b[at]!;
      return sum;
    },
    combine: (into, { a, factor, b }, probe) => {
      let sum = 0;
      for (let at = 0; at < length; at++) {
        into[at] = a[at]! + factor * b[at]!;
        sum += into[at]! * probe[at]!;
      }
      return sum;
    },
  };
}
