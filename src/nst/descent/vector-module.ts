/**
 * A WebAssembly module of two loops over float32 vectors in an imported memory, with arithmetic in float64:
 *
 *   dot(a, b, bytes)                            Σ a·b
 *   combine(into, a, factor, b, probe, bytes)   into = a + factor · b, and Σ into·probe
 *
 * Vectors are given by their places in bytes, and their lengths are multiples of 64 bytes.
 *
 * Written as bytes, with the codes of the WebAssembly 2.0 specification: it takes a compiler to make them from
 * anything else.
 */
export function vectorModule(): Uint8Array<ArrayBuffer> {
  const text = (value: string): number[] => vector([...new TextEncoder().encode(value)]);
  const type = (parameters: number[]): number[] => [0x60, ...vector(parameters), ...vector([f64])];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, list([type([i32, i32, i32]), type([i32, i32, f64, i32, i32, i32])])),
    ...section(2, list([[...text('vectors'), ...text('memory'), 0x02, 0x03, ...leb(0), ...leb(65536)]])),
    ...section(3, list([[0], [1]])),
    ...section(
      7,
      list([
        [...text('dot'), 0, 0],
        [...text('combine'), 0, 1],
      ]),
    ),
    ...section(10, list([dotBody(), combineBody()])),
  ]);
}

const [i32, f64, v128] = [0x7f, 0x7c, 0x7b];

/** Unsigned, as the format writes numbers: seven bits a byte, the lowest first. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...leb(Math.floor(value / 128))];
}

const vector = (items: number[]): number[] => [...leb(items.length), ...items];
const list = (items: number[][]): number[] => [...leb(items.length), ...items.flat()];
const section = (id: number, content: number[]): number[] => [id, ...vector(content)];

const get = (local: number): number[] => [0x20, ...leb(local)];
const set = (local: number): number[] => [0x21, ...leb(local)];
const tee = (local: number): number[] => [0x22, ...leb(local)];
const [addI32, differ] = [[0x6a], [0x47]];
const loop = [0x03, 0x40];
/** To the start of the loop, where the value is not 0. */
const again = [0x0d, 0];
const end = [0x0b];

const simd = (code: number): number[] => [0xfd, ...leb(code)];
/** Four float32, aligned to 16 bytes. */
const load = (offset: number): number[] => [...simd(0x00), 4, ...leb(offset)];
const store = (offset: number): number[] => [...simd(0x0b), 4, ...leb(offset)];
const splat = simd(0x14);
const [add, multiply] = [simd(0xf0), simd(0xf2)];
/** The lower two float32 as two float64, and back. */
const [widen, narrow] = [simd(0x5f), simd(0x5e)];
const shuffle = (from: number[]): number[] => [...simd(0x0d), ...from];
const span = (start: number): number[] => Array.from({ length: 8 }, (_, at) => start + at);
const upperHalf = shuffle([...span(8), ...span(8)]);
const lowerHalves = shuffle([...span(0), ...span(16)]);
const lane = (at: number): number[] => [...simd(0x21), at];
const addScalar = [0xa0];

/** A turn of the loop takes four times four values, and sums them up in four places. */
const [lanes, laneBytes, turnBytes] = [4, 16, 64];

/**
 * A function that moves `pointers` along vectors of as many bytes as its parameter `length` says, and sums up pairs of
 * products: `products` leaves two of them for the four values at an offset. Its own locals begin at `free`.
 */
function summing(
  { pointers, length, free }: { pointers: number[]; length: number; free: number },
  products: (offset: number, locals: Locals) => number[],
): number[] {
  const locals = { values: free, low: free + 1, high: free + 2 };
  const sums = Array.from({ length: lanes }, (_, at) => free + 3 + at);
  const stop = free + 3 + lanes;
  const [first, ...others] = sums as [number, ...number[]];
  const code = [
    ...list([
      [...leb(lanes + 3), v128],
      [...leb(1), i32],
    ]),
    ...[...get(pointers[0]!), ...get(length), ...addI32, ...set(stop)],
    ...loop,
    ...sums.flatMap((sum, at) => [...get(sum), ...products(at * laneBytes, locals), ...add, ...set(sum)]),
    ...pointers.flatMap((pointer) => [...get(pointer), 0x41, turnBytes | 128, 0, ...addI32, ...set(pointer)]),
    ...[...get(pointers[0]!), ...get(stop), ...differ, ...again],
    ...end,
    ...[...get(first), ...others.flatMap((sum) => [...get(sum), ...add]), ...tee(first), ...lane(0)],
    ...[...get(first), ...lane(1), ...addScalar],
    ...end,
  ];
  return vector(code);
}

interface Locals {
  readonly values: number;
  readonly low: number;
  readonly high: number;
}

/** The lower and the upper pair of four values, as float64. */
const pair = (values: number, half: 'low' | 'high'): number[] => [
  ...get(values),
  ...(half === 'high' ? [...get(values), ...upperHalf] : []),
  ...widen,
];

function dotBody(): number[] {
  const [a, b, length, free] = [0, 1, 2, 3];
  return summing({ pointers: [a, b], length, free }, (offset, { values, low }) => [
    ...[...get(a), ...load(offset), ...set(values), ...get(b), ...load(offset), ...set(low)],
    ...[...pair(values, 'low'), ...pair(low, 'low'), ...multiply],
    ...[...pair(values, 'high'), ...pair(low, 'high'), ...multiply, ...add],
  ]);
}

function combineBody(): number[] {
  const [into, a, factor, b, probe, length, free] = [0, 1, 2, 3, 4, 5, 6];
  return summing({ pointers: [into, a, b, probe], length, free }, (offset, { values, low, high }) => {
    const read = (pointer: number, local: number): number[] => [
      ...get(pointer),
      ...load(offset),
      ...set(local),
    ];
    const sum = (half: 'low' | 'high'): number[] => [
      ...[...pair(values, half), ...get(factor), ...splat, ...pair(high, half), ...multiply, ...add],
    ];
    return [
      ...[...read(a, values), ...read(b, high), ...sum('low'), ...set(low), ...sum('high'), ...set(high)],
      ...[...get(into), ...get(low), ...narrow, ...get(high), ...narrow, ...lowerHalves, ...store(offset)],
      ...[...read(probe, values), ...get(low), ...pair(values, 'low'), ...multiply],
      ...[...get(high), ...pair(values, 'high'), ...multiply, ...add],
    ];
  });
}
