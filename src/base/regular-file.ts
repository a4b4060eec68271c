import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What is no file, or too large a one: `code` and a reason in words that end a sentence, for `fileReason`. */
export class FileRefusal extends Error {
  readonly code = 'ENOTREG';
}

/** Without O_NONBLOCK, opening a named pipe would wait for a writer for ever; the flag changes nothing for files. */
const toRead = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens what a name stands for, if it is a file of at most so many bytes: a folder, pipe, socket or device is refused before anything
 * of it is read. Rejects with FileRefusal, or with the system's error.
 */
export async function openRegularFile(
  file: string,
  mostBytes: number,
): Promise<{ readonly handle: FileHandle; readonly size: number }> {
  const handle = await open(file, toRead).catch((cause: unknown) => {
    // What a socket, or a pipe that is opened to be written, is refused with.
    const isDevice = cause instanceof Error && 'code' in cause && cause.code === 'ENXIO';
    throw isDevice ? new FileRefusal('it is no file but a pipe, a socket or a device', { cause }) : cause;
  });
  try {
    const entry = await handle.stat();
    if (entry.isDirectory()) throw new FileRefusal('a folder stands where a file is needed');
    if (!entry.isFile()) throw new FileRefusal('it is no file but a pipe, a socket or a device');
    if (entry.size > mostBytes) throw new FileRefusal(tooLarge(mostBytes));
    return { handle, size: entry.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const pieceBytes = 16_384;

/** The bytes of a file. Rejects like `openRegularFile`, also for a file that grows beyond the limit while it is read. */
export async function readRegularFile(file: string, mostBytes: number): Promise<Buffer> {
  const { handle, size } = await openRegularFile(file, mostBytes);
  try {
    const parts: Buffer[] = [];
    let total = 0;
    for (;;) {
      // One byte more than there should be, or a piece of a file whose size the system does not tell.
      const { buffer, bytesRead } = await handle.read(
        Buffer.allocUnsafe(Math.max(size - total + 1, pieceBytes)),
      );
      if (bytesRead === 0) return Buffer.concat(parts, total);
      total += bytesRead;
      if (total > mostBytes) throw new FileRefusal(tooLarge(mostBytes));
      parts.push(buffer.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

/** Of a file of our own, such as a manifest with a thousand letters: a hundredth of it. */
const mostTextBytes = 200_000_000;

/** The text of a file that a run keeps for itself. Rejects like `readRegularFile`. */
export async function readRegularText(file: string): Promise<string> {
  return (await readRegularFile(file, mostTextBytes)).toString('utf8');
}

function tooLarge(mostBytes: number): string {
  const [size, unit] = mostBytes < 1e6 ? [mostBytes / 1e3, 'kB'] : [mostBytes / 1e6, 'MB'];
  return `it is larger than ${Math.round(size)} ${unit}`;
}
