const graceMs = 800;
const echoMs = 250;

/**
 * Calls `stop` at the first Ctrl-C (SIGINT, or SIGTERM) or when nobody reads stdout any more. A second Ctrl-C ends the
 * process at once, and so does the end of the grace time if the work has not stopped by itself. Returns a function that
 * ends the listening; once `stop` was called the process is on its way out, and listening goes on.
 */
export function onInterrupt(stop: () => void): () => void {
  let heardMs: number | undefined;
  let grace: NodeJS.Timeout | undefined;
  const hear = () => {
    if (heardMs === undefined) {
      heardMs = performance.now();
      grace = setTimeout(endProcess, graceMs);
      stop();
    } else if (performance.now() - heardMs > echoMs) {
      // Sooner it is an echo: npm hands on the Ctrl-C that the terminal has already sent to all of its processes.
      endProcess();
    }
  };
  process.on('SIGINT', hear).on('SIGTERM', hear);
  process.stdout.once('error', hear);
  return () => {
    if (grace !== undefined) return;
    process.off('SIGINT', hear).off('SIGTERM', hear);
    process.stdout.off('error', hear);
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
