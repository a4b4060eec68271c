import { CommanderError } from 'commander';
import { findConfigFile, loadConfig, makeAlphabet } from '../index.js';
import { evaluate } from './evaluate.js';
import { done, reportError, wrongUse } from './exit-codes.js';
import { followRun } from './follow.js';

import { createProgram } from './program.js';
import { runWeights } from './weights.js';

/**
 * Runs `abecedary` with the arguments after its name and returns the exit code: 0 done, 1 some letters failed, 2 wrong
 * use, 130 interrupted. Never rejects. `make` renders the letters.
 */
export async function runCommand(args: readonly string[], make = makeAlphabet): Promise<number> {
  let exitCode = done;
  const readConfig = async ({ config: file, ...flags }: Readonly<Record<string, string>>) =>
    loadConfig(file ?? (await findConfigFile()), { flags });
  const program = createProgram(
    async (flags, choose) => {
      const config = await readConfig(flags);
      const choice = choose(config);
      exitCode = await followRun((signal) => make(config, { ...choice, signal }));
    },
    async (options, flags) => {
      exitCode = await evaluate(options, () => readConfig(flags), make);
    },
    async (action) => {
      exitCode = await runWeights(action);
    },
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already written its help or its sentence.
    if (error instanceof CommanderError) return error.exitCode === 0 ? done : wrongUse;
    return reportError(error);
  }
}
