import { Command } from 'commander';
import {
  type AlphabetConfig,
  configFlags,
  packageVersion,
  requireCharacter,
  requireCharacters,
} from '../index.js';
import { addEvaluateFlags, type EvaluateOptions } from './evaluate.js';
import { addWeightsCommands, type WeightsAction } from './weights.js';

/** What was given on the command line: flag name to text. */
type Flags = Readonly<Record<string, string>>;

/** Which letters a command means. */
interface Choice {
  readonly only?: readonly string[];
  readonly force: boolean;
}

/** Called with the flags of a command, and with a function that finds the command's letters in the configuration. */
type Start = (flags: Flags, choose: (config: AlphabetConfig) => Choice) => Promise<void>;

/** Called with what `evaluate` takes by itself and the flags of the configuration. */
type StartEvaluation = (options: EvaluateOptions, flags: Flags) => Promise<void>;

/** The commands and flags of `abecedary`. Parsing throws CommanderError; everything else is what the callbacks throw. */
export function createProgram(
  start: Start,
  startEvaluation: StartEvaluation,
  startWeights: (action: WeightsAction) => Promise<void>,
): Command {
  const program = new Command('abecedary')
    .description('Turns a sans-serif font and your own artwork into a whole stylised alphabet.')
    .version(packageVersion, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', afterHelp)
    .exitOverride()
    .configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'abecedary: ')),
    });

  addFlags(program.command('alphabet'))
    .summary('render all letters and lay them out on a sheet')
    .description(
      'Renders every letter and lays all of them out on a sheet. Letters that are already there with the same settings are kept.',
    )
    .option('--force', 'render the letters that are already there again too')
    .addHelpText('after', afterHelp)
    .action(({ only, force, ...flags }) =>
      start(flags, ({ characters }) => ({
        ...(only === undefined ? {} : { only: requireCharacters(characters, only, '--only') }),
        force: force === true,
      })),
    );

  addFlags(program.command('letter'))
    .summary('render one letter again')
    .argument('<CHAR>', 'one of the characters of the configuration')
    .description(
      'Renders one letter again and lays out the sheet anew. The files of all other letters stay as they are.',
    )
    .addHelpText('after', afterHelp)
    .action((wanted: string, { only, ...flags }) =>
      start(flags, ({ characters }) => {
        const among = only === undefined ? characters : requireCharacters(characters, only, '--only');
        return { only: [requireCharacter(among, wanted, 'CHAR')], force: true };
      }),
    );

  addEvaluateFlags(addConfigFlags(program.command('evaluate')))
    .summary('measure how legible the letters are and how near to their artworks')
    .description(
      'Renders the letters, measures every one of them (is it recognised, is it read by OCR, how near is its style to the artwork’s, has it dots or a frame that the artwork has not) and lays a contact sheet.',
    )
    .addHelpText('after', afterHelp)
    .action(({ pairings, run, judge: encoder, json, force, ...flags }) =>
      startEvaluation({ pairings, run, encoder, json: json === true, force: force === true }, flags),
    );

  addWeightsCommands(program, startWeights);
  return program;
}

function addFlags(command: Command): Command {
  return addConfigFlags(command).option(
    '--only <A,B,…>',
    'Work on these letters only, with commas between them.',
  );
}

function addConfigFlags(command: Command): Command {
  command.option(
    '--config <FILE>',
    'the configuration, a YAML file (default: config/alphabet.yaml if it is there, else the defaults below)',
  );
  for (const { name, value, description, allowed, fallback } of configFlags) {
    command.option(`--${name} <${value}>`, `${description} Takes ${allowed}. Default: ${fallback}.`);
  }
  return command;
}

const afterHelp = `
Flags win over the configuration file; docs/config.md explains all of its keys.
Results lie in the --out folder: letters/A.png and so on, sheet.png, manifest.json.
Ctrl-C stops at once and keeps every finished letter; the same command goes on from there.

Examples:
  abecedary alphabet --size 128 --out preview       a quick preview of A to Z
  abecedary alphabet --styles my-art --font my.otf  your own artwork and font
  abecedary letter Q --seed 7                       another try at one letter
  abecedary evaluate --run preview                  figures of the letters that are there

Exit codes: 0 done, 1 some letters failed, 2 wrong use, 130 interrupted.`;
