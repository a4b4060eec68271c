import { type Command, Option } from 'commander';
import type { Action } from './action.js';
import { done } from './exit-codes.js';
import { say } from './say.js';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** Adds `completion`, which knows the commands that `program` has when it runs. */
export function addCompletionCommand(program: Command, action: Action): void {
  const command = program.command('completion');
  command
    .summary('print what a shell needs to complete commands and flags')
    .addArgument(command.createArgument('<SHELL>', 'the shell').choices(shells))
    .description('Prints a script. For bash: eval "$(abecedary completion bash)", in ~/.bashrc for good.')
    .action(
      action(async (_, shell: Shell) => {
        say(scripts[shell](wordsOf(program)));
        return done;
      }),
    );
}

/** Every command with what it says of itself, its flags, and the words that its argument may be. */
interface Words {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly string[];
  readonly words: readonly string[];
}

function wordsOf(program: Command): Words[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    // What is hidden is refused.
    flags: [
      ...command.options.filter(({ hidden }) => !hidden),
      new Option('--help'),
      new Option('--help-all'),
    ].flatMap(({ long }) => long ?? []),
    words: [
      ...command.commands.map((each) => each.name()),
      ...command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    ],
  }));
}

const scripts: Readonly<Record<Shell, (commands: readonly Words[]) => string>> = {
  bash: (commands) => `_abecedary() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=
  if (( COMP_CWORD == 1 )); then words="${commands.map(({ name }) => name).join(' ')}"
  elif [[ "$word" == -* ]]; then
    case "\${COMP_WORDS[1]}" in
${commands.map(({ name, flags }) => `      ${name}) words="${flags.join(' ')}" ;;`).join('\n')}
    esac
  elif (( COMP_CWORD == 2 )); then
    case "\${COMP_WORDS[1]}" in
${choosing(commands, ({ name, words }) => `      ${name}) words="${words.join(' ')}" ;;`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _abecedary abecedary`,
  zsh: (commands) => `#compdef abecedary
_abecedary() {
  if (( CURRENT == 2 )); then
    local -a commands=(${commands.map(({ name, summary }) => `'${name}:${quoted(summary)}'`).join(' ')})
    _describe command commands
  elif [[ "$words[CURRENT]" == -* ]]; then
    case "$words[2]" in
${commands.map(({ name, flags }) => `      ${name}) compadd -- ${flags.join(' ')} ;;`).join('\n')}
    esac
  elif (( CURRENT == 3 )); then
    case "$words[2]" in
${choosing(commands, ({ name, words }) => `      ${name}) compadd -- ${words.join(' ')} ;;`)}
      *) _files ;;
    esac
  else
    _files
  fi
}
compdef _abecedary abecedary`,
  fish: (commands) =>
    commands
      .flatMap(({ name, summary, flags, words }) => [
        `complete -c abecedary -n __fish_use_subcommand -a ${name} -d '${quoted(summary)}'`,
        ...flags.map(
          (flag) => `complete -c abecedary -n '__fish_seen_subcommand_from ${name}' -l ${flag.slice(2)}`,
        ),
        ...(words.length === 0
          ? []
          : [`complete -c abecedary -n '__fish_seen_subcommand_from ${name}' -a '${words.join(' ')}'`]),
      ])
      .join('\n'),
};

/** A line for each command whose argument is one of a few words. */
const choosing = (commands: readonly Words[], line: (command: Words) => string): string =>
  commands
    .filter(({ words }) => words.length > 0)
    .map(line)
    .join('\n');

/** Without what would end a quoted word. */
const quoted = (text: string): string => text.replaceAll("'", '’');
