import { spawnSync } from 'node:child_process';

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
