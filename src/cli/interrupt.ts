import { interrupted, reportError } from './exit-codes.js';

const graceMs = 800;
const echoMs = 250;

/**
 * Does work that the first Ctrl-C (SIGINT, or SIGTERM) stops, as does a reader of stdout that goes away: `onStop` is called,
 * and the signal given. Returns the exit code, and reports what the work throws. A second Ctrl-C ends the process at once,
 * and so does the end of the grace time if the work has not stopped by itself.
 */
export async function untilInterrupted(
  onStop: () => void,
  work: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const stopping = new AbortController();
  const ignoreInterrupts = onInterrupt(() => {
    onStop();
    stopping.abort();
  });
  try {
    return await work(stopping.signal);
  } catch (error) {
    return stopping.signal.aborted ? interrupted : reportError(error);
  } finally {
    ignoreInterrupts();
  }
}

/**
 * Calls `stop` once, and returns a function that ends the listening; once `stop` was called the process is on its way out,
 * and listening goes on.
 */
function onInterrupt(stop: () => void): () => void {
  let stoppedMs: number | undefined;
  let grace: NodeJS.Timeout | undefined;
  const stopOrEnd = () => {
    if (stoppedMs === undefined) {
      stoppedMs = performance.now();
      grace = setTimeout(endProcess, graceMs);
      stop();
    } else if (performance.now() - stoppedMs > echoMs) {
      // Sooner it is an echo: npm hands on the Ctrl-C that the terminal has already sent to all of its processes.
      endProcess();
    }
  };
  process.on('SIGINT', stopOrEnd).on('SIGTERM', stopOrEnd);
  process.stdout.once('error', stopOrEnd);
  return () => {
    if (grace !== undefined) return;
    process.off('SIGINT', stopOrEnd).off('SIGTERM', stopOrEnd);
    process.stdout.off('error', stopOrEnd);
  };
}

/**
 * Dies of SIGINT, which a shell reports as 130. `process.exit` would wait for a worker thread that is deep inside of
 * native code, and that may take seconds for a large picture.
 */
function endProcess(): void {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
}
