/** A letter that is being made; times in milliseconds of a clock that only runs forward. */
export interface AtWork {
  /** How many letters its process has made before it. */
  readonly earlier: number;
  readonly startedMs: number;
  /** The first report of its painting, and the latest, with the share of its evaluations that were done. */
  readonly first?: Reported | undefined;
  readonly latest?: Reported | undefined;
}

interface Reported {
  readonly ratio: number;
  readonly ms: number;
}

/** What a letter took that is done: until its painting was first heard of (its artwork was read and searched), and from then on. */
export interface Took {
  readonly earlier: number;
  readonly searchMs: number;
  readonly paintMs: number;
}

/** Where a run stands. */
export interface Standing {
  /** Letters that are made at the same time. */
  readonly slots: number;
  /** Letters that have not begun. */
  readonly waiting: number;
  readonly working: readonly AtWork[];
  readonly took: readonly Took[];
}

/** What a letter takes in a process that has been at it for a while. */
interface Usual {
  readonly searchMs: number;
  readonly paintMs: number;
}

/**
 * Milliseconds that a process takes more for its first letters, of any size: its code is compiled while it runs. Measured on the runs of
 * `test/cli/recorded`. No more than that share of what a letter took.
 */
const warmUp = { searchMs: [1550, 350, 50], paintMs: [500, 50] };
const largestWarmUp = 0.8;
const warmUpOf = (kind: keyof typeof warmUp, earlier: number): number => warmUp[kind][earlier] ?? 0;
const warmedUp = (kind: keyof typeof warmUp, tookMs: number, earlier: number): number =>
  tookMs - Math.min(largestWarmUp * tookMs, warmUpOf(kind, earlier));

/** How many of the last letters a forecast is made from. */
const remembered = 8;

/** Below this share of the evaluations a letter's own pace says nothing yet. */
const tellingRatio = 0.08;

/** Milliseconds until the last letter is done, if all goes on as it goes now; undefined where nothing is known yet. */
export function letterMsLeft(standing: Standing, nowMs: number): number | undefined {
  const { slots, waiting, working } = standing;
  if (waiting + working.length === 0) return 0;
  const usual = usualOf(standing);
  if (usual === undefined) return undefined;
  const left = working.map((each) => ({ ms: leftOf(each, usual, nowMs), made: each.earlier + 1 }));
  const ends = left.slice(0, slots);
  while (ends.length < slots) ends.push({ ms: 0, made: 0 });
  // The next letter of a process may be heard of before the end of the one before it.
  for (const { ms } of left.slice(slots)) firstOf(ends).ms += ms;
  for (let at = 0; at < waiting; at++) {
    const next = firstOf(ends);
    next.ms += wholeOf(usual, next.made);
    next.made++;
  }
  return Math.max(...ends.map(({ ms }) => ms));
}

/** What a letter takes after so many in the same process. */
function wholeOf({ searchMs, paintMs }: Usual, earlier: number): number {
  return searchMs + warmUpOf('searchMs', earlier) + paintMs + warmUpOf('paintMs', earlier);
}

function firstOf<End extends { readonly ms: number }>(ends: readonly End[]): End {
  return ends.reduce((first, each) => (each.ms < first.ms ? each : first));
}

/** How much of its time a letter at work has behind it, 0..1; undefined where nothing is known yet. */
export function shareDone(letter: AtWork, standing: Standing, nowMs: number): number | undefined {
  const usual = usualOf(standing);
  if (usual === undefined) return letter.latest?.ratio;
  const gone = nowMs - letter.startedMs;
  return gone / Math.max(1, gone + leftOf(letter, usual, nowMs));
}

/** From the letters that are done, or while there is none from those that are at work. */
function usualOf({ took, working }: Standing): Usual | undefined {
  const known = took.slice(-remembered);
  const searches = [
    ...known.map(({ searchMs, earlier }) => ({ searchMs, earlier })),
    ...working.flatMap(({ first, startedMs, earlier }) =>
      first === undefined ? [] : [{ searchMs: first.ms - startedMs, earlier }],
    ),
  ];
  const paints =
    known.length > 0
      ? known.map(({ paintMs, earlier }) => warmedUp('paintMs', paintMs, earlier))
      : working.flatMap((each) => paceOf(each) ?? []);
  if (searches.length === 0 || paints.length === 0) return undefined;
  // What a process took that was at it for longer says more of what is to come.
  const weights = searches.map(({ earlier }) => earlier + 1);
  return {
    searchMs: weightedMean(
      searches.map(({ searchMs, earlier }) => warmedUp('searchMs', searchMs, earlier)),
      weights,
    ),
    paintMs: weightedMean(
      paints,
      known.length > 0 ? known.map(({ earlier }) => earlier + 1) : paints.map(() => 1),
    ),
  };
}

function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const sum = weights.reduce((all, each) => all + each, 0);
  return values.reduce((all, each, at) => all + each * weights[at]!, 0) / sum;
}

/** How long the painting of a letter takes in all by its own measure: milliseconds for the evaluations that were done, for all of them. */
function paceOf({ first, latest }: AtWork): number | undefined {
  if (first === undefined || latest === undefined) return undefined;
  const done = latest.ratio - first.ratio;
  return done < tellingRatio ? undefined : ((latest.ms - first.ms) * (1 - first.ratio)) / done;
}

/** Until a letter at work is done: it goes on between its reports, and the more of it is done the more its own pace counts. */
function leftOf(letter: AtWork, usual: Usual, nowMs: number): number {
  const { startedMs, earlier, latest } = letter;
  if (latest === undefined)
    return (
      leftAfter(usual.searchMs + warmUpOf('searchMs', earlier), nowMs - startedMs) +
      usual.paintMs +
      warmUpOf('paintMs', earlier)
    );
  const own = paceOf(letter) ?? usual.paintMs;
  const whole = latest.ratio * own + (1 - latest.ratio) * usual.paintMs;
  return leftAfter((1 - latest.ratio) * whole, nowMs - latest.ms);
}

/** What is left of something that was to take so long: something of it however long it has taken. */
function leftAfter(expectedMs: number, goneMs: number): number {
  return Math.max(expectedMs - goneMs, overrun * goneMs);
}

/** What has taken longer than expected is expected to take so much longer still, of what it has taken. */
const overrun = 0.1;
