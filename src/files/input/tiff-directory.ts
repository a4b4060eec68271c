/** The first directory of a TIFF held in memory (TIFF 6.0, section 2): entries of whole numbers. */
export interface TiffDirectory {
  readonly isLittle: boolean;
  /** The first value of a tag. */
  value(tag: number, fallback: number): number;
  /** The bytes of a tag's values; undefined where it is absent. */
  bytes(tag: number): Buffer | undefined;
  /** The same file with these tags alone: some as they are, some with a value of their own. */
  rewritten(kept: readonly number[], set: ReadonlyMap<number, number>): Buffer;
}

const entryBytes = 12;
const typeBytes: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1 };
const long = 4;

/** Throws for what ends too early. */
export function tiffDirectory(file: Buffer): TiffDirectory {
  const isLittle = file[0] === 0x49;
  const word = (at: number): number => (isLittle ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const double = (at: number): number => (isLittle ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const start = double(4);
  const entries = new Map<number, number>();
  for (let index = 0; index < word(start); index++) {
    const at = start + 2 + entryBytes * index;
    entries.set(word(at), at);
  }
  const bytes = (tag: number): Buffer | undefined => {
    const at = entries.get(tag);
    if (at === undefined) return undefined;
    const length = (typeBytes[word(at + 2)] ?? 1) * double(at + 4);
    const place = length <= 4 ? at + 8 : double(at + 8);
    return file.subarray(place, place + length);
  };
  return {
    isLittle,
    bytes,
    value(tag, fallback) {
      const at = entries.get(tag);
      if (at === undefined) return fallback;
      const values = bytes(tag)!;
      const size = typeBytes[word(at + 2)] ?? 1;
      return isLittle ? values.readUIntLE(0, size) : values.readUIntBE(0, size);
    },
    rewritten(kept, set) {
      const present = kept.filter((tag) => entries.has(tag) && !set.has(tag));
      const tags = [...present, ...set.keys()].sort((one, other) => one - other);
      const directory = Buffer.alloc(2 + entryBytes * tags.length + 4);
      const writeWord = (value: number, at: number): number =>
        isLittle ? directory.writeUInt16LE(value, at) : directory.writeUInt16BE(value, at);
      const write = (value: number, at: number): number =>
        isLittle ? directory.writeUInt32LE(value, at) : directory.writeUInt32BE(value, at);
      writeWord(tags.length, 0);
      for (const [index, tag] of tags.entries()) {
        const at = 2 + entryBytes * index;
        const value = set.get(tag);
        if (value === undefined) {
          const from = entries.get(tag)!;
          file.copy(directory, at, from, from + entryBytes);
          continue;
        }
        writeWord(tag, at);
        writeWord(long, at + 2);
        write(1, at + 4);
        write(value, at + 8);
      }
      const end = file.length + (file.length % 2);
      const header = Buffer.from(file.subarray(0, 8));
      if (isLittle) header.writeUInt32LE(end, 4);
      else header.writeUInt32BE(end, 4);
      return Buffer.concat([header, file.subarray(8), Buffer.alloc(end - file.length), directory]);
    },
  };
}
