import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listArtworks } from '../src/artwork/index.js';
import { type Backend, type Batcher, createBatcher } from '../src/backend/index.js';
import { createConfig } from '../src/config/index.js';
import { loadFont } from '../src/glyph/index.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { createStyliser } from '../src/nst/styliser.js';
import { createPainter, type PictureResult } from '../src/paint/index.js';
import { jobOf } from './bench-job.js';

export interface LetterMaker {
  /** Makes the letter from font and artwork to its files; `changes` are settings of `transfer`. */
  make(changes?: Readonly<Record<string, unknown>>): Promise<PictureResult>;
  close(): Promise<void>;
}

interface MakerOptions {
  readonly batcher?: Batcher;
  readonly preset?: 'found' | 'painted';
}

/** Makes one letter, painted unless it is said, again and again or as often as a batcher takes side by side, with this backend. */
export async function makerOfLetters(
  backend: Backend,
  { batcher = createBatcher(1), preset = 'painted' }: MakerOptions = {},
): Promise<LetterMaker> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  const [artwork] = await listArtworks({ from: 'included', recursive: false });
  const painter = createPainter({
    batcher,
    open: async (weights) => createStyliser(backend, await loadEncoder(weights), { batcher }),
  });
  let made = 0;
  return {
    make: async (changes = {}) => {
      const config = createConfig({ preset, transfer: changes });
      const font = await loadFont(config.font);
      const place = { encoderFile: compactEncoderFile, folder: join(folder, String(made++)) };
      const whole = await jobOf(config, font, { letter: 'R', artwork: artwork!, ...place });
      const job = { ...whole, set: whole.set.filter(([letter]) => letter === 'R') };
      return painter.paint(job, () => {});
    },
    close: async () => {
      await painter.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A backend whose runs are watched: the program's values, its results, and when it was done. */
export function watched(
  backend: Backend,
  see: (run: {
    readonly feeds: Readonly<Record<string, Float32Array>>;
    readonly results: Readonly<Record<string, Float32Array>>;
    readonly milliseconds: number;
  }) => void,
): Backend {
  return {
    ...backend,
    compile: async (program) => {
      const executable = await backend.compile(program);
      return {
        release: executable.release,
        run: async (feeds) => {
          const from = performance.now();
          const results = await executable.run(feeds);
          see({ feeds, results, milliseconds: performance.now() - from });
          return results;
        },
      };
    },
  };
}
