import { runCommand } from '../../src/cli/command.js';
import { interrupted } from '../../src/cli/exit-codes.js';
import * as product from '../../src/index.js';
import { AbecedaryError, type AlphabetResult, type AlphabetRun, type Progress } from '../../src/index.js';

/*
 * The command around runs that end in a chosen way, without any rendering: `run-program.ts WAY arguments…`.
 */

const [way = '', ...args] = process.argv.slice(2);

const plan: Progress = {
  kind: 'plan',
  letters: ['A'],
  kept: [],
  workers: 1,
  iterations: 20,
  engine: 'none',
  engineReason: 'as chosen',
  notes: [],
};

function end(signal: AbortSignal | undefined): Promise<AlphabetResult> {
  const result = {
    out: 'o',
    sheet: 'o/sheet.png',
    manifest: 'o/m.json',
    rendered: ['A'],
    kept: [],
    failed: [],
    seconds: 1,
  };
  if (way === 'fail')
    return Promise.resolve({ ...result, rendered: [], failed: [{ letter: 'A', message: 'no' }] });
  if (way === 'bug') return Promise.reject(new TypeError('a slip of ours'));
  if (way === 'font')
    return Promise.reject(new AbecedaryError('font', 'Expected a font, got none; choose another.'));
  if (way === 'finish') return Promise.resolve(result);
  return new Promise((_, reject) => {
    // Keeps the process alive as worker threads would.
    setInterval(() => process.stdout.write('still here\n'), 20);
    if (way === 'obey')
      signal!.addEventListener('abort', () => reject(new AbecedaryError('aborted', 'Stopped.')));
  });
}

function makeAlphabet(_: unknown, options: { signal?: AbortSignal | undefined } = {}): AlphabetRun {
  const result = end(options.signal);
  return {
    result,
    prefer: () => {},
    pause: () => {},
    resume: () => {},
    async *[Symbol.asyncIterator]() {
      yield plan;
      await result.catch(() => undefined);
    },
  };
}

process.stdout.on('error', () => {});
process.exitCode = await runCommand(['alphabet', ...args], async () => ({ ...product, makeAlphabet }));
if (process.exitCode === interrupted) process.exit();
