import { execFile } from 'node:child_process';

/** A program of the system that is not there. */
export class NoProgram extends Error {}

interface ProgramOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a program may print. */
const mostBytes = 500_000_000;

/**
 * Runs a program that is looked up where the system looks for programs, without a shell, and gives what it prints. Rejects with
 * `NoProgram` where it is not there, and with an error that ends with the last line of its complaint where it fails.
 */
export async function runProgram(
  name: string,
  args: readonly string[],
  { timeoutMs, signal }: ProgramOptions,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', timeout: timeoutMs, maxBuffer: mostBytes, signal } as const;
    const child = execFile(name, args, { ...options, windowsHide: true }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else if (error.code === 'ENOENT') reject(new NoProgram(`there is no ${name}`, { cause: error }));
      else if (error.name === 'AbortError') reject(error);
      else if (error.killed) reject(new Error(`${name} took too long`, { cause: error }));
      else reject(new Error(`${name}: ${lastLine(stderr.toString())}`, { cause: error }));
    });
    // Nothing of ours is asked for on its input.
    child.stdin?.end();
  });
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
