import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listArtworks } from '../src/artwork/index.js';
import { type Backend, createBatcher } from '../src/backend/index.js';
import { createConfig } from '../src/config/index.js';
import { hashFile } from '../src/files/index.js';
import { loadFont, placeGlyphs } from '../src/glyph/index.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { createStyliser } from '../src/nst/styliser.js';
import { createLetterRenderer, type LetterResult } from '../src/paint/letter.js';
import { letterFiles } from '../src/plan/job.js';

export interface LetterMaker {
  /** Makes the letter from font and artwork to its files; `changes` are settings of `transfer`. */
  make(changes?: Readonly<Record<string, unknown>>): Promise<LetterResult>;
  close(): Promise<void>;
}

/** Makes one default letter, again and again or as often as a batcher takes side by side, with this backend. */
export async function makerOfLetters(backend: Backend, batcher = createBatcher(1)): Promise<LetterMaker> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  const [artwork] = await listArtworks('included');
  const sha256 = await hashFile(artwork!);
  const renderer = createLetterRenderer({
    batcher,
    open: async (weights) => createStyliser(backend, await loadEncoder(weights), { batcher }),
  });
  let made = 0;
  return {
    make: async (changes = {}) => {
      const config = createConfig({ transfer: changes });
      const font = await loadFont(config.font);
      const placement = placeGlyphs(font, config.characters, config.glyph).get('R')!;
      const { background, crop, turnDegrees, tiles } = config.artworks;
      const id = String(made++);
      const job = {
        id,
        recipe: {
          character: 'R',
          seed: 1,
          font: { sha256: font.sha256, axes: {} },
          placement,
          materials: { ink: [{ sha256, share: 1 }], ground: [] },
          arrangement: { ...crop, turnDegrees, tiles, background },
          transfer: config.transfer,
          engine: { name: 'onnxruntime', provider: 'cpu', version: 0, encoder: '' },
        },
        fontFile: config.font.file,
        encoderFile: compactEncoderFile,
        inputs: { ink: [{ picture: artwork! }], ground: [] },
        set: [['R', placement] as const],
        files: letterFiles(join(folder, id)),
      };
      return renderer.render(job, () => {});
    },
    close: async () => {
      await renderer.close();
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
