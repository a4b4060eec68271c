/*
 * GIF89a by hand, because the picture library cannot be given a palette for a whole animation: it makes one for every
 * frame, and colours flicker where nothing moves. The LZW of its appendix F: codes grow from one more than the colours' bits to 12.
 */

/** A frame as places in the palette; `clear` leaves what the frame before has there. */
interface IndexedFrame {
  readonly indices: Uint8Array;
  readonly delayMs: number;
}

/** The animation of up to 255 colours, repeated for ever. `palette` holds red, green, blue of each, 0..255. */
export function encodeGif(
  frames: readonly IndexedFrame[],
  {
    width,
    height,
    palette,
  }: { readonly width: number; readonly height: number; readonly palette: Uint8Array },
): Uint8Array {
  const colours = palette.length / 3;
  // One more, which is never seen: the transparent one.
  const bits = Math.max(2, Math.ceil(Math.log2(colours + 1)));
  const table = Buffer.alloc(3 * 2 ** bits);
  table.set(palette);
  const parts: Uint8Array[] = [
    Buffer.from('GIF89a', 'latin1'),
    words(width, height),
    Uint8Array.of(0x80 | 0x70 | (bits - 1), 0, 0),
    table,
    Uint8Array.of(0x21, 0xff, 11),
    Buffer.from('NETSCAPE2.0', 'latin1'),
    Uint8Array.of(3, 1, 0, 0, 0),
  ];
  const delays = hundredths(frames.map(({ delayMs }) => delayMs));
  const codes = createCodes();
  for (const [at, { indices }] of frames.entries()) {
    // Disposal 1 leaves the frame in place.
    parts.push(
      Uint8Array.of(0x21, 0xf9, 4, (1 << 2) | 1),
      words(delays[at]!),
      Uint8Array.of(colours, 0),
      Uint8Array.of(0x2c),
      words(0, 0, width, height),
      Uint8Array.of(0, bits),
      ...blocks(compress(indices, codes, { bits, transparent: colours })),
      Uint8Array.of(0),
    );
  }
  parts.push(Uint8Array.of(0x3b));
  return Buffer.concat(parts);
}

/** What is shorter is slowed down by browsers. */
const leastHundredths = 2;

/** Delays in hundredths of a second that add up: what one loses by being rounded the next one gets. */
function hundredths(delaysMs: readonly number[]): number[] {
  let asked = 0;
  let given = 0;
  return delaysMs.map((delayMs) => {
    asked += delayMs / 10;
    const delay = Math.max(leastHundredths, Math.round(asked) - given);
    given += delay;
    return delay;
  });
}

/** Stands in `IndexedFrame.indices` for a pixel that stays as it was. */
export const clear = 255;

function words(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [value & 255, value >> 8]));
}

function* blocks(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 255) {
    const block = bytes.subarray(at, at + 255);
    yield Uint8Array.of(block.length);
    yield block;
  }
}

const mostCodes = 4096;

/** Places for the codes of one frame after another, twice as many as there are codes, so that they stay in the processor's nearest memory. */
const placeBits = 13;
const lastPlace = 2 ** placeBits - 1;

/** What a prefix and a colour lead to: found from the place that is reckoned from both on (linear probing). */
interface Codes {
  /** Prefix and colour; -1 where a place is free. */
  readonly keys: Int32Array;
  readonly codes: Uint16Array;
}

function createCodes(): Codes {
  return { keys: new Int32Array(2 ** placeBits).fill(-1), codes: new Uint16Array(2 ** placeBits) };
}

/** The codes that stand for a frame's colours, each with the bits that it is written in. */
function compress(
  indices: Uint8Array,
  { keys, codes }: Codes,
  { bits, transparent }: { readonly bits: number; readonly transparent: number },
): Uint8Array {
  const clearCode = 1 << bits;
  const first = clearCode + 2;
  const output = createBits(indices.length);
  let [next, codeBits] = [first, bits + 1];
  keys.fill(-1);
  putBits(output, clearCode, codeBits);
  let prefix = indices[0] === clear ? transparent : indices[0]!;
  for (let at = 1; at < indices.length; at++) {
    const index = indices[at]!;
    const colour = index === clear ? transparent : index;
    const key = (prefix << bits) | colour;
    let place = Math.imul(key, hashFactor) >>> (32 - placeBits);
    let there = keys[place]!;
    while (there !== key && there >= 0) {
      place = (place + 1) & lastPlace;
      there = keys[place]!;
    }
    if (there === key) {
      prefix = codes[place]!;
      continue;
    }
    putBits(output, prefix, codeBits);
    prefix = colour;
    if (next < mostCodes) {
      keys[place] = key;
      codes[place] = next;
      if (next === 1 << codeBits) codeBits++;
      next++;
      continue;
    }
    putBits(output, clearCode, codeBits);
    keys.fill(-1);
    [next, codeBits] = [first, bits + 1];
  }
  putBits(output, prefix, codeBits);
  putBits(output, clearCode + 1, codeBits);
  return finished(output);
}

/** 2³² over the golden ratio: spreads keys that are near each other (Knuth, volume 3, 6.4). */
const hashFactor = 0x9e3779b1;

/** Bits that are written one after the other, the lowest first. */
interface Bits {
  readonly bytes: Uint8Array;
  length: number;
  held: number;
  heldBits: number;
}

/** With room for the codes of so many places: at the worst one each, of 12 bits. */
function createBits(places: number): Bits {
  return { bytes: new Uint8Array(Math.ceil(1.6 * places) + 64), length: 0, held: 0, heldBits: 0 };
}

function putBits(output: Bits, code: number, codeBits: number): void {
  let held = output.held | (code << output.heldBits);
  let heldBits = output.heldBits + codeBits;
  while (heldBits >= 8) {
    output.bytes[output.length++] = held & 255;
    held >>>= 8;
    heldBits -= 8;
  }
  output.held = held;
  output.heldBits = heldBits;
}

function finished({ bytes, length, held, heldBits }: Bits): Uint8Array {
  if (heldBits === 0) return bytes.subarray(0, length);
  bytes[length] = held & 255;
  return bytes.subarray(0, length + 1);
}
