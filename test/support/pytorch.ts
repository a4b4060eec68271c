import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from 'vitest';

/** A Python that has PyTorch (Debian: python3-torch), or undefined. */
function findPython(): string | undefined {
  return ['/usr/bin/python3', 'python3'].find((python) => {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

const python = findPython();

/**
 * A `describe` for tests that compare with PyTorch; `run` runs a Python program of test/support with its arguments and
 * gives what it prints. Without PyTorch the body is not run, and the reason printed.
 */
export function describeWithPytorch(
  title: string,
  body: (run: (program: string, ...values: string[]) => Promise<string>) => void,
): void {
  if (python !== undefined) {
    const run = async (program: string, ...values: string[]): Promise<string> => {
      const file = fileURLToPath(new URL(program, import.meta.url));
      return (await promisify(execFile)(python, [file, ...values])).stdout;
    };
    describe(title, () => body(run));
    return;
  }
  const reason = 'skipped: no Python with PyTorch here';
  console.warn(`${title}: ${reason}`);
  describe(title, () => {
    it.skip(reason, () => undefined);
  });
}
