import { parentPort, workerData } from 'node:worker_threads';
import type { Executable } from './contract.js';
import { createCutter, ownValues } from './crew.js';
import { busyRuns, type CrewReply, type CrewRequest, type CrewState, stopping } from './crew-wire.js';
import { openModel } from './onnxruntime.js';

/*
 * The entry file of a thread of a crew.
 */

const port = parentPort!;
const state: CrewState = workerData;
const programs = new Map<number, { executable: Executable; cut: ReturnType<typeof createCutter> }>();

async function answer(request: CrewRequest): Promise<CrewReply> {
  if (request.kind === 'compile') {
    programs.set(request.program, { executable: await openModel(request.model, 1), cut: createCutter() });
    return { kind: 'done' };
  }
  const { executable, cut } = programs.get(request.program)!;
  if (request.kind === 'release') {
    programs.delete(request.program);
    await executable.release();
    return { kind: 'done' };
  }
  return { kind: 'results', values: ownValues(await executable.run(cut(request.feeds))) };
}

port.on('message', async (request: (CrewRequest & { readonly id: number }) | { readonly kind: 'stop' }) => {
  // Ends this thread only.
  if (request.kind === 'stop') process.exit();
  Atomics.add(state, busyRuns, 1);
  // The process is on its way out, and must not find this thread inside of native code.
  const reply =
    Atomics.load(state, stopping) === 1
      ? undefined
      : await answer(request).catch(
          (error): CrewReply => ({ kind: 'failed', message: String(error.message) }),
        );
  Atomics.sub(state, busyRuns, 1);
  Atomics.notify(state, busyRuns);
  if (reply === undefined) return;
  const buffers = reply.kind === 'results' ? Object.values(reply.values).map(({ buffer }) => buffer) : [];
  port.postMessage({ ...reply, id: request.id }, buffers as ArrayBuffer[]);
});
