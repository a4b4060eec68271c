import type { Command, Help, HelpConfiguration } from 'commander';
import { wrapWords } from './words.js';

const examples: readonly (readonly [command: string, what: string])[] = [
  ['abecedary init', 'a commented configuration to start from'],
  ['abecedary alphabet --size 128 --out preview', 'a quick preview of A to Z'],
  ['abecedary alphabet --styles my-art --font my.otf', 'your own artwork and font'],
  ['abecedary letter Q --next 1 --out preview', 'another try at one letter, which the folder keeps'],
  ['abecedary sheet --contact places --only Q', 'many tries, to choose one: letter Q --take 3'],
  ['abecedary text "We were here"', 'a text set and styled'],
];

const before = [
  'Flags win over the configuration; docs/config.md explains all of its keys. What a run was made with is remembered in its folder.',
  'Results lie in the --out folder: letters/A.png and so on, sheet.png, report.html, manifest.json.',
  'Ctrl-C stops at once and keeps every finished letter; the same command goes on from there.',
];

const after = 'Exit codes: 0 done, 1 some letters failed, 2 wrong use, 130 interrupted.';

/** Stands below the help of every command that takes the flags of the configuration. */
export function afterHelp(): string {
  const { columns } = process.stdout;
  return [
    '',
    ...before.flatMap((line) => paragraph(line, columns)),
    '',
    'Examples:',
    ...layExamples(columns),
    '',
    ...paragraph(after, columns),
  ].join('\n');
}

/** Says how many flags the help leaves to `--help-all`. */
export function addFurtherHelp(command: Command, flags: number): void {
  command.addHelpText('after', () => {
    const told = `${flags} flags more: abecedary ${command.name()} --help-all`;
    return ['', ...paragraph(told, process.stdout.columns)].join('\n');
  });
}

const paragraph = (line: string, columns: number | undefined): string[] =>
  wrapWords(line, columns).map((each) => each.trimStart());

function layExamples(columns = Number.POSITIVE_INFINITY): string[] {
  const [first, second] = [0, 1].map((at) => Math.max(...examples.map((each) => each[at]!.length)));
  const isBeside = 2 + first! + 2 + second! <= columns;
  return examples.flatMap(([command, what]) =>
    isBeside
      ? `  ${command.padEnd(first!)}  ${what}`
      : [...wrapWords(`  ${command}`, columns), ...indented(paragraph(what, columns - 6), 6)],
  );
}

const indented = (lines: readonly string[], columns: number): string[] =>
  lines.map((line) => ' '.repeat(columns) + line);

/** Fewer columns than these are too few for a text beside its name. */
const leastBeside = 40;

/** A name with its text in a column of its own, which begins after `width`; on a narrow screen below it. */
export function besideOrBelow(
  [name, text]: readonly [name: string, text: string],
  { width, columns }: { readonly width: number; readonly columns: number },
): string[] {
  const beside = columns - width - 4;
  if (beside < leastBeside) return [`  ${name}`, ...indented(paragraph(text, columns - 6), 6)];
  const [first, ...others] = paragraph(text, beside);
  return [`  ${name.padEnd(width)}  ${first}`, ...indented(others, width + 4)];
}

/** Descriptions stand beside flags and commands, and on a narrow screen below them. */
export const helpLayout: HelpConfiguration = {
  minWidthToWrap: 20,
  formatItem: (...[term, termWidth, description, helper]: Parameters<Help['formatItem']>) => {
    if (description === '') return `  ${term}`;
    return besideOrBelow([term, description], { width: termWidth, columns: helper.helpWidth ?? 80 }).join(
      '\n',
    );
  },
};
