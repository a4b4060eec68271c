import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseWorkers } from '../../../src/plan/workers.js';
import { createLocalScheduler, WorkerProcess } from '../../../src/work/schedule/index.js';
import { trialEntry } from '../../contract/scheduler.js';
import type { TrialJob, TrialResult } from '../../contract/scheduler-worker.js';

describe('the time of a job', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abecedary-schedule-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('ends it with a sentence, once and for all, and lets the others go on', async () => {
    const scheduler = createLocalScheduler<TrialJob, number, TrialResult>({
      entry: trialEntry,
      workers: 1,
      limitMs: 4000,
      pauseMs: 1,
    });
    const log = join(folder, 'log');
    const outcomes = await scheduler.run([
      { id: 'a', act: 'spin', log },
      { id: 'b', act: 'echo', log },
    ]);
    await scheduler.close();
    expect(outcomes).toMatchObject([
      {
        status: 'failed',
        error: {
          code: 'engine',
          retryable: false,
          message:
            'Expected a result within 4 s, got none; give it more time (schedule.limitMinutes) or make it smaller.',
        },
      },
      { status: 'done' },
    ]);
  });
});

describe('a process whose job failed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abecedary-schedule-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is not asked again where another try may succeed, and is kept where none would', async () => {
    const scheduler = createLocalScheduler<TrialJob, number, TrialResult>({
      entry: trialEntry,
      workers: 1,
      pauseMs: 1,
    });
    const log = join(folder, 'log');
    const outcomes = await scheduler.run([
      { id: 'before', act: 'echo', log },
      { id: 'refused', act: 'refuse', log },
      { id: 'between', act: 'echo', log },
      { id: 'again', act: 'retryable-once', log },
    ]);
    await scheduler.close();
    const [before, refused, between, again] = outcomes.map((outcome) =>
      outcome.status === 'done' ? outcome.result.process : outcome.status,
    );
    expect(refused).toBe('failed');
    expect(between).toBe(before);
    expect(again).not.toBe(before);
  });
});

describe('the number of letters side by side', () => {
  const cpu = { provider: 'cpu', valuesPerPixel: 78 };
  const gpu = { provider: 'webgpu', valuesPerPixel: 78 };
  it.each([
    ['as many as there are cores', cpu, 400, { cores: 8, freeBytes: 64e9 }, 8],
    ['as many as the memory bears', cpu, 200, { cores: 8, freeBytes: 1.6e9 }, 4],
    [
      'fewer that are just not painted in tiles',
      cpu,
      1024,
      { cores: 8, freeBytes: 8e9 },
      process.arch === 'x64' ? 6 : 3,
    ],
    ['fewer large ones', cpu, 1600, { cores: 8, freeBytes: 5e9 }, 3],
    ['fewer with a large encoder', { ...cpu, valuesPerPixel: 420 }, 400, { cores: 8, freeBytes: 2e9 }, 1],
    ['at least one', cpu, 4096, { cores: 2, freeBytes: 1e8 }, 1],
    ['one on a GPU that nothing is known of', gpu, 400, { cores: 8, freeBytes: 64e9 }, 1],
    [
      'as many as there are cores for a large GPU',
      gpu,
      400,
      { cores: 8, freeBytes: 64e9, gpuBytes: 40e9 },
      8,
    ],
    ['as many as the memory of a GPU bears', gpu, 400, { cores: 8, freeBytes: 64e9, gpuBytes: 4e9 }, 3],
    ['fewer where each makes a batch', gpu, 400, { cores: 8, freeBytes: 64e9, gpuBytes: 8e9, letters: 5 }, 2],
    [
      'one with TensorFlow on a GPU',
      { ...gpu, provider: 'tensorflow' },
      400,
      { cores: 8, freeBytes: 64e9, gpuBytes: 40e9 },
      1,
    ],
  ])('is %s', (_, engine, sizePx, machine, expected) => {
    expect(chooseWorkers(engine, sizePx, machine)).toBe(expected);
  });
});

describe('a spare process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'abecedary-schedule-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const settings = { entry: trialEntry, workers: 1, pauseMs: 1 };
  const job = { id: 'a', act: 'echo', log: join(folder, 'log') } as const;

  it('does the first job, and ends with the others', async () => {
    const spare = new WorkerProcess<TrialJob, number, TrialResult>(trialEntry, 1);
    const scheduler = createLocalScheduler<TrialJob, number, TrialResult>({ ...settings, spare });
    const running = scheduler.run([job]);
    await expect.poll(() => spare.jobs, { interval: 1, timeout: 5000 }).toBe(1);
    expect(await running).toMatchObject([{ status: 'done' }]);
    await scheduler.close();
    await spare.closed;
    expect(spare.hasRoom).toBe(false);
  });

  it('is let go of where it has not as many places as are wanted', async () => {
    const spare = new WorkerProcess<TrialJob, number, TrialResult>(trialEntry, 1);
    const scheduler = createLocalScheduler<TrialJob, number, TrialResult>({
      ...{ ...settings, spare },
      jobsPerWorker: 2,
    });
    await spare.closed;
    await scheduler.close();
  });
});
