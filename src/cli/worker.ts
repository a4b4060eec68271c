import { rmSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { printable } from '../base/printable.js';
import type { EngineName, WorkerEvent } from '../index.js';
import type { Action, Product } from './action.js';
import { done, interrupted } from './exit-codes.js';
import { readCount, readEngine, readLimit } from './flag-values.js';
import { say } from './say.js';
import { describeDuration } from './words.js';

/** Adds `worker`. */
export function addWorkerCommand(program: Command, action: Action): void {
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
    .option(
      '--store-key <FILE>',
      'A file with the key that the runs have too. Default: ABECEDARY_STORE_KEY of the environment.',
    )
    .option(
      '--limit-minutes <N>',
      'How long one letter may take before it is given up; 0 sets no limit. Default: 240.',
      readLimit,
    )
    .option('--limit-megapixels <N>', 'How large one picture may be. Default: 24.', readLimit)
    .option(
      '--cache-megabytes <N>',
      'How much of the ingredients of earlier letters is kept on the disk. Default: 2000.',
      readLimit,
    )
    .option(
      '--ready-file <FILE>',
      'A file that is there while letters can be taken, for probes of readiness.',
    )
    .action(action(work));
}

interface WorkFlags {
  readonly redis: string;
  readonly store: string;
  readonly concurrency?: number;
  readonly encoder?: string;
  readonly engine?: EngineName;
  readonly storeKey?: string;
  readonly limitMinutes?: number;
  readonly limitMegapixels?: number;
  readonly cacheMegabytes?: number;
  readonly readyFile?: string;
}

async function work(
  { startWorker }: Product,
  { encoder, readyFile, ...options }: WorkFlags,
): Promise<number> {
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
      say(describeEvent(event));
    },
  });
  const encoders = worker.encoders.join(', ');
  if (!worker.hasKey)
    say(
      'note: the store has no key, so whoever may write into it may pass anything off as a result; give runs and workers the same --store-key (docs/scale.md)',
    );
  say(`ready: ${worker.engine}, ${encoders}; ${worker.concurrency} at a time`);
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      const force = draining;
      draining = true;
      setReady(false);
      say(force ? 'leaving' : 'finishing the letters at work');
      worker.close(force).then(() => resolve(force ? interrupted : done), reject);
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  });
}

function describeEvent(event: WorkerEvent): string {
  if (event.kind === 'connection')
    return event.connected ? 'connected' : 'connection lost; it is tried again';
  if (event.kind === 'refused') return `refused: ${printable(event.message)}`;
  const name = `${printable(event.letter)} (${event.job.slice(0, 8)})`;
  if (event.kind === 'started') return `${name}: started`;
  if (event.kind === 'done') return `${name}: done in ${describeDuration(event.seconds)}`;
  return `${name}: failed: ${printable(event.message)}`;
}
