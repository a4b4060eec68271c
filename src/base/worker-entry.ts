import { Worker, type WorkerOptions } from 'node:worker_threads';

/**
 * The URL of the module `name` (without ending) that lies beside the calling module, with the calling module's own
 * ending: `workerEntry('letter-worker', import.meta.url)`.
 */
export function workerEntry(name: string, caller: string): URL {
  return new URL(`./${name}${caller.endsWith('.ts') ? '.ts' : '.js'}`, caller);
}

/** Starts a thread with a module of ours: compiled (`.js`) or, in a checkout, its source (`.ts`). */
export function startThread(entry: URL, options: WorkerOptions = {}): Worker {
  return new Worker(entry.pathname.endsWith('.ts') ? throughTsx(entry) : entry, options);
}

/**
 * A module that loads a TypeScript source: on Node 20 a thread takes over neither tsx from the process (which may as
 * well be a test runner without it) nor its loader from `--import`.
 */
function throughTsx(entry: URL): URL {
  const loader = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  const program = `import { register } from ${loader};
register();
await import(${JSON.stringify(entry.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(program)}`);
}
