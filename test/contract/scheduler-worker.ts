import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { AbecedaryError } from '../../src/base/errors.js';
import { serveJobs } from '../../src/work/schedule/serve.js';
import { openFolderStore } from '../../src/work/store/index.js';

/** A job of the contract suite; each attempt leaves a line in `log`, so that attempts can be counted from outside. */
export interface TrialJob {
  readonly id: string;
  readonly act:
    | 'echo'
    | 'count'
    | 'refuse'
    | 'always-retryable'
    | 'retryable-once'
    | 'bug'
    | 'not-an-error'
    | 'unsendable'
    | 'exit'
    | 'exit-once'
    | 'uncaught'
    | 'memory'
    | 'crash'
    | 'wait'
    | 'gate'
    | 'steps'
    | 'keep'
    | 'spin';
  readonly log: string;
  readonly text?: string;
}

export interface TrialResult {
  readonly text: string;
  readonly process: number;
}

serveJobs<TrialJob, number, TrialResult>(async (job, { report }) => {
  appendFileSync(job.log, `${job.id}\n`);
  const attempt = readFileSync(job.log, 'utf8')
    .split('\n')
    .filter((line) => line === job.id).length;
  const result = { text: job.text ?? '', process: process.pid };
  switch (job.act) {
    case 'echo':
      return result;
    case 'count':
      for (let step = 1; step <= 5; step++) report(step);
      return result;
    case 'refuse':
      throw new AbecedaryError('artwork', 'Expected a picture, got a poem; choose another.', {
        cause: new RangeError('not a picture'),
      });
    case 'always-retryable':
      throw new AbecedaryError('engine', 'Never works.', { retryable: true });
    case 'retryable-once':
      if (attempt === 1) throw new AbecedaryError('engine', 'Works the next time.', { retryable: true });
      return result;
    case 'bug':
      return (undefined as unknown as { reach(): TrialResult }).reach();
    case 'not-an-error':
      throw 'a bare string';
    case 'unsendable':
      return { ...result, callback: () => 1 } as TrialResult;
    case 'exit':
      return process.exit(3);
    case 'exit-once':
      return attempt === 1 ? process.exit(3) : result;
    case 'uncaught':
      setImmediate(() => {
        throw new TypeError('nobody catches this');
      });
      return delay(60_000, result);
    case 'memory': {
      const hoard: number[][] = [];
      for (;;) hoard.push(new Array<number>(100_000).fill(hoard.length));
    }
    case 'crash':
      // As a fault in native code does.
      process.kill(process.pid, 'SIGSEGV');
      return delay(60_000, result);
    case 'gate':
      report(1);
      // Long enough for an answer to come to those who wait.
      return delay(200, result);
    case 'steps': {
      // Each step is kept before it is told, as a letter keeps its scales.
      const kept = `${job.log}.steps`;
      for (let step = existsSync(kept) ? Number(readFileSync(kept, 'utf8')) + 1 : 1; step <= 4; step++) {
        writeFileSync(kept, String(step));
        report(step);
        await delay(step === 2 && attempt === 1 ? 60_000 : 0);
      }
      return result;
    }
    case 'keep': {
      const store = openFolderStore(`${job.log}.store`);
      const made = new TextEncoder().encode(`made by ${process.pid}`);
      // Both are at work before one of them keeps anything.
      while (readFileSync(job.log, 'utf8').split('\n').length < 3) await delay(5);
      await store.writeRecord(job.id, made, { first: true });
      return { ...result, text: new TextDecoder().decode(await store.readRecord(job.id)) };
    }
    case 'wait':
      report(1);
      return delay(60_000, result);
    case 'spin':
      report(1);
      // Blocks the process, as arithmetic does.
      for (;;) writeFileSync(`${job.log}.spin`, 'x');
  }
});
