import { CommanderError } from 'commander';
import { findConfigFile, loadConfig, makeAlphabet, readRunSettings } from '../index.js';
import type { Flags } from './desk.js';
import { done, reportError, wrongUse } from './exit-codes.js';
import { createProgram } from './program.js';

/**
 * Runs `abecedary` with the arguments after its name and returns the exit code: 0 done, 1 some letters failed, 2 wrong
 * use, 130 interrupted. Never rejects. `make` renders the letters.
 */
export async function runCommand(args: readonly string[], make = makeAlphabet): Promise<number> {
  let exitCode = done;
  const program = createProgram({
    readConfig: async ({ config: file, ...flags }) =>
      loadConfig(file ?? (await findConfigFile()), { flags: withDashes(flags) }),
    readConfigOfRun: async ({ config: file, ...given }) => {
      const named = file ?? (await findConfigFile());
      const flags = withDashes(given);
      if (named !== undefined) return loadConfig(named, { flags });
      const { out } = await loadConfig(undefined, { flags });
      return loadConfig(undefined, { flags, earlier: await readRunSettings(out) });
    },
    make,
    action:
      (work) =>
      async (...given) => {
        exitCode = await work(...given);
      },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already written its help or its sentence.
    if (error instanceof CommanderError) return error.exitCode === 0 ? done : wrongUse;
    return reportError(error);
  }
}

/** Commander writes `--font-size` as `fontSize`. */
function withDashes(flags: Flags): Flags {
  const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(flags).map(([name, value]) => [dashed(name), value]));
}
