import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { idOf, nameOf, type OpenRun, openRun, removedArtworks } from './open-run.js';

interface RunEntry {
  readonly id: string;
  readonly name: string;
  readonly changed: number;
}

/** The runs that the page can open: those below the working folder and beside the first, wherever they were made. */
export interface Runs {
  readonly first: OpenRun;
  list(): Promise<readonly RunEntry[]>;
  open(id: string): Promise<OpenRun | undefined>;
  /** A new folder beside the first. Throws `config` for a name that is taken, or that is none. */
  create(name: string): Promise<OpenRun>;
  close(): Promise<void>;
}

export function createRuns(out: string, folder: string): Runs {
  const opened = new Map<string, OpenRun>();
  const enter = (path: string): OpenRun => {
    const id = idOf(path);
    const run = opened.get(id) ?? openRun(path, folder);
    opened.set(id, run);
    return run;
  };
  const first = enter(resolve(out));
  const known = async (): Promise<Map<string, RunEntry>> => {
    const runs = new Map<string, RunEntry>();
    for (const path of new Set([
      first.out,
      ...[...opened.values()].map((run) => run.out),
      ...(await candidates(folder, first.out)),
    ])) {
      const changed = await whenChanged(path);
      if (changed === undefined && !opened.has(idOf(path))) continue;
      runs.set(path, { id: idOf(path), name: nameOf(path), changed: changed ?? Date.now() });
    }
    return runs;
  };
  return {
    first,
    list: async () => [...(await known()).values()].sort((one, other) => other.changed - one.changed),
    open: async (id) => {
      const run = opened.get(id);
      if (run !== undefined) return run;
      const path = [...(await known()).keys()].find((each) => idOf(each) === id);
      return path === undefined ? undefined : enter(path);
    },
    create: async (name) => {
      const path = join(dirname(first.out), folderName(name));
      if ((await stat(path).catch(() => undefined)) !== undefined) {
        const message = `Expected the name of a new alphabet, got ${name}, which is there already; choose another one.`;
        throw new AbecedaryError('config', message);
      }
      return enter(path);
    },
    close: async () => {
      await Promise.all(
        [...opened.values()].map(async ({ activity, out }) => {
          await activity.close();
          await rm(removedArtworks(out), { recursive: true, force: true });
        }),
      );
    },
  };
}

function folderName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 60);
  if (plain !== '') return plain;
  throw new AbecedaryError('config', 'Expected a name with letters or digits, got none; write one.');
}

async function candidates(folder: string, out: string): Promise<readonly string[]> {
  const parents = [...new Set([resolve(folder), dirname(out)])];
  const lists = await Promise.all(
    parents.map(async (parent) => {
      const entries = await readdir(parent, { withFileTypes: true }).catch(() => []);
      return entries
        .filter(
          (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
        )
        .map((entry) => join(parent, entry.name));
    }),
  );
  return lists.flat();
}

/** When a run in a folder was last at work; undefined where there is none. */
async function whenChanged(path: string): Promise<number | undefined> {
  for (const name of ['manifest.json', join('.abecedary', 'made-with.json')]) {
    const entry = await stat(join(path, name)).catch(() => undefined);
    if (entry !== undefined) return entry.mtimeMs;
  }
  return undefined;
}
