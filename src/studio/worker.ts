import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AbecedaryError, type ErrorCode } from '../base/errors.js';
import { loaderOf, workerEntry } from '../base/worker-entry.js';
import type { WorkerAnswers, WorkerTask } from './worker-tasks.js';

/** A process that opens what came from outside and does arithmetic, so that neither can hurt or hold up the server. */
export interface StudioWorker {
  /** Does one task after the other. Throws what the task throws, and `artwork` for one that takes too long or ends the process. */
  do<Kind extends WorkerTask['kind']>(
    task: Extract<WorkerTask, { kind: Kind }>,
  ): Promise<WorkerAnswers[Kind]>;
  close(): void;
}

/** What comes back over the channel. */
export interface WorkerReply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

const limitMs = 300_000;
const youngSpace = '--max-semi-space-size=64';

export function openWorker(): StudioWorker {
  const entry = workerEntry('studio-worker', import.meta.url);
  const asked = new Map<number, Asked>();
  let child: ChildProcess | undefined;
  let count = 0;
  const fail = (message: string): void => {
    child?.kill('SIGKILL');
    child = undefined;
    for (const { reject, timer } of asked.values()) {
      clearTimeout(timer);
      reject(new AbecedaryError('artwork', message));
    }
    asked.clear();
  };
  const start = (): ChildProcess => {
    const started = fork(fileURLToPath(entry), [], {
      // Small arrays come and go by the thousand while a letter is looked for.
      execArgv: [youngSpace, ...loaderOf(entry)],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    started.on('message', ({ id, value, error }: WorkerReply) => {
      const { resolve, reject, timer } = asked.get(id)!;
      asked.delete(id);
      clearTimeout(timer);
      if (error === undefined) resolve(value);
      else reject(new AbecedaryError(error.code, error.message));
    });
    started.on('exit', () => {
      if (child === started)
        fail('Expected a file that can be opened, but opening it ended the process; try another one.');
    });
    return started;
  };
  return {
    do: (task) =>
      new Promise((resolve, reject) => {
        child ??= start();
        const id = count++;
        const timer = setTimeout(
          () =>
            fail('Expected a file that is opened in minutes, got one that takes longer; try a smaller one.'),
          limitMs,
        );
        asked.set(id, { resolve: resolve as (value: unknown) => void, reject, timer });
        child.send({ id, task });
      }),
    close: () => fail('The studio is closed.'),
  };
}
