import { join } from 'node:path';
import { writePicture } from '../../src/files/index.js';

const sidePx = 256;

/** Files of grey pictures that show what masks do: white is used, black is not. */
export type Drawings = Readonly<Record<keyof typeof tones, string>>;

/** Tones, 0..1, at places of a square, 0..1 from the left and from the top. */
const tones = {
  /** White on the left, black on the right. */
  fade: (x: number, _y: number) => 1 - x,
  /** White in the middle, with a soft edge. */
  spot: (x: number, y: number) => Math.min(1, Math.max(0, (0.42 - Math.hypot(x - 0.5, y - 0.5)) / 0.08)),
  leftTop: (x: number, y: number) => (x + y < 0.95 ? 1 : 0),
  rightBottom: (x: number, y: number) => (x + y > 1.05 ? 1 : 0),
};

/** Draws the masks into a folder. */
export async function drawMasks(folder: string): Promise<Drawings> {
  const drawn = Object.entries(tones).map(async ([name, tone]) => {
    const data = Uint8Array.from({ length: sidePx ** 2 }, (_, at) =>
      Math.round(255 * tone((at % sidePx) / (sidePx - 1), Math.floor(at / sidePx) / (sidePx - 1))),
    );
    const file = join(folder, `${name}.png`);
    await writePicture(file, { width: sidePx, height: sidePx, channels: 1, data });
    return [name, file] as const;
  });
  return Object.fromEntries(await Promise.all(drawn)) as Drawings;
}
