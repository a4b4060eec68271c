import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { createConfig, lookAtRun, makeThumbnail, openPreviewer } from '../index.js';
import { makeDownload } from './make-download.js';
import type { WorkerReply } from './worker.js';
import type { WorkerAnswers, WorkerTask } from './worker-tasks.js';

const folder = await mkdtemp(join(tmpdir(), 'abecedary-studio-'));
const previewer = openPreviewer(join(folder, 'previews'));

const ways: {
  [Kind in WorkerTask['kind']]: (task: Extract<WorkerTask, { kind: Kind }>) => Promise<WorkerAnswers[Kind]>;
} = {
  thumbnail: ({ file, ...options }) => makeThumbnail(file, options),
  font: async ({ file }) => {
    await lookAtRun(createConfig({ characters: 'A', font: { file }, out: join(folder, 'none') }));
    return true;
  },
  preview: async ({ config, letter, ...options }) => {
    const { file, ...made } = await previewer.preview(config, letter, options);
    return { ...made, picture: new Uint8Array(await readFile(file)) };
  },
  product: ({ config, name }) => makeDownload(config, name),
};

async function answer({
  id,
  task,
}: {
  readonly id: number;
  readonly task: WorkerTask;
}): Promise<WorkerReply> {
  try {
    return { id, value: await ways[task.kind](task as never) };
  } catch (cause) {
    const code = cause instanceof AbecedaryError ? cause.code : 'artwork';
    return { id, error: { code, message: cause instanceof Error ? cause.message : String(cause) } };
  }
}

let last: Promise<unknown> = Promise.resolve();
process.on('message', (asked: { readonly id: number; readonly task: WorkerTask }) => {
  last = last.then(async () => process.send?.(await answer(asked)));
});
// The server has gone.
process.on(
  'disconnect',
  () => void rm(folder, { recursive: true, force: true }).finally(() => process.exit()),
);
