import { CommanderError } from 'commander';
import type { Product } from './action.js';
import { done, reportError, wrongUse } from './exit-codes.js';
import { createProgram } from './program.js';

/**
 * Runs `abecedary` with the arguments after its name and returns the exit code: 0 done, 1 some letters failed, 2 wrong
 * use, 130 interrupted. Never rejects. `load` gives what does the work.
 */
export async function runCommand(
  args: readonly string[],
  load = (): Promise<Product> => import('../index.js'),
): Promise<number> {
  let exitCode = done;
  // Elsewhere all are known: a flag that is misspelt is guessed among them.
  const allFlags = args.includes('--help-all') || !args.some((each) => ['-h', '--help'].includes(each));
  const plain = inOneWay(args).map((each) => (each === '--help-all' ? '--help' : each));
  const program = createProgram(
    (work) =>
      async (...given) => {
        exitCode = await work(await load(), ...given);
      },
    { allFlags },
  );
  try {
    await program.parseAsync(plain, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has already written its help or its sentence.
    if (error instanceof CommanderError) return error.exitCode === 0 ? done : wrongUse;
    return reportError(error);
  }
}

/** The folder of a run is `--out`; `--run` says the same, but where it is another thing: a run that `evaluate` measures. */
function inOneWay(args: readonly string[]): readonly string[] {
  if (args[0] === 'evaluate') return args;
  return args.map((each) => each.replace(/^--run(?==|$)/, '--out'));
}
