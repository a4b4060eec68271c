import type { AlphabetResult, Progress } from '../index.js';
import { done, interrupted, reportError, someFailed } from './exit-codes.js';
import { onInterrupt } from './interrupt.js';
import type { Screen, View } from './screen.js';
import { createView } from './view.js';
import { describeDuration } from './words.js';

/** What is shown of any run: letters, what is made of them, or a text. */
export interface Followed extends AsyncIterable<Progress> {
  readonly result: Promise<RunResult>;
}

type RunResult = Pick<AlphabetResult, 'rendered' | 'kept' | 'failed' | 'seconds'>;

/** Shows a run on the screen until it ends, or until Ctrl-C stops it, and returns the exit code. */
export async function followRun(
  start: (signal: AbortSignal) => Followed,
  screen: Screen = process.stdout,
): Promise<number> {
  const stopping = new AbortController();
  const view = createView(screen);
  const release = onInterrupt(() => {
    view.close();
    console.error(
      'abecedary: Stopped; every finished letter is kept, and the same command goes on from there.',
    );
    stopping.abort();
  });
  try {
    const result = await showRun(start(stopping.signal), view);
    view.close();
    return reportResult(result, screen);
  } catch (error) {
    view.close();
    return stopping.signal.aborted ? interrupted : reportError(error);
  } finally {
    release();
  }
}

async function showRun(run: Followed, view: View): Promise<RunResult> {
  // The records may end with the error that the result ends with too; it is to be reported once.
  run.result.catch(() => {});
  for await (const record of run) view.show(record);
  return run.result;
}

function reportResult({ rendered, kept, failed, seconds }: RunResult, screen: Screen): number {
  const keptToo = kept.length === 0 ? '' : `, ${kept.length} kept`;
  screen.write(`${rendered.length} made${keptToo}, in ${describeDuration(seconds)}\n`);
  if (failed.length === 0) return done;
  const total = rendered.length + kept.length + failed.length;
  const letters = failed.map(({ letter }) => letter).join(', ');
  console.error(
    `abecedary: ${failed.length} of ${total} letters failed (${letters}); the same command tries these again.`,
  );
  return someFailed;
}
