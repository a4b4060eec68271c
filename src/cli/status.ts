import { relative } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../base/printable.js';
import type { Cleaned, LetterStatus, RunStatus } from '../index.js';
import type { Action } from './action.js';
import { addConfigFlags } from './config-flags.js';
import { done } from './exit-codes.js';
import { type Flags, readConfig, readConfigOfRun } from './read-config.js';
import { say, sayJson } from './say.js';
import { nameFile, withoutFolder } from './words.js';

/** Adds `status` and `clean`. */
export function addStatusCommands(program: Command, action: Action): void {
  addConfigFlags(program.command('status'), { without: ['sheet', 'film'] })
    .summary('tell which letters are there, outdated, in work or missing')
    .description('Tells where the run in the --out folder stands, also while it is at work. Changes nothing.')
    .option('--json', 'Print it as JSON.')
    .action(
      action(async (product, { json, ...flags }: { json?: boolean } & Flags) => {
        const { config } = await readConfigOfRun(product, flags);
        const status = await product.readRunStatus(config);
        if (!json && !status.isThere) {
          const here = relative(process.cwd(), config.out) || '.';
          say(`There is no run at ${nameFile(config.out)} yet; abecedary alphabet --out ${here} makes one.`);
        } else if (json) sayJson(status);
        else say(describeStatus(status));
        return done;
      }),
    );

  addConfigFlags(program.command('clean'), { only: ['out'] })
    .summary('remove what earlier runs have left behind')
    .description(
      'Removes from the --out folder what no letter needs any more: results of other settings, checkpoints of letters that the last run did not want, temporary files. Letters, frames and the sheet stay.',
    )
    .option('--dry-run', 'Only tell what would be removed.')
    .action(
      action(async (product, { dryRun, ...flags }: { dryRun?: boolean } & Flags) => {
        const { out } = await readConfig(product, flags);
        const cleaned = await product.cleanRun(out, { dryRun: dryRun === true });
        say(describeCleaned(cleaned, dryRun === true));
        return done;
      }),
    );
}

/** A line for each letter, one for who works there, one that sums up. */
export function describeStatus({ out, letters, holder, journalFaults }: RunStatus): string {
  const count = (state: LetterStatus['state']): number =>
    letters.filter((letter) => letter.state === state).length;
  const sum = (['current', 'kept', 'outdated', 'missing'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`)
    .join(', ');
  const width = Math.max(...letters.map(({ artwork }) => withoutFolder(artwork).length));
  return [
    ...letters.map((letter) => describeLetter(letter, width)),
    ...(holder === undefined
      ? []
      : [
          holder.alive
            ? `process ${holder.pid} on ${printable(holder.host)} works here since ${localTime(holder.since)}`
            : `process ${holder.pid} on ${printable(holder.host)} was ended here; the next run goes on`,
        ]),
    ...(journalFaults.length === 0 ? [] : [`damaged lines of the journal: ${journalFaults.join(', ')}`]),
    `${nameFile(out)}: ${sum}`,
    ...explained
      .filter(([state]) => count(state) > 0)
      .map(([state, words]) => `${state.padEnd(8)}  ${words}`),
  ].join('\n');
}

/** What the words for letters mean, where they do not say it themselves. */
const explained: readonly (readonly [LetterStatus['state'], string])[] = [
  ['kept', 'made before with these settings, and put in its place by the next run'],
  ['outdated', 'made with other settings, and made again by the next run'],
  ['missing', 'made by the next run'],
];

/** A time of ISO 8601 as it is here; any other text as it is. */
function localTime(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? printable(time) : date.toLocaleString();
}

function describeLetter({ letter, state, artwork, ...more }: LetterStatus, width: number): string {
  const words = [
    ...(more.locked ? ['locked'] : []),
    ...(more.inWork ? ['in work'] : []),
    ...(more.checkpoint ? ['goes on from a checkpoint'] : []),
    ...(more.failure === undefined ? [] : [`failed: ${printable(more.failure)}`]),
  ];
  return `${letter}  ${state.padEnd(8)}  ${withoutFolder(artwork).padEnd(width)}  ${words.join('; ')}`.trimEnd();
}

function describeCleaned(cleaned: Cleaned, dryRun: boolean): string {
  const { results, checkpoints, pictures, leftovers, bytes } = cleaned;
  const what = `${results} results, ${checkpoints} checkpoints, ${pictures} pictures, ${leftovers} leftovers`;
  const megabytes = (bytes / 1e6).toFixed(1);
  return dryRun ? `would remove ${what}: ${megabytes} MB` : `removed ${what}: ${megabytes} MB`;
}
