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
  /** Until the last letter ends, as it looks right now; undefined while it is too early. */
  secondsLeft(): number | undefined;
}

/** A letter at work. */
interface AtWork {
  readonly startedMs: number;
  /** Its first and its latest report, with their times: what came before the first, a search say, goes by no iterations. */
  readonly first?: Reported | undefined;
  readonly latest?: Reported | undefined;
}

interface Reported {
  readonly record: Iteration;
  readonly ms: number;
}

/** Below this share a letter's own pace says nothing yet. */
const tellingRatio = 0.08;

/** `nowMs` is a clock that only runs forward. */
export function createProgressCount(nowMs: () => number): ProgressCount {
  const atWork = new Map<string, AtWork>();
  /** How long finished letters took, in milliseconds. */
  const took: number[] = [];
  let total = 0;
  let ended = 0;
  let slots = 1;

  return {
    add(record) {
      if (record.kind === 'plan') {
        // A text from tiles makes several sets of letters, one after the other.
        total += record.letters.length;
        slots = Math.max(1, record.workers * (record.batch ?? 1));
      }
      if (record.kind === 'started') atWork.set(record.letter, { startedMs: nowMs() });
      if (record.kind === 'iteration') {
        const known: AtWork = atWork.get(record.letter) ?? { startedMs: nowMs() };
        const latest = { record, ms: nowMs() };
        atWork.set(record.letter, { ...known, first: known.first ?? latest, latest });
      }
      if (record.kind === 'done' || record.kind === 'failed') {
        const known = atWork.get(record.letter);
        if (known !== undefined && record.kind === 'done') took.push(nowMs() - known.startedMs);
        atWork.delete(record.letter);
        ended++;
      }
    },
    total: () => total,
    ended: () => ended,
    inWork: () => Array.from(atWork, ([letter, { latest }]) => ({ letter, latest: latest?.record })),
    secondsLeft() {
      const working = [...atWork.values()];
      const usual = usualMs(took, working, slots);
      if (usual === undefined) return undefined;
      const now = nowMs();
      const left = working.map((each) => leftMs(each, usual, now));
      const waiting = Math.max(0, total - ended - working.length);
      return lastEndMs(left, { waiting, usual, slots }) / 1000;
    },
  };
}

/** How long a letter usually takes; the first of each process, which start with it, count only while there are few others. */
function usualMs(took: readonly number[], working: readonly AtWork[], slots: number): number | undefined {
  const warm = took.slice(slots).slice(-Math.max(6, 2 * slots));
  if (warm.length > 0) return mean(warm);
  const paces = working.flatMap((each) => paceMs(each) ?? []);
  // After the first of each process, what has begun since is nearer to what comes than they are.
  if (took.length >= slots && paces.length > 0) return mean(paces);
  return took.length > 0 ? mean(took) : paces.length > 0 ? mean(paces) : undefined;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

/** How long a letter at work takes in all, if it goes on as it went since its first report; undefined where that is too short. */
function paceMs({ startedMs, first, latest }: AtWork): number | undefined {
  if (first === undefined || latest === undefined) return undefined;
  const from = first.record.workRatio;
  const done = latest.record.workRatio - from;
  if (done < tellingRatio) return undefined;
  return first.ms - startedMs + ((latest.ms - first.ms) / done) * (1 - from);
}

/** Until a letter at work ends: the more of it is done the more its own pace counts, and it goes on between its reports. */
function leftMs(letter: AtWork, usual: number, now: number): number {
  const ratio = letter.latest?.record.workRatio ?? 0;
  const pace = paceMs(letter);
  const own = pace === undefined ? usual : ratio * pace + (1 - ratio) * usual;
  return Math.max(0, own - (now - letter.startedMs));
}

/** Until all end, when those that wait begin wherever one ends first. */
function lastEndMs(
  left: readonly number[],
  { waiting, usual, slots }: { readonly waiting: number; readonly usual: number; readonly slots: number },
): number {
  const ends = [...left];
  while (ends.length < slots) ends.push(0);
  for (let at = 0; at < waiting; at++) {
    const first = ends.indexOf(Math.min(...ends));
    ends[first] = ends[first]! + usual;
  }
  return Math.max(...ends);
}
