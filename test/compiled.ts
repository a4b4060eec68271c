import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Compiles the program, so that the hundreds of processes that tests start need not compile it each. Types are checked elsewhere. */
export async function setup(): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const quick = ['--noCheck', '--declaration', 'false', '--declarationDir', 'null'];
  const args = [compiler, '--project', `${root}tsconfig.build.json`, ...quick];
  await promisify(execFile)(process.execPath, args, { cwd: root });
  process.env.ABECEDARY_COMPILED = `${root}compiled`;
}
