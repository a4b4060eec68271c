import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRandom, type Random } from '../src/base/random.js';
import { readJournal } from '../src/files/index.js';
import { journalEntries } from '../test/support/journal.js';

const kills = Number(process.env.KILLS ?? 50);
const flags = ['--size', '96'];
/** The built command: what starts from sources would be killed before it has begun. */
const command = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('close', (code) => resolve(code)));

const start = (out: string): ChildProcess =>
  spawn(process.execPath, [command, 'alphabet', ...flags, '--out', out], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** Kills a process at some time within `longestMs`: of its letters, or, one time in five, of its whole life. */
function killLater(child: ChildProcess, random: Random, longestMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    timer ??= setTimeout(() => child.kill('SIGKILL'), random.between(0, longestMs));
  };
  if (random.next() < 0.2) arm();
  else child.stdout!.once('data', arm);
  return () => clearTimeout(timer);
}

const timed = ['manifest.json', 'report.html'];

/** Every file that a user sees but those that tell times. */
async function filesOf(out: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || file.split(sep).includes('.abecedary') || timed.includes(entry.name)) continue;
    files.set(file.slice(out.length), await readFile(file));
  }
  return files;
}

async function compare(out: string, reference: Map<string, Buffer>): Promise<void> {
  const files = await filesOf(out);
  const differing = [...new Set([...reference.keys(), ...files.keys()])].filter(
    (name) => !reference.get(name)?.equals(files.get(name) ?? Buffer.alloc(0)),
  );
  const { faults } = await readJournal(out);
  const entries = await journalEntries(out);
  const done = entries.flatMap((entry) => (entry.kind === 'done' ? entry.letter : []));
  const runs = entries.filter((entry) => entry.kind === 'run').length;
  const again = done.filter((letter, at) => done.indexOf(letter) !== at);
  console.log(
    `  finished after ${runs} starts that reached the journal: ${files.size} files, ${differing.length} differ from the reference; ${again.length} letters made again after their journal entry; ${faults.length} damaged lines`,
  );
  if (differing.length > 0 || again.length > 0) {
    console.error(`  DIFFERENT: ${differing.join(' ')} AGAIN: ${again.join(' ')}`);
    process.exitCode = 1;
  }
}

/** Kills a run again and again (`KILLS` times), starts it anew each time, and compares what comes of it with one that was left alone. */
export async function benchKills(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-kills-'));
  const random = createRandom('kills');
  try {
    const begin = performance.now();
    const whole = join(folder, 'whole');
    const first = start(whole);
    first.stdout!.resume();
    if ((await ended(first)) !== 0) throw new Error('the reference run failed; run npm run build first');
    const tookMs = performance.now() - begin;
    const reference = await filesOf(whole);
    console.log(
      `A-Z at 96 px in ${(tookMs / 1000).toFixed(1)} s, ${reference.size} files; now ${kills} times kill -9`,
    );
    let killed = 0;
    for (let round = 1; killed < kills; round++) {
      const out = join(folder, `round-${round}`);
      for (let finished = false; !finished; ) {
        const child = start(out);
        const end = ended(child);
        child.stdout!.resume();
        const disarm = killed < kills ? killLater(child, random, tookMs / 8) : () => {};
        const code = await end;
        disarm();
        if (code === null) killed++;
        else if (code === 0) finished = true;
        else throw new Error(`a run ended with ${code}`);
      }
      console.log(`  ${killed} kills so far`);
      await compare(out, reference);
      await rm(out, { recursive: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
