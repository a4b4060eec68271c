import type { Command } from 'commander';
import type { AlphabetResult, Progress } from '../index.js';
import { done, someFailed } from './exit-codes.js';
import { untilInterrupted } from './interrupt.js';
import { openFile } from './open-file.js';
import { jsonLine, sayAside } from './say.js';
import type { Screen, View } from './screen.js';
import { createView, type ViewStyle } from './view.js';
import { describeDuration, nameFile, wrapWords } from './words.js';

/** Any run: of letters, of what is made of them, or of a text. */
interface Run extends AsyncIterable<Progress> {
  readonly result: Promise<RunResult>;
}

type RunResult = Pick<AlphabetResult, 'rendered' | 'kept' | 'failed' | 'seconds'>;

export interface FollowOptions extends ViewStyle {
  readonly screen?: Screen | undefined;
  /** Whether what is there to be looked at is shown by the system's own program. */
  readonly open?: boolean | undefined;
}

/** Adds the flags that say how a run is shown. */
export function addViewFlags(command: Command): Command {
  return command
    .option('--quiet', 'Show only what goes wrong.')
    .option('--json', 'Show what happens as lines of JSON, for programs.')
    .option('--open', 'Show the report or the page when it is made.');
}

/** Shows a run on the screen until it ends, or until Ctrl-C stops it, and returns the exit code. */
export function followRun(
  start: (signal: AbortSignal) => Run,
  { screen = process.stdout, open = false, ...style }: FollowOptions = {},
): Promise<number> {
  const view = createView(screen, style);
  const seen = createSights();
  const sayStopped = () => {
    view.close();
    sayAside(`abecedary: Stopped; ${seen.kept()}, and the same command goes on from there.`);
  };
  return untilInterrupted(sayStopped, async (signal) => {
    const result = await showRun(() => start(signal), view, seen.see);
    const sight = seen.best();
    reportResult(result, { screen, style, sight });
    if (open && sight !== undefined) openFile(sight);
    return result.failed.length === 0 ? done : someFailed;
  });
}

/** Remembers what a run was of, and which of its files is worth a look. */
export function createSights() {
  const files = new Map<string, string>();
  let noun: string | undefined;
  return {
    see: (record: Progress): void => {
      if (record.kind === 'plan' && record.of !== undefined) noun = record.of;
      if (record.kind === 'sheet' || record.kind === 'page') files.set(record.kind, record.file);
      if (record.kind === 'product' && record.files[0] !== undefined)
        files.set(record.product, record.files[0]);
    },
    kept: (): string =>
      noun === 'page' ? 'the page is kept as far as its last scale' : 'every finished letter is kept',
    best: (): string | undefined =>
      ['page', 'contact', 'report', 'sheet', 'film']
        .map((kind) => files.get(kind))
        .find((file) => file !== undefined),
  };
}

async function showRun(start: () => Run, view: View, see: (record: Progress) => void): Promise<RunResult> {
  try {
    const run = start();
    // The records may end with the error that the result ends with too; it is to be reported once.
    run.result.catch(() => {});
    for await (const record of run) {
      see(record);
      view.show(record);
    }
    return await run.result;
  } finally {
    view.close();
  }
}

interface Ending {
  readonly screen: Screen;
  readonly style: ViewStyle;
  /** The file that shows what was made. */
  readonly sight: string | undefined;
}

function reportResult(
  { rendered, kept, failed, seconds }: RunResult,
  { screen, style: { quiet, json }, sight }: Ending,
): void {
  if (json) screen.write(`${jsonLine({ kind: 'result', rendered, kept, failed, seconds })}\n`);
  else if (!quiet) {
    const keptToo = kept.length === 0 ? '' : `, ${kept.length} kept`;
    const look = sight === undefined ? '' : `; look at ${nameFile(sight)}`;
    const ending = `${rendered.length} made${keptToo}, in ${describeDuration(seconds)}${look}`;
    screen.write(`${wrapWords(ending, screen.columns).join('\n')}\n`);
  }
  if (failed.length === 0) return;
  const total = rendered.length + kept.length + failed.length;
  const letters = failed.map(({ letter }) => letter).join(', ');
  sayAside(
    `abecedary: ${failed.length} of ${total} letters failed (${letters}); the same command tries these again.`,
  );
}
