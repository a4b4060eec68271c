import { readdirSync, readFileSync } from 'node:fs';

/** A line of a document's shell blocks, or a command in the middle of its text. */
export interface DocumentedLine {
  readonly page: string;
  readonly line: string;
  /** As a shell would split what stands after the name of the command; undefined for a line that calls another program. */
  readonly args: readonly string[] | undefined;
}

export interface DocumentedCommand extends DocumentedLine {
  readonly args: readonly string[];
}

export const pages: readonly string[] = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const ways = [
  /^npm run (alphabet|evaluate|studio)(?: -- (.*))?$/,
  /^(?:npm run abecedary -- |npx abecedary |abecedary )(.*)$/,
];

export const isCommand = (line: DocumentedLine): line is DocumentedCommand => line.args !== undefined;

/** What stands in the shell blocks of a page, line by line, without comments. */
export function linesOfBlocks(page: string): DocumentedLine[] {
  const blocks = readFileSync(page, 'utf8').matchAll(/^```(?:sh|bash)\n(.*?)^```/gms);
  return [...blocks].flatMap(([, block]) =>
    block!
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((written) => withoutComment(written).trim())
      .filter((line) => line !== '')
      .map((line) => documentedLine(page, line)),
  );
}

/** Commands in the middle of a page's text that are whole: `letter Q --take 3`, not `abecedary text "…"`. */
export function commandsInText(page: string): DocumentedCommand[] {
  const text = readFileSync(page, 'utf8').replace(/^```.*?^```/gms, '');
  const names = synopses().map(({ args }) => args[0]!);
  return [...text.matchAll(/`(?:abecedary )?([a-z]+ [^`…]+)`/g)]
    .map(([, line]) => line!)
    .filter((line) => names.includes(line.split(' ')[0]!) && !/\b[A-Z]{2,}\b/.test(line))
    .map((line) => documentedLine(page, `abecedary ${line}`))
    .filter(isCommand);
}

/** The README's table of commands, each with what it cannot do without, the first word where there is a choice. */
export function synopses(): DocumentedCommand[] {
  const page = 'README.md';
  const [, block] = /^## Commands\n\n```text\n(.*?)^```/ms.exec(readFileSync(page, 'utf8'))!;
  return block!
    .trim()
    .split('\n')
    .flatMap((line) => {
      const needed = line.replace(/ \[.*/, '').split(' | ');
      const [first, ...others] = needed;
      // `sheet | film | report` are commands, `bash | zsh | fish` words of one.
      const isChoice = first!.split(' ').length > 2;
      return [first!, ...(isChoice ? [] : others.map((name) => `abecedary ${name}`))];
    })
    .map((line) => documentedLine(page, line))
    .filter(isCommand);
}

export function documentedLine(page: string, line: string): DocumentedLine {
  const [npm, other] = ways.map((way) => way.exec(line));
  const rest = npm ? `${npm[1]} ${npm[2] ?? ''}` : other?.[1];
  return { page, line, args: rest === undefined ? undefined : words(rest) };
}

const withoutComment = (line: string): string => line.replace(/(^|\s)#\s.*$/, '').replace(/\s&$/, '');

function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare!,
  );
}
