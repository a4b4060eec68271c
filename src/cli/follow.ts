import type { AlphabetResult, Progress } from '../index.js';
import { done, someFailed } from './exit-codes.js';
import { untilInterrupted } from './interrupt.js';
import { sayAside } from './say.js';
import type { Screen, View } from './screen.js';
import { createView } from './view.js';
import { describeDuration } from './words.js';

/** Any run: of letters, of what is made of them, or of a text. */
interface Run extends AsyncIterable<Progress> {
  readonly result: Promise<RunResult>;
}

type RunResult = Pick<AlphabetResult, 'rendered' | 'kept' | 'failed' | 'seconds'>;

/** Shows a run on the screen until it ends, or until Ctrl-C stops it, and returns the exit code. */
export function followRun(
  start: (signal: AbortSignal) => Run,
  screen: Screen = process.stdout,
): Promise<number> {
  const view = createView(screen);
  const sayStopped = () => {
    view.close();
    sayAside('abecedary: Stopped; every finished letter is kept, and the same command goes on from there.');
  };
  return untilInterrupted(sayStopped, async (signal) => {
    const result = await showRun(() => start(signal), view);
    return reportResult(result, screen);
  });
}

async function showRun(start: () => Run, view: View): Promise<RunResult> {
  try {
    const run = start();
    // The records may end with the error that the result ends with too; it is to be reported once.
    run.result.catch(() => {});
    for await (const record of run) view.show(record);
    return await run.result;
  } finally {
    view.close();
  }
}

function reportResult({ rendered, kept, failed, seconds }: RunResult, screen: Screen): number {
  const keptToo = kept.length === 0 ? '' : `, ${kept.length} kept`;
  screen.write(`${rendered.length} made${keptToo}, in ${describeDuration(seconds)}\n`);
  if (failed.length === 0) return done;
  const total = rendered.length + kept.length + failed.length;
  const letters = failed.map(({ letter }) => letter).join(', ');
  sayAside(
    `abecedary: ${failed.length} of ${total} letters failed (${letters}); the same command tries these again.`,
  );
  return someFailed;
}
