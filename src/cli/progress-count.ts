import type { Progress } from '../index.js';

type Iteration = Extract<Progress, { kind: 'iteration' }>;

/** Where a run stands, counted from its progress records. */
export interface ProgressCount {
  add(record: Progress): void;
  /** Letters of the plan. */
  total(): number;
  /** Letters that are done or have failed. */
  ended(): number;
  /** The letters in work in the order in which they started, each with its latest iteration once there is one. */
  inWork(): readonly { readonly letter: string; readonly latest: Iteration | undefined }[];
  /** Until the whole run ends, from the share of all letters' work that is done; undefined while it is too early. */
  secondsLeft(): number | undefined;
}

/** `nowMs` is a clock that only runs forward. */
export function createProgressCount(nowMs: () => number): ProgressCount {
  const startMs = nowMs();
  const shares = new Map<string, number>();
  const latest = new Map<string, Iteration | undefined>();
  let total = 0;
  let ended = 0;

  return {
    add(record) {
      // A text from tiles makes several sets of letters, one after the other.
      if (record.kind === 'plan') total += record.letters.length;
      if (record.kind === 'started') latest.set(record.letter, undefined);
      if (record.kind === 'iteration') {
        latest.set(record.letter, record);
        shares.set(record.letter, record.workRatio);
      }
      if (record.kind === 'done' || record.kind === 'failed') {
        latest.delete(record.letter);
        shares.set(record.letter, 1);
        ended++;
      }
    },
    total: () => total,
    ended: () => ended,
    inWork: () => Array.from(latest, ([letter, iteration]) => ({ letter, latest: iteration })),
    secondsLeft() {
      const doneRatio = [...shares.values()].reduce((sum, share) => sum + share, 0) / Math.max(1, total);
      if (doneRatio < 0.01) return undefined;
      return ((nowMs() - startMs) / 1000) * (1 / doneRatio - 1);
    },
  };
}
