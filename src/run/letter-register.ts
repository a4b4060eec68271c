import { relative, sep } from 'node:path';
import { packageVersion, versionsInUse } from '../base/package-facts.js';
import type { AlphabetConfig } from '../config/index.js';
import {
  hashFile,
  type Manifest,
  type ManifestLetter,
  manifestVersion,
  type RunFolder,
  readManifest,
  runFolder,
  writeManifest,
} from '../files/index.js';
import type { Font, OwnSettings } from '../glyph/index.js';
import { firstArtwork, type PictureJob } from '../plan/index.js';
import type { Machine } from '../plan/machine.js';
import { sheetFile } from '../products/index.js';
import type { KeptPicture } from '../work/index.js';
import type { Register } from './order.js';

/** The manifest of an alphabet. */
export interface LetterRegister extends Register {
  /** All that are written down, in the order of the alphabet, whichever was ready first: what is made of them is told apart by it. */
  letters(): ReadonlyMap<string, ManifestLetter>;
  /** Tells how many letters go through one graph together. */
  batchOf(batch: number): void;
  /** Writes these alone. */
  writeOnly(letters: ReadonlyMap<string, ManifestLetter>, failed: Manifest['failed']): Promise<void>;
}

interface RegisterFacts {
  readonly machine: Machine;
  readonly font: Font;
  /** What letters have of their own, and which stay as they are. */
  readonly letters: OwnSettings;
  readonly locked: ReadonlySet<string>;
  readonly jobs: ReadonlyMap<string, PictureJob>;
}

export function openLetterRegister(config: AlphabetConfig, facts: RegisterFacts): LetterRegister {
  const folder = runFolder(config.out);
  const manifestOf = describeRun(config, facts, folder);
  let batch: number | undefined;
  const written = new Map<string, ManifestLetter>();
  const writeOnly: LetterRegister['writeOnly'] = (letters, failed) =>
    writeManifest(config.out, { ...manifestOf(letters, batch), ...(failed?.length ? { failed } : {}) });
  return {
    read: async () => {
      const earlier = await readManifest(config.out);
      written.clear();
      for (const letter of earlier?.letters ?? [])
        if (facts.jobs.has(letter.character)) written.set(letter.character, letter);
    },
    isCurrent: async ({ id, name }) => {
      const entry = written.get(name);
      if (entry === undefined || (entry.job !== id && !facts.locked.has(name))) return false;
      const present = await hashFile(folder.letter(name)).catch(() => undefined);
      return present === entry.letter.sha256;
    },
    isLocked: ({ name }) => facts.locked.has(name),
    enter: (job, kept) =>
      void written.set(job.name, letterEntry(job, kept, { folder, own: facts.letters[job.name] })),
    write: () => writeOnly(written, undefined),
    batchOf: (together) => {
      batch = together;
    },
    writeOnly,
    letters: () =>
      new Map(
        config.characters.flatMap((character) => {
          const letter = written.get(character);
          return letter === undefined ? [] : [[character, letter] as const];
        }),
      ),
  };
}

function letterEntry(
  job: PictureJob,
  result: KeptPicture,
  { folder, own = {} }: { readonly folder: RunFolder; readonly own: OwnSettings[string] | undefined },
): ManifestLetter {
  const { name, recipe } = job;
  const { rank, r2 } = result.legibility;
  return {
    character: name,
    artwork: firstArtwork(job),
    job: job.id,
    content: withinRun(folder, folder.content(name)),
    letter: { file: withinRun(folder, folder.letter(name)), sha256: result.sha256 },
    seconds: Math.round(result.seconds * 100) / 100,
    evaluations: result.evaluations,
    iterations: recipe.transfer.iterations,
    seed: recipe.seed,
    sizePx: recipe.transfer.sizePx,
    losses: result.losses,
    course: result.lossCurve,
    legibility: { rank, r2: Math.round(r2 * 1000) / 1000 },
    found: result.found && { ...result.found },
    ...(Object.keys(own).length === 0 ? {} : { own }),
    tries: result.tries,
  };
}

function withinRun(folder: RunFolder, file: string): string {
  return relative(folder.out, file).split(sep).join('/');
}

/** Writes up the letters that are there. What is the same for the whole run is looked up once. */
function describeRun(
  config: AlphabetConfig,
  { machine, font }: RegisterFacts,
  folder: RunFolder,
): (letters: ReadonlyMap<string, ManifestLetter>, batch: number | undefined) => Manifest {
  const { seed, out: _, workers: __, batch: ___, text: ____, ...rest } = config;
  const { schedule: _____, engine: ______, ...settings } = rest;
  const { family, style, version, file, sha256 } = font;
  const { engine, engineReason: reason } = machine;
  const run = {
    version: manifestVersion,
    createdBy: { name: 'abecedary', version: packageVersion },
    seed,
    engine: { name: engine.name, provider: engine.provider, reason, batch: undefined as number | undefined },
    versions: versionsInUse(engine.name),
    font: { family, style, version, file, sha256, axes: config.font.axes },
    encoder: engine.encoder,
    settings,
  } as const;
  return (letters, batch) => ({
    ...run,
    engine: { ...run.engine, batch },
    letters: config.characters.flatMap((character) => letters.get(character) ?? []),
    sheet: withinRun(folder, sheetFile(config)),
  });
}
