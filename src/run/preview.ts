import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import type { AlphabetConfig, LetterSettings } from '../config/index.js';
import { type Manifest, removeFolder, writePicture } from '../files/index.js';
import { loadFont } from '../glyph/index.js';
import { createPainter } from '../paint/index.js';
import { planLetters } from '../plan/letters.js';
import { openMachine } from '../plan/machine.js';
import { ownSettings, readOwnLetters } from '../plan/own-letters.js';
import { pairBest } from './best-pairing.js';

/** A letter as it would be made, small. */
export interface LetterPreview {
  /** A PNG, in the previewer's folder until the next preview. */
  readonly file: string;
  /** Where it was found; absent where it was painted from the look alone. */
  readonly found: Manifest['letters'][number]['found'];
  readonly legibility: { readonly rank: number; readonly r2: number };
  readonly seconds: number;
}

export interface PreviewOptions {
  /** Laid over what the letter has of its own. */
  readonly own?: LetterSettings | undefined;
  /** Default 128. */
  readonly sizePx?: number | undefined;
  /** Default 0: of a letter that is found, what it is laid from, unpainted; others are painted with one. */
  readonly iterations?: number | undefined;
}

/** Makes letters small and in this process, to show what settings do; a run's folder and its results are left alone. */
export interface Previewer {
  /** Throws as a run of that letter would, and `config` for a letter that is none of the alphabet. */
  preview(config: AlphabetConfig, letter: string, options?: PreviewOptions): Promise<LetterPreview>;
  close(): Promise<void>;
}

/** `folder` receives the pictures, and is removed at the end. The arithmetic blocks the process: it is for a process of its own. */
export function openPreviewer(folder: string): Previewer {
  const painter = createPainter();
  let count = 0;
  return {
    preview: async (config, letter, { own = {}, sizePx = 128, iterations = 0 } = {}) => {
      const started = performance.now();
      const small = {
        ...config,
        transfer: { ...config.transfer, sizePx, iterations: Math.max(1, iterations), secondTryBelow: 0 },
      };
      const font = await loadFont(config.font);
      const machine = await openMachine({ ...small, engine: 'cpu' }, { untried: true });
      const given = ownSettings(await readOwnLetters(config.out));
      const best = await pairBest(config, font, {});
      const laid = { ...given, [letter]: { ...given[letter], ...own } };
      const { jobs } = await planLetters(small, font, { machine, own: laid, best: best?.pairs });
      const job = jobs.get(letter);
      if (job === undefined) throw foreign(letter, config);
      count++;
      const files = {
        content: join(folder, 'content.png'),
        picture: join(folder, `preview-${count % 2}.png`),
      };
      const sketched = iterations === 0 ? await painter.sketch(job) : undefined;
      if (sketched !== undefined) await writePicture(files.picture, sketched.picture);
      const { found, legibility } = sketched ?? (await painter.paint({ ...job, files }, () => {}));
      const seconds = (performance.now() - started) / 1000;
      return { file: files.picture, found: found && { ...found }, legibility, seconds };
    },
    close: async () => {
      await painter.close();
      await removeFolder(folder);
    },
  };
}

function foreign(letter: string, { characters }: AlphabetConfig): AbecedaryError {
  return new AbecedaryError(
    'config',
    `Expected a letter of this alphabet (${characters.join('')}), got ${letter}; choose another.`,
  );
}
