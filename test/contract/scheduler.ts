import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AbecedaryError } from '../../src/base/errors.js';
import type { Outcome, Scheduler } from '../../src/work/schedule/contract.js';
import type { TrialJob, TrialResult } from './scheduler-worker.js';

export type TrialScheduler = Scheduler<TrialJob, number, TrialResult>;

/** The worker module of the suite, for the factory to start. */
export const trialEntry = new URL('./scheduler-worker.ts', import.meta.url);

/** What every scheduler must do. `create` makes a fresh one with as many workers as asked for, which run `trialEntry`. */
export function describeScheduler(
  name: string,
  create: (workers: number) => TrialScheduler | Promise<TrialScheduler>,
): void {
  describe(`${name} keeps the contract of a scheduler`, () => {
    let folder = '';
    let scheduler: TrialScheduler | undefined;

    beforeEach(() => {
      // Of the workers, so that they soon run out of it.
      vi.stubEnv('NODE_OPTIONS', '--max-old-space-size=64');
      folder = mkdtempSync(join(tmpdir(), 'abecedary-schedule-'));
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      await scheduler?.close();
      scheduler = undefined;
      rmSync(folder, { recursive: true, force: true });
    });

    const open = async (workers: number): Promise<TrialScheduler> => {
      scheduler = await create(workers);
      return scheduler;
    };
    const job = (id: string, act: TrialJob['act'], text = id): TrialJob => ({
      id,
      act,
      text,
      log: join(folder, 'log'),
    });
    const attempts = (): string[] => readFileSync(join(folder, 'log'), 'utf8').trim().split('\n');
    const errorOf = (outcome: Outcome<TrialResult> | undefined): Error => {
      if (outcome?.status !== 'failed') throw new Error(`expected a failure, got ${JSON.stringify(outcome)}`);
      return outcome.error;
    };

    it('gives one outcome for each job, in the order of the jobs', async () => {
      const outcomes = await (await open(2)).run(
        ['c', 'a', 'b', 'd', 'e'].map((id) => job(id, 'echo', `text of ${id}`)),
      );
      expect(outcomes.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd', 'e']);
      expect(outcomes).toMatchObject(
        ['c', 'a', 'b', 'd', 'e'].map((id) => ({ status: 'done', result: { text: `text of ${id}` } })),
      );
    });

    it('starts jobs in their order', async () => {
      await (await open(1)).run(['c', 'a', 'b'].map((id) => job(id, 'echo')));
      expect(attempts()).toEqual(['c', 'a', 'b']);
    });

    it('has nothing to do for no jobs', async () => {
      expect(await (await open(1)).run([])).toEqual([]);
    });

    it('refuses two jobs with the same id', async () => {
      await expect((await open(1)).run([job('a', 'echo'), job('a', 'echo')])).rejects.toThrow(RangeError);
    });

    it('tells each outcome once, when it is there', async () => {
      const told: string[] = [];
      await (await open(1)).run([job('a', 'echo'), job('b', 'refuse'), job('c', 'echo')], {
        onOutcome: ({ id, status }) => told.push(`${id} ${status}`),
      });
      expect(told).toEqual(['a done', 'b failed', 'c done']);
    });

    it('passes reports on in order, under the id of their job', async () => {
      const heard: Record<string, number[]> = { a: [], b: [] };
      await (await open(2)).run([job('a', 'count'), job('b', 'count')], {
        onProgress: (id, step) => heard[id]?.push(step),
      });
      expect(heard).toEqual({ a: [1, 2, 3, 4, 5], b: [1, 2, 3, 4, 5] });
    });

    it('goes on with the other jobs when one fails, and keeps what its error said', async () => {
      const outcomes = await (await open(2)).run([job('a', 'refuse'), job('b', 'echo'), job('c', 'echo')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'done', 'done']);
      const error = errorOf(outcomes[0]);
      expect(error).toBeInstanceOf(AbecedaryError);
      expect(error).toMatchObject({ code: 'artwork', retryable: false });
      expect(error.message).toBe('Expected a picture, got a poem; choose another.');
      expect(error.cause).toMatchObject({ name: 'RangeError', message: 'not a picture' });
    });

    it('keeps the stack of a bug, and does not call it one of our errors', async () => {
      const [outcome] = await (await open(1)).run([job('a', 'bug')]);
      const error = errorOf(outcome);
      expect(error).not.toBeInstanceOf(AbecedaryError);
      expect(error.name).toBe('TypeError');
      expect(error.stack).toContain('scheduler-worker');
    });

    it('makes an error of a thrown value that is none', async () => {
      const [outcome] = await (await open(1)).run([job('a', 'not-an-error')]);
      expect(errorOf(outcome).message).toContain('a bare string');
    });

    it('fails a job whose result is not plain data', async () => {
      const outcomes = await (await open(1)).run([job('a', 'unsendable'), job('b', 'echo')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'done']);
    });

    it('tries a job again when its error is retryable', async () => {
      const outcomes = await (await open(1)).run([job('a', 'retryable-once'), job('b', 'echo')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
      expect(attempts().sort()).toEqual(['a', 'a', 'b']);
    });

    it('tries once more only, and never where the error is not retryable', async () => {
      const outcomes = await (await open(1)).run([
        job('a', 'always-retryable'),
        job('b', 'refuse'),
        job('c', 'bug'),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
      expect(attempts().sort()).toEqual(['a', 'a', 'b', 'c']);
    });

    it('replaces a worker that ends in the middle of a job, and tries the job again', async () => {
      const outcomes = await (await open(1)).run([job('a', 'exit-once'), job('b', 'echo')]);
      expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
      expect(attempts().sort()).toEqual(['a', 'a', 'b']);
    });

    it.each([
      ['exit', 'exit code 3'],
      ['uncaught', 'nobody catches this'],
      ['memory', 'out of memory'],
      ['crash', 'crashed (SIGSEGV)'],
    ] as const)('fails only the job whose worker keeps dying (%s), and says why', async (act, reason) => {
      const outcomes = await (await open(2)).run([
        job('a', act),
        job('b', 'echo'),
        job('c', 'echo'),
        job('d', 'echo'),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'done', 'done', 'done']);
      const error = errorOf(outcomes[0]);
      expect(error).toMatchObject({ code: 'engine', retryable: true });
      expect(error.message).toContain(reason);
      expect(attempts().filter((id) => id === 'a')).toHaveLength(2);
    });

    it.each(['wait', 'spin'] as const)(
      'stops at once when asked to, even in the middle of a job (%s)',
      async (act) => {
        const stop = new AbortController();
        const told: string[] = [];
        const run = (await open(1)).run([job('a', 'echo'), job('b', act), job('c', 'echo')], {
          signal: stop.signal,
          onProgress: () => stop.abort(),
          onOutcome: ({ id }) => told.push(id),
        });
        await expect(run).rejects.toMatchObject({ name: 'AbecedaryError', code: 'aborted' });
        expect(told).toEqual(['a']);
        expect(attempts()).toEqual(['a', 'b']);
      },
    );

    it('starts nothing when it was asked to stop before', async () => {
      const run = (await open(1)).run([job('a', 'echo')], { signal: AbortSignal.abort() });
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
      expect(attempts).toThrow('ENOENT');
    });

    it('can run again after it was stopped', async () => {
      const stop = new AbortController();
      const schedulerAtWork = await open(1);
      const run = schedulerAtWork.run([job('a', 'wait')], {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      });
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
      expect(await schedulerAtWork.run([job('b', 'echo')])).toMatchObject([{ id: 'b', status: 'done' }]);
    });

    it('stops one run without touching another', async () => {
      const stop = new AbortController();
      const both = await open(2);
      const stopped = both.run([job('a', 'wait')], { signal: stop.signal, onProgress: () => stop.abort() });
      const finished = both.run([job('b', 'count'), job('c', 'count')]);
      await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
      expect(await finished).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    });

    it('stops, and throws what a listener threw', async () => {
      const run = (await open(1)).run([job('a', 'wait'), job('b', 'echo')], {
        onProgress: () => {
          throw new SyntaxError('a broken listener');
        },
      });
      await expect(run).rejects.toThrow(new SyntaxError('a broken listener'));
      expect(attempts()).toEqual(['a']);
    });

    it('starts a job that is preferred before the others that wait', async () => {
      const trial = await open(1);
      const run = trial.run(
        ['a', 'b', 'c', 'd'].map((id) => job(id, id === 'a' ? 'gate' : 'echo')),
        {
          onProgress: () => {
            trial.prefer('d');
            trial.prefer('a');
            trial.prefer('unheard of');
          },
        },
      );
      await run;
      expect(attempts()).toEqual(['a', 'd', 'b', 'c']);
    });

    it('starts nothing while it pauses, and goes on from there', async () => {
      const trial = await open(1);
      trial.pause();
      let ended = false;
      const run = trial.run([job('a', 'echo'), job('b', 'echo')]).then((outcomes) => {
        ended = true;
        return outcomes;
      });
      // Another one does a whole job meanwhile.
      const other = await create(1);
      await other.run([job('other', 'echo')]);
      await other.close();
      expect([ended, attempts()]).toEqual([false, ['other']]);
      trial.resume();
      expect(await run).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    });

    it('stops while it pauses', async () => {
      const trial = await open(1);
      trial.pause();
      const stop = new AbortController();
      const run = trial.run([job('a', 'echo')], { signal: stop.signal });
      stop.abort();
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
      trial.resume();
      expect(await trial.run([job('b', 'echo')])).toMatchObject([{ status: 'done' }]);
    });

    it('goes on where a job was stopped, when it is run again', async () => {
      const stop = new AbortController();
      const trial = await open(1);
      const stopped = trial.run([job('a', 'steps')], {
        signal: stop.signal,
        onProgress: (_, step) => step === 2 && stop.abort(),
      });
      await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
      const steps: number[] = [];
      const again = trial.run([job('a', 'steps')], { onProgress: (_, step) => steps.push(step) });
      expect(await again).toMatchObject([{ status: 'done' }]);
      expect([...steps.slice(0, 1), steps.at(-1)]).toEqual([3, 4]);
    });

    it('leaves one result for each id, also of a job that runs twice at the same time', async () => {
      const [one, other] = [await open(1), await create(1)];
      const outcomes = await Promise.all([one.run([job('a', 'keep')]), other.run([job('a', 'keep')])]);
      await other.close();
      const texts = outcomes.map(([outcome]) => outcome?.status === 'done' && outcome.result.text);
      expect(texts[0]).toMatch(/^made by \d+$/);
      expect(texts[1]).toBe(texts[0]);
      expect(attempts()).toEqual(['a', 'a']);
    });

    it('stops what is running when it is closed', async () => {
      const closed = await open(1);
      const run = closed.run([job('a', 'wait'), job('b', 'echo')], { onProgress: () => void closed.close() });
      await expect(run).rejects.toMatchObject({ code: 'aborted' });
      await expect(closed.run([job('c', 'echo')])).rejects.toMatchObject({ code: 'aborted' });
    });
  });
}
