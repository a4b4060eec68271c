import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  /** Resolves once the text has come on stdout. */
  said(text: string): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Node's arguments that start a TypeScript program of this project, compiled where it is one of `src`. */
export function startOf(program: string): string[] {
  return program.startsWith('src/')
    ? [`${root}${program.replace(/^src/, 'compiled').replace(/ts$/, 'js')}`]
    : ['--import', import.meta.resolve('tsx'), `${root}${program}`];
}

/** Starts a TypeScript program of this project as a process of its own, in `folder` (default: the project's). */
export function start(program: string, args: readonly string[], folder: string = root): Started {
  const child = spawn(process.execPath, [...startOf(program), ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => stdout.includes(text) && resolve();
      child.stdout.on('data', look);
      child.on('close', () => reject(new Error(`ended without saying ${text}: ${stdout}${stderr}`)));
      look();
    });
  return { child, ended, said };
}

/** Runs `abecedary` with `args` to its end. */
export function abecedary(args: readonly string[], folder?: string): Promise<Ended> {
  return start('src/cli/main.ts', args, folder).ended;
}
