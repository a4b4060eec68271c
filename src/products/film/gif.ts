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
  for (const [at, { indices }] of frames.entries()) {
    // Disposal 1 leaves the frame in place.
    parts.push(
      Uint8Array.of(0x21, 0xf9, 4, (1 << 2) | 1),
      words(delays[at]!),
      Uint8Array.of(colours, 0),
      Uint8Array.of(0x2c),
      words(0, 0, width, height),
      Uint8Array.of(0, bits),
      ...blocks(compress(indices, bits, colours)),
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

function compress(indices: Uint8Array, bits: number, transparent: number): Uint8Array {
  const clearCode = 1 << bits;
  const endCode = clearCode + 1;
  let output = new Uint8Array(Math.max(256, indices.length));
  let length = 0;
  let held = 0;
  let heldBits = 0;
  let codeBits = bits + 1;
  const put = (code: number): void => {
    held |= code << heldBits;
    heldBits += codeBits;
    while (heldBits >= 8) {
      if (length === output.length) {
        const larger = new Uint8Array(2 * length);
        larger.set(output);
        output = larger;
      }
      output[length++] = held & 255;
      held >>>= 8;
      heldBits -= 8;
    }
  };
  // The code that follows on a prefix and a colour, in a table as large as all of them.
  const codes = new Uint16Array(mostCodes << bits);
  const keys = new Uint32Array(mostCodes);
  let next = endCode + 1;
  const restart = (): void => {
    put(clearCode);
    for (let code = endCode + 1; code < next; code++) codes[keys[code]!] = 0;
    next = endCode + 1;
    codeBits = bits + 1;
  };
  const colourAt = (at: number): number => (indices[at] === clear ? transparent : indices[at]!);

  restart();
  let prefix = colourAt(0);
  for (let at = 1; at < indices.length; at++) {
    const colour = colourAt(at);
    const key = (prefix << bits) | colour;
    const known = codes[key]!;
    if (known !== 0) {
      prefix = known;
      continue;
    }
    put(prefix);
    if (next === mostCodes) restart();
    else {
      codes[key] = next;
      keys[next] = key;
      if (next === 1 << codeBits) codeBits++;
      next++;
    }
    prefix = colour;
  }
  put(prefix);
  put(endCode);
  if (heldBits > 0) output[length++] = held & 255;
  return output.subarray(0, length);
}
