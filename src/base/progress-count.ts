import { type AtWork, letterMsLeft, type Standing, shareDone, type Took } from './forecast.js';
import type { Progress } from './progress.js';

type Iteration = Extract<Progress, { kind: 'iteration' }>;
type Plan = Extract<Progress, { kind: 'plan' }>;
type Product = NonNullable<Plan['products']>[number]['product'];

/** Where a run stands, counted from its progress records. */
export interface ProgressCount {
  add(record: Progress): void;
  /** Letters of the plans, and those of plans that follow. */
  total(): number;
  /** Letters that are done or have failed. */
  ended(): number;
  /** The letters in work in the order in which they started. */
  inWork(): readonly InWork[];
  /** What is being made of the letters; undefined where nothing is. */
  making(): Product | undefined;
  /** Since the plan; 0 before. */
  seconds(): number;
  /** Until everything is made, as it looks right now; undefined while it is too early. */
  secondsLeft(): number | undefined;
}

interface InWork {
  readonly letter: string;
  readonly seconds: number;
  /** Of its time, 0..1; undefined while it is too early. */
  readonly shareDone: number | undefined;
  /** Its latest iteration once there is one; before it, the artwork is read and searched. */
  readonly latest: Iteration | undefined;
}

/** `nowMs` is a clock that only runs forward. */
export function createProgressCount(nowMs: () => number): ProgressCount {
  const atWork = new Map<string, AtWork & { readonly record?: Iteration }>();
  const took: Took[] = [];
  const products = createProductCount(nowMs);
  let beganMs: number | undefined;
  let [planned, later] = [0, 0];
  let ended = 0;
  let started = 0;
  let slots = 1;

  function addLetter(record: Progress): void {
    const now = nowMs();
    if (record.kind === 'started') {
      atWork.set(record.letter, { startedMs: now, earlier: Math.floor(started / slots) });
      started++;
    } else if (record.kind === 'iteration') {
      const known = atWork.get(record.letter) ?? { startedMs: now, earlier: 0 };
      const latest = { ratio: record.workRatio, ms: now };
      // One that is hard to read is painted once more, from the beginning.
      const again = known.latest !== undefined && latest.ratio < known.latest.ratio;
      const first = again ? latest : (known.first ?? latest);
      atWork.set(record.letter, { ...known, first, latest, record });
    } else if (record.kind === 'done' || record.kind === 'failed') {
      const known = atWork.get(record.letter);
      if (known?.first !== undefined && record.kind === 'done') {
        const { startedMs, earlier, first } = known;
        took.push({ earlier, searchMs: first.ms - startedMs, paintMs: now - first.ms });
      }
      atWork.delete(record.letter);
      ended++;
    }
  }

  const total = (): number => planned + later;

  const standing = (): Standing => ({
    slots,
    waiting: Math.max(0, total() - ended - atWork.size),
    working: [...atWork.values()],
    took,
  });

  return {
    add(record) {
      if (record.kind === 'plan') {
        beganMs ??= nowMs();
        planned += record.letters.length;
        later = record.later ?? 0;
        slots = Math.max(1, record.workers * (record.batch ?? 1));
      }
      addLetter(record);
      products.add(record);
    },
    total,
    ended: () => ended,
    inWork: () => {
      const now = nowMs();
      return Array.from(atWork, ([letter, each]) => ({
        letter,
        seconds: (now - each.startedMs) / 1000,
        shareDone: shareDone(each, standing(), now),
        latest: each.record,
      }));
    },
    making: products.making,
    seconds: () => (beganMs === undefined ? 0 : (nowMs() - beganMs) / 1000),
    secondsLeft() {
      if (beganMs === undefined) return undefined;
      const letters = letterMsLeft(standing(), nowMs());
      return letters === undefined ? undefined : letters / 1000 + products.secondsLeft();
    },
  };
}

/** What is made of the letters, one after the other: from the plan's expectation and what it took so far. */
function createProductCount(nowMs: () => number) {
  const expected = new Map<Product, number>();
  let current: { readonly product: Product; readonly sinceMs: number } | undefined;
  /** Seconds that were expected, and that it took, of what is made. */
  const past = { expected: 0, took: 0 };
  const goneSeconds = (): number => (current === undefined ? 0 : (nowMs() - current.sinceMs) / 1000);

  function end(): void {
    if (current === undefined) return;
    past.expected += expected.get(current.product) ?? 0;
    past.took += goneSeconds();
    expected.delete(current.product);
    current = undefined;
  }

  return {
    add(record: Progress): void {
      if (record.kind === 'plan')
        for (const { product, seconds } of record.products ?? []) expected.set(product, seconds);
      if (['making', 'sheet', 'product'].includes(record.kind)) end();
      if (record.kind === 'making') current = { product: record.product, sinceMs: nowMs() };
    },
    making: (): Product | undefined => current?.product,
    secondsLeft(): number {
      // What has taken long so far goes on so; the first seconds of it say little.
      const pace = (past.took + unsureSeconds) / (past.expected + unsureSeconds);
      return Array.from(expected, ([product, seconds]) => {
        const gone = product === current?.product ? goneSeconds() : 0;
        return Math.max(pace * seconds - gone, 0.1 * gone);
      }).reduce((sum, each) => sum + each, 0);
    },
  };
}

const unsureSeconds = 2;
