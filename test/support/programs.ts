import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';

/** Why a program of the system cannot be asked, or undefined where it can; the reason is printed. */
export function programSkipped(program: string, debianPackage: string): string | undefined {
  const { error } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  if (error === undefined) return undefined;
  const reason = `skipped: there is no ${program} (apt-get install ${debianPackage})`;
  console.warn(reason);
  return reason;
}

/** What a program says; throws where it fails. */
export function ask(program: string, ...values: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, values, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${values.join(' ')}: ${stderr || stdout}`);
  return stdout;
}

/** A `describe` for tests that need a program of the system; skipped, and the reason printed, where it is not there. */
export function describeWithProgram(
  name: string,
  [debian, title]: readonly [debian: string, title: string],
  body: () => void,
): void {
  const reason = programSkipped(name, debian);
  if (reason === undefined) describe(title, body);
  else describe(title, () => it.skip(reason, () => undefined));
}
