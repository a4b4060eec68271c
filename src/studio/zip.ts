import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** A file of an archive. */
export interface ZipEntry {
  /** With forward slashes. */
  readonly name: string;
  readonly file: string;
}

/** 1 January 1980: the archive's bytes follow from those of its files alone. */
const date = 0x21;
const utf8Names = 0x800;

/** The files as a ZIP archive (APPNOTE 6.3.10), stored as they are: pictures are small already. Yields it piece by piece. */
export async function* zipOf(entries: readonly ZipEntry[]): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, file } of entries) {
    const content = await readFile(file);
    const title = Buffer.from(name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(utf8Names, 2);
    facts.writeUInt16LE(date, 8);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, title]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, tail, title]));
    yield local;
    yield content;
    at += local.length + content.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  yield central;
  yield end;
}
