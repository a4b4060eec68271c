import type { AlphabetConfig } from '../config/index.js';
import {
  hashFile,
  isStaleLock,
  type LockHolder,
  oncePerFile,
  readJournal,
  readLock,
  readManifest,
  runFolder,
} from '../files/index.js';
import { firstArtwork } from '../plan/index.js';
import { openMachine } from '../plan/machine.js';
import { hasCheckpoint, lookAtRunStore, readResult } from '../work/index.js';
import { planAlphabet } from './alphabet.js';

/** Where one letter of a run stands. */
export interface LetterStatus {
  readonly letter: string;
  /**
   * `current` is as the configuration says; `kept` was made earlier and only has to be put in its place; `outdated` was made
   * with other settings; `missing` was never made, or its file is gone.
   */
  readonly state: 'current' | 'kept' | 'outdated' | 'missing';
  readonly artwork: string;
  /** It stays as it is, whatever else is changed. */
  readonly locked: boolean;
  /** A process works on it right now. */
  readonly inWork: boolean;
  /** It was stopped, and goes on from there. */
  readonly checkpoint: boolean;
  /** Why it could not be made the last time. */
  readonly failure: string | undefined;
}

export interface RunStatus {
  readonly out: string;
  /** Whether anything was ever made there. */
  readonly isThere: boolean;
  readonly letters: readonly LetterStatus[];
  /** The process that works in the folder, or left its lock behind. */
  readonly holder: (LockHolder & { readonly alive: boolean }) | undefined;
  /** Sentences the user should read: artworks that are left out or used twice. */
  readonly notes: readonly string[];
  /** Numbers of the lines of the journal that cannot be read. */
  readonly journalFaults: readonly number[];
}

const hashPicture = oncePerFile((file) => hashFile(file));

/** Where a run stands; changes nothing, and may be asked while the run is at work. Throws what planning a run throws. */
export async function readRunStatus(config: AlphabetConfig): Promise<RunStatus> {
  const { out } = config;
  const { jobs, locked, notes } = await planAlphabet(config, await openMachine(config, { untried: true }));
  const folder = runFolder(out);
  const store = await lookAtRunStore(config.schedule, folder);
  const manifest = await readManifest(out);
  const made = new Map(manifest?.letters.map((letter) => [letter.character, letter]));
  const {
    last: lastOf,
    faults,
    lines,
  } = await readJournal(out, new Set([...jobs.values()].map(({ id }) => id)));
  const holder = await readLock(out);
  const alive = holder !== undefined && !(await isStaleLock(holder, out));
  const letters: LetterStatus[] = [];
  for (const [letter, job] of jobs) {
    const entry = made.get(letter);
    const present = await hashPicture(folder.letter(letter)).catch(() => undefined);
    const there = entry !== undefined && present === entry.letter.sha256;
    const current = there && (entry.job === job.id || locked.has(letter));
    const kept = !current && (await readResult(store, job)) !== undefined;
    const last = lastOf.get(job.id);
    letters.push({
      letter,
      state: current ? 'current' : kept ? 'kept' : there ? 'outdated' : 'missing',
      artwork: firstArtwork(job).file,
      locked: locked.has(letter),
      inWork: alive && last?.kind === 'started',
      checkpoint: !current && !kept && (await hasCheckpoint(store, job.id)),
      failure: !current && last?.kind === 'failed' ? last.message : undefined,
    });
  }
  const isThere = manifest !== undefined || holder !== undefined || lines > 0;
  return { out, isThere, letters, holder: holder && { ...holder, alive }, notes, journalFaults: faults };
}
