import { rmSync, writeFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type Cleaned,
  cleanRun,
  type EngineName,
  engineNames,
  type LetterStatus,
  type RunStatus,
  readRunStatus,
  startWorker,
  type WorkerEvent,
} from '../index.js';
import { addConfigFlags } from './config-flags.js';
import type { Desk, Flags } from './desk.js';
import { done, interrupted } from './exit-codes.js';
import { describeDuration, nameArtwork, nameFile, printable } from './words.js';

/** Adds `status`, `clean` and `worker`. */
export function addRunCommands(program: Command, { readConfig, action }: Desk): void {
  addConfigFlags(program.command('status'))
    .summary('tell which letters are there, outdated, in work or missing')
    .description('Tells where the run in the --out folder stands, also while it is at work. Changes nothing.')
    .option('--json', 'Print it as JSON.')
    .action(
      action(async ({ json, ...flags }: { json?: boolean } & Flags) => {
        const status = await readRunStatus(await readConfig(flags));
        console.log(json ? JSON.stringify(status, null, 2) : describeStatus(status));
        return done;
      }),
    );

  addConfigFlags(program.command('clean'))
    .summary('remove what earlier runs have left behind')
    .description(
      'Removes from the --out folder what no letter needs any more: results of other settings, checkpoints of letters that the last run did not want, temporary files. Letters, frames and the sheet stay.',
    )
    .option('--dry-run', 'Only tell what would be removed.')
    .action(
      action(async ({ dryRun, ...flags }: { dryRun?: boolean } & Flags) => {
        const { out } = await readConfig(flags);
        console.log(describeCleaned(await cleanRun(out, { dryRun: dryRun === true }), dryRun === true));
        return done;
      }),
    );

  program
    .command('worker')
    .summary('make letters for runs on other machines')
    .description(
      'Takes letters from a Redis and makes them, until it is stopped: at the first Ctrl-C or SIGTERM it finishes those at work, at the second it leaves them to other workers. docs/scale.md tells how to run many.',
    )
    .requiredOption('--redis <URL>', 'The Redis that hands the letters out, like redis://host:6379.')
    .requiredOption(
      '--store <PLACE>',
      'Where ingredients and finished letters lie: the folder or s3://bucket/prefix that the runs name too.',
    )
    .option(
      '--concurrency <N>',
      'How many letters at the same time. Default: what the machine bears.',
      readCount,
    )
    .option('--encoder <NAME,…>', 'Only letters of these encoders. Default: all encoders that are here.')
    .option(
      '--engine <NAME>',
      'What does the arithmetic: only letters of runs that name the same engine are taken. Takes cpu, auto, webgpu, cuda, coreml, directml or tfjs. Default: cpu.',
      readEngine,
    )
    .option('--limit-minutes <N>', 'How long one letter may take before it is given up.', Number)
    .option(
      '--ready-file <FILE>',
      'A file that is there while letters can be taken, for probes of readiness.',
    )
    .action(action(work));
}

function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('Expected a whole number from 1 on; change it.');
  return count;
}

function readEngine(name: string): EngineName {
  const known = engineNames.find((each) => each === name);
  if (known === undefined) throw new InvalidArgumentError(`Expected ${engineNames.join(' or ')}; change it.`);
  return known;
}

interface WorkFlags {
  readonly redis: string;
  readonly store: string;
  readonly concurrency?: number;
  readonly encoder?: string;
  readonly engine?: EngineName;
  readonly limitMinutes?: number;
  readonly readyFile?: string;
}

async function work({ encoder, readyFile, ...options }: WorkFlags): Promise<number> {
  let draining = false;
  const setReady = (ready: boolean): void => {
    if (readyFile === undefined) return;
    if (ready && !draining) writeFileSync(readyFile, `${process.pid}\n`);
    else rmSync(readyFile, { force: true });
  };
  const worker = await startWorker({
    ...options,
    encoders: encoder?.split(','),
    onEvent: (event) => {
      if (event.kind === 'connection') setReady(event.connected);
      console.log(describeEvent(event));
    },
  });
  const encoders = worker.encoders.join(', ');
  console.log(`ready: ${worker.engine}, ${encoders}; ${worker.concurrency} at a time`);
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      const force = draining;
      draining = true;
      setReady(false);
      console.log(force ? 'leaving' : 'finishing the letters at work');
      worker.close(force).then(() => resolve(force ? interrupted : done), reject);
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
}

function describeEvent(event: WorkerEvent): string {
  if (event.kind === 'connection')
    return event.connected ? 'connected' : 'connection lost; it is tried again';
  const name = `${printable(event.letter)} (${event.job.slice(0, 8)})`;
  if (event.kind === 'started') return `${name}: started`;
  if (event.kind === 'done') return `${name}: done in ${describeDuration(event.seconds)}`;
  return `${name}: failed: ${printable(event.message)}`;
}

/** A line for each letter, one for who works there, one that sums up. */
export function describeStatus({ out, letters, holder, journalFaults }: RunStatus): string {
  const count = (state: LetterStatus['state']): number =>
    letters.filter((letter) => letter.state === state).length;
  const sum = (['current', 'kept', 'outdated', 'missing'] as const)
    .filter((state) => count(state) > 0)
    .map((state) => `${count(state)} ${state}`)
    .join(', ');
  const width = Math.max(...letters.map(({ artwork }) => nameArtwork(artwork).length));
  return [
    ...letters.map((letter) => describeLetter(letter, width)),
    ...(holder === undefined
      ? []
      : [
          holder.alive
            ? `process ${holder.pid} on ${printable(holder.host)} works here since ${holder.since}`
            : `process ${holder.pid} on ${printable(holder.host)} was ended here; the next run goes on`,
        ]),
    ...(journalFaults.length === 0 ? [] : [`damaged lines of the journal: ${journalFaults.join(', ')}`]),
    `${nameFile(out)}: ${sum}`,
  ].join('\n');
}

function describeLetter({ letter, state, artwork, ...more }: LetterStatus, width: number): string {
  const words = [
    ...(more.inWork ? ['in work'] : []),
    ...(more.checkpoint ? ['goes on from a checkpoint'] : []),
    ...(more.failure === undefined ? [] : [`failed: ${printable(more.failure)}`]),
  ];
  return `${letter}  ${state.padEnd(8)}  ${nameArtwork(artwork).padEnd(width)}  ${words.join('; ')}`.trimEnd();
}

export function describeCleaned(cleaned: Cleaned, dryRun: boolean): string {
  const { results, checkpoints, pictures, leftovers, bytes } = cleaned;
  const what = `${results} results, ${checkpoints} checkpoints, ${pictures} pictures, ${leftovers} leftovers`;
  const megabytes = (bytes / 1e6).toFixed(1);
  return dryRun ? `would remove ${what}: ${megabytes} MB` : `removed ${what}: ${megabytes} MB`;
}
