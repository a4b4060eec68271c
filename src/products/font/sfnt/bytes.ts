/** The parts one after another. */
export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Single bytes, signed or not. Throws RangeError for a number that is neither. */
export function u8(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values, (value) => checked(value, -128, 255) & 255);
}

/** Big-endian 16-bit numbers, signed or not. Throws RangeError for a number that is neither. */
export function u16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(2 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries())
    view.setUint16(2 * index, checked(value, -32768, 65535) & 0xffff);
  return bytes;
}

/** Big-endian 32-bit numbers; signed ones are taken modulo 2³². */
export function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value >>> 0);
  return bytes;
}

/** A big-endian 64-bit number. */
export function u64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, value);
  return bytes;
}

/** Characters of ASCII. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function checked(value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(`Expected a whole number from ${least} to ${most} in a font table, got ${value}.`);
}
