import type { Worker } from 'node:worker_threads';
import { AbecedaryError } from '../base/errors.js';
import { startThread, workerEntry } from '../base/worker-entry.js';
import type { Crew } from './crew.js';
import { busyRuns, type CrewReply, type CrewRequest, type CrewState, stopping } from './crew-wire.js';
import { lower } from './onnx/lower.js';

/**
 * A crew of threads, each with one thread of arithmetic: results are to the byte those of a crew of one. The threads start
 * with the first program.
 */
export function threadCrew(size: number): Crew {
  const state: CrewState = new Int32Array(new SharedArrayBuffer(8));
  const idle: Worker[] = [];
  const waiting: ((thread: Worker) => void)[] = [];
  let threads: readonly Worker[] = [];
  let programs = 0;

  const start = (): void => {
    if (threads.length > 0) return;
    const entry = workerEntry('crew-thread', import.meta.url);
    threads = Array.from({ length: size }, () => startThread(entry, { workerData: state }));
    for (const thread of threads) thread.setMaxListeners(0);
    idle.push(...threads);
    process.on('exit', letFinish);
  };
  /** A thread that is cut off inside of native code takes the whole process with it. */
  const letFinish = (): void => {
    Atomics.store(state, stopping, 1);
    for (let busy = Atomics.load(state, busyRuns); busy > 0; busy = Atomics.load(state, busyRuns))
      Atomics.wait(state, busyRuns, busy, 1000);
  };
  const take = async (): Promise<Worker> =>
    idle.pop() ?? new Promise<Worker>((resolve) => waiting.push(resolve));
  const giveBack = (thread: Worker): void => {
    const next = waiting.shift();
    if (next === undefined) idle.push(thread);
    else next(thread);
  };

  const allocate = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));

  return {
    // One waits for a thread, so that no thread waits for one.
    runsAtOnce: size + 1,
    allocate,
    share: (values) => {
      if (values.buffer instanceof SharedArrayBuffer) return values;
      const shared = allocate(values.length);
      shared.set(values);
      return shared;
    },
    compile: async (program) => {
      start();
      const at = programs++;
      const model = lower(program);
      await Promise.all(threads.map((thread) => ask(thread, { kind: 'compile', program: at, model })));
      return {
        run: async (feeds) => {
          const thread = await take();
          try {
            const reply = await ask(thread, { kind: 'run', program: at, feeds });
            return reply.kind === 'results' ? reply.values : {};
          } finally {
            giveBack(thread);
          }
        },
        release: async () => {
          await Promise.all(threads.map((thread) => ask(thread, { kind: 'release', program: at })));
        },
      };
    },
    close: async () => {
      process.off('exit', letFinish);
      const ended = threads.map((thread) => new Promise((resolve) => thread.once('exit', resolve)));
      for (const thread of threads) thread.postMessage({ kind: 'stop' });
      await Promise.all(ended);
      threads = [];
      idle.length = 0;
    },
  };
}

let asked = 0;

/** Throws AbecedaryError `engine` when the thread fails or dies. */
function ask(thread: Worker, request: CrewRequest): Promise<CrewReply> {
  const id = asked++;
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      thread.off('message', hear).off('error', fail).off('exit', mourn);
      act();
    };
    const refuse = (message: string, cause?: unknown): void =>
      settle(() => reject(new AbecedaryError('engine', message, { cause, retryable: true })));
    const hear = (reply: CrewReply & { readonly id: number }): void => {
      if (reply.id !== id) return;
      if (reply.kind === 'failed') refuse(reply.message);
      else settle(() => resolve(reply));
    };
    const fail = (cause: Error): void =>
      refuse(
        `Expected a result, but a thread of the style transfer failed (${cause.message}); run it again.`,
        cause,
      );
    const mourn = (): void =>
      refuse('Expected a result, but a thread of the style transfer ended; run it again.');
    thread.on('message', hear).on('error', fail).on('exit', mourn);
    thread.postMessage({ ...request, id });
  });
}
