import { Command } from 'commander';
import { packageVersion } from '../base/package-facts.js';
import { printableLines } from '../base/printable.js';
import type { Action } from './action.js';
import { addAlphabetCommand } from './alphabet.js';
import { addCompletionCommand } from './completion.js';
import { shortenHelp } from './config-flags.js';
import { addCutOutsCommand } from './cut-outs.js';
import { addDoctorCommand } from './doctor.js';
import { addEvaluateCommand } from './evaluate.js';
import { addFontCommand } from './font.js';
import { afterHelp, helpLayout } from './help.js';
import { addInitCommand } from './init.js';
import { addLetterCommand } from './letter.js';
import { addProductCommands } from './products.js';
import { addStatusCommands } from './status.js';
import { addStudioCommand } from './studio.js';
import { addTextCommand } from './text.js';
import { addWeightsCommands } from './weights.js';
import { addWorkerCommand } from './worker.js';

/** In the order of the help. */
const commands: readonly ((program: Command, action: Action) => void)[] = [
  addInitCommand,
  addAlphabetCommand,
  addLetterCommand,
  addStatusCommands,
  addStudioCommand,
  addWorkerCommand,
  addCutOutsCommand,
  addDoctorCommand,
  addEvaluateCommand,
  addFontCommand,
  addProductCommands,
  addTextCommand,
  addWeightsCommands,
  addCompletionCommand,
];

/** The commands and flags of `abecedary`; with `allFlags` their help shows all of these. Parsing throws CommanderError; everything else is what the commands throw. */
export function createProgram(action: Action, { allFlags = false } = {}): Command {
  const program = new Command('abecedary')
    .description('Turns a sans-serif font and your own artwork into a whole stylised alphabet.')
    .version(packageVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureHelp(helpLayout)
    .addHelpText('after', afterHelp)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(printableLines(text.replace(/^error: /, 'abecedary: '))),
    });
  for (const add of commands) add(program, action);
  for (const command of program.commands) {
    command.helpOption('-h, --help', 'Show the flags to begin with; --help-all shows all.');
    if (!allFlags) shortenHelp(command);
  }
  return program;
}
