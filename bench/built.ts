import { spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Progress } from '../src/base/progress.js';

/** A run of the built program, with all that it starts. */
export interface BuiltRun {
  /** From the command to its end. */
  readonly seconds: number;
  /** What this checkout's said, and when, in seconds from the command on. */
  readonly said: readonly { readonly at: number; readonly record: Progress }[];
  /** Most that its largest process had in memory at once; NaN where the system does not tell. */
  readonly peakBytes: number;
}

interface BuiltOptions {
  /** A checkout that is built; this one when absent. */
  readonly checkout?: string | undefined;
  /** It is stopped when it says this for the first time. */
  readonly until?: Progress['kind'];
}

const here = join(import.meta.dirname, '..');

/** Runs the built program of a checkout with a folder of its own for what it makes. Throws where it fails, or is not built. */
export async function runBuilt(
  args: readonly string[],
  { checkout = here, until }: BuiltOptions = {},
): Promise<BuiltRun> {
  const program = join(checkout, 'dist/cli/main.js');
  await access(program).catch(() => {
    throw new Error(`Expected ${program}, found none; call «npm run build» in ${checkout}.`);
  });
  const out = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  // An earlier one may know no records.
  const tells = checkout === here;
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1000;
  const run = spawn(process.execPath, [program, ...args, ...(tells ? ['--json'] : []), '--out', out], {
    cwd: checkout,
    // One that is stopped says so.
    stdio: ['ignore', 'pipe', until === undefined ? 'inherit' : 'ignore'],
  });
  const peaks = watchMemory(run.pid!);
  const said: { readonly at: number; readonly record: Progress }[] = [];
  let stopped = false;
  createInterface(run.stdout).on('line', (line) => {
    if (!tells) return;
    const record = JSON.parse(line) as Progress;
    said.push({ at: since(), record });
    if (record.kind !== until || stopped) return;
    stopped = true;
    run.kill('SIGINT');
  });
  const code = await new Promise((resolve) => run.once('close', resolve));
  const seconds = since();
  peaks.close();
  await rm(out, { recursive: true, force: true });
  if (code !== 0 && !stopped) throw new Error(`${program} ${args.join(' ')} ended with ${code}`);
  return { seconds, said, peakBytes: peaks.most() };
}

/** Looks again and again how much a process and its descendants had in memory at most, each of them (Linux alone tells). */
function watchMemory(pid: number): { most(): number; close(): void } {
  let most = Number.NaN;
  const look = async (process: number): Promise<void> => {
    const [status, children] = await Promise.all(
      ['status', `task/${process}/children`].map((file) =>
        readFile(`/proc/${process}/${file}`, 'utf8').catch(() => ''),
      ),
    );
    const peak = /^VmHWM:\s*(\d+) kB/m.exec(status!)?.[1];
    if (peak !== undefined) most = Math.max(Number.isNaN(most) ? 0 : most, 1024 * Number(peak));
    await Promise.all((children!.match(/\d+/g) ?? []).map((child) => look(Number(child))));
  };
  const timer = setInterval(() => void look(pid), 100);
  return { most: () => most, close: () => clearInterval(timer) };
}
