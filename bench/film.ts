import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPicture, resizePicture, webpBytes } from '../src/files/index.js';
import { type FilmJob, makeFilm } from '../src/products/film/film-job.js';

/** Iterations at each scale of a letter of 400 px. */
const scales = [
  [100, 8],
  [200, 8],
  [400, 4],
] as const;

/**
 * One letter's film from frames as a run leaves them, of an artwork's picture that moves; processor time, since it is what
 * films take from the letters, whoever else is at work.
 */
export async function benchFilm(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  try {
    const artwork = await readPicture(join(import.meta.dirname, '../styles/marbling.jpg'), {
      background: '#ffffff',
    });
    const frames: string[] = [];
    for (const [sidePx, count] of scales) {
      for (let at = 0; at < count; at++) {
        const file = join(folder, `${frames.length + 1}.webp`);
        const size = sidePx + 4 * frames.length;
        const { width, channels, data: all } = await resizePicture(artwork, size, size);
        const rows = Array.from({ length: sidePx }, (_, row) =>
          all.subarray(row * width * channels, (row * width + sidePx) * channels),
        );
        const data = Uint8Array.from(rows.flatMap((row) => [...row]));
        const frame = { width: sidePx, height: sidePx, channels, data };
        await writeFile(file, await webpBytes(frame, 70));
        frames.push(file);
      }
    }
    for (const sidePx of [256, 400]) {
      for (const format of ['gif', 'webp'] as const) {
        const job: FilmJob = {
          id: '',
          stem: join(folder, 'film'),
          formats: [format],
          width: sidePx,
          height: sidePx,
          paper: '#ffffff',
          cells: [{ x: 0, y: 0, sidePx, frames }],
          frameMs: 120,
          holdMs: 2000,
          limitBytes: Number.POSITIVE_INFINITY,
          videos: [],
        };
        await makeFilm(job);
        const from = process.cpuUsage();
        await makeFilm(job);
        const { user, system } = process.cpuUsage(from);
        const { size } = await stat(join(folder, `film.${format}`));
        const seconds = ((user + system) / 1e6).toFixed(2);
        console.log(
          `film ${sidePx} px ${format}: ${seconds} s of processor time, ${(size / 1e6).toFixed(2)} MB`,
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
