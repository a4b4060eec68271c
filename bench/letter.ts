import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listArtworks } from '../src/artwork/index.js';
import { type Backend, onnxruntimeCpu } from '../src/backend/index.js';
import { createConfig } from '../src/config/index.js';
import { loadFont, placeGlyphs } from '../src/glyph/index.js';
import { createLetterRenderer } from '../src/letter.js';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder.js';
import { createStyliser } from '../src/nst/stylise.js';
import { hashFile } from '../src/output/index.js';

/** A backend that adds up the time which its runs take. */
function timed(backend: Backend, add: (milliseconds: number) => void): Backend {
  return {
    ...backend,
    compile: async (program) => {
      const executable = await backend.compile(program);
      return {
        release: executable.release,
        run: async (feeds) => {
          const from = performance.now();
          const results = await executable.run(feeds);
          add(performance.now() - from);
          return results;
        },
      };
    },
  };
}

/** One default letter from font and artwork to its files: how long, and how much of it outside the graph. */
export async function benchLetter(): Promise<void> {
  const config = createConfig({});
  const font = await loadFont(config.font);
  const [artwork] = await listArtworks('included');
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  let inGraph = 0;
  const backend = timed(onnxruntimeCpu({ threads: 1 }), (milliseconds) => {
    inGraph += milliseconds;
  });
  const renderer = createLetterRenderer(async (weights) =>
    createStyliser(backend, await loadEncoder(weights)),
  );
  const placement = placeGlyphs(font, config.characters, config.glyph).get('R')!;
  const { background, crop, turnDegrees, tiles } = config.artworks;
  console.log('One letter of 400 px, 20 iterations, one thread, from font and artwork to its files');
  try {
    for (const run of ['first', 'second']) {
      inGraph = 0;
      const job = {
        id: run,
        recipe: {
          character: 'R',
          seed: 1,
          font: { sha256: font.sha256, axes: {} },
          placement,
          materials: { ink: [{ sha256: await hashFile(artwork!), share: 1 }], ground: [] },
          arrangement: { ...crop, turnDegrees, tiles, background },
          transfer: config.transfer,
          engine: { name: 'onnxruntime', provider: 'cpu', version: 0, encoder: '' },
        },
        fontFile: config.font.file,
        encoderFile: compactEncoderFile,
        inputs: { ink: [{ picture: artwork! }], ground: [] },
        set: [['R', placement] as const],
        files: {
          content: join(folder, 'content.png'),
          letter: join(folder, 'letter.png'),
          frames: join(folder, 'frames'),
        },
      };
      const { seconds, evaluations } = await renderer.render(job, () => {});
      const outside = 1 - inGraph / 1000 / seconds;
      console.log(
        `  ${run} letter: ${seconds.toFixed(1)} s, ${evaluations} evaluations, ${(outside * 100).toFixed(1)} % of the time outside the graph`,
      );
    }
  } finally {
    await renderer.close();
    await rm(folder, { recursive: true });
  }
}
