import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createLocalScheduler } from '../../../src/work/schedule/local.js';
import { describeScheduler, trialEntry } from '../../contract/scheduler.js';
import type { TrialJob, TrialResult } from '../../contract/scheduler-worker.js';

const create = (workers: number) =>
  createLocalScheduler<TrialJob, number, TrialResult>({
    entry: trialEntry,
    workers,
    pauseMs: 1,
  });

describeScheduler('the local scheduler', create);

/** All jobs in one process, where the others are given several. */
describeScheduler('the local scheduler with several jobs in a process', (workers) =>
  createLocalScheduler<TrialJob, number, TrialResult>({
    entry: trialEntry,
    workers: 1,
    jobsPerWorker: workers,
    pauseMs: 1,
  }),
);

describe('the local scheduler', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abecedary-schedule-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const echo = (id: string): TrialJob => ({ id, act: 'echo', log: join(folder, 'log') });

  it('keeps its processes for later jobs, and never has more than it was given', async () => {
    const scheduler = create(2);
    const outcomes = [
      ...(await scheduler.run(['a', 'b', 'c', 'd', 'e', 'f'].map(echo))),
      ...(await scheduler.run(['g', 'h'].map(echo))),
    ];
    await scheduler.close();
    const processes = outcomes.map((outcome) => outcome.status === 'done' && outcome.result.process);
    expect(new Set(processes).size).toBeLessThanOrEqual(2);
    expect(processes).not.toContain(false);
  });

  it('puts jobs together in a process, and tries by itself what failed beside others', async () => {
    const scheduler = createLocalScheduler<TrialJob, number, TrialResult>({
      entry: trialEntry,
      workers: 1,
      jobsPerWorker: 3,
      pauseMs: 1,
    });
    const gate = (id: string): TrialJob => ({ ...echo(id), act: 'gate' });
    const [first, second, third] = await scheduler.run(['i', 'j', 'k'].map(gate));
    const shared = first?.status === 'done' && first.result.process;
    expect([second, third]).toMatchObject([
      { status: 'done', result: { process: shared } },
      { status: 'done', result: { process: shared } },
    ]);
    const outcomes = await scheduler.run([gate('l'), { ...echo('m'), act: 'exit' }, gate('n')]);
    await scheduler.close();
    expect(outcomes).toMatchObject([
      { status: 'done' },
      { status: 'failed', error: { code: 'engine' } },
      { status: 'done' },
    ]);
  });

  it('says why when the worker module cannot be loaded', async () => {
    const scheduler = createLocalScheduler<TrialJob, number, TrialResult>({
      entry: new URL('./no-such-worker.js', import.meta.url),
      workers: 1,
      pauseMs: 1,
    });
    const [outcome] = await scheduler.run([echo('a')]);
    await scheduler.close();
    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'engine' } });
    expect(outcome?.status === 'failed' && outcome.error.message).toContain('no-such-worker');
  });
});
