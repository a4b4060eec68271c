import { open } from 'node:fs/promises';
import type { Pixels } from '../../base/pixels.js';
import { writeWholeFile } from '../../files/atomic-file.js';
import { resizePicture } from '../../files/resize-picture.js';

/** Frames that one film leaves for another one, which would open the same files: squares of three channels, one after the other. */
export interface Tiles {
  readonly file: string;
  readonly sidePx: number;
}

/** Leaves frames, reduced. The file is for this run alone. */
export async function leaveTiles(frames: readonly Pixels[], { file, sidePx }: Tiles): Promise<void> {
  const size = 3 * sidePx ** 2;
  const bytes = new Uint8Array(frames.length * size);
  for (const [at, frame] of frames.entries())
    bytes.set((await resizePicture(frame, sidePx, sidePx)).data, at * size);
  await writeWholeFile(file, bytes, { durable: false });
}

/** The frame of a number, counted from 0; undefined where it was not left. */
export async function takeTile({ file, sidePx }: Tiles, at: number): Promise<Pixels | undefined> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const data = new Uint8Array(3 * sidePx ** 2);
    const { bytesRead } = await handle.read(data, 0, data.length, at * data.length);
    return bytesRead < data.length ? undefined : { width: sidePx, height: sidePx, channels: 3, data };
  } finally {
    await handle.close();
  }
}
