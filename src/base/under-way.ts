/** Work that reports while it goes on: its reports, for one listener, and what comes of it. */
interface UnderWay<Report, Result> extends AsyncIterable<Report> {
  readonly result: Promise<Result>;
}

/** Starts the work. What it reports before anyone listens waits. */
export function underWay<Report, Result>(
  work: (report: (item: Report) => void) => Promise<Result>,
): UnderWay<Report, Result> {
  const reports = createChannel<Report>();
  const result = work(reports.push).finally(reports.end);
  // Who only iterates must not be ended by a rejection that nobody has looked at yet.
  result.catch(() => {});
  return { result, [Symbol.asyncIterator]: reports.iterate };
}

/** A way for items from a producer to one listener. */
interface Channel<T> {
  push(item: T): void;
  end(): void;
  iterate(): AsyncIterator<T>;
}

/** Hands items to one listener in order; what comes before anyone listens waits. */
function createChannel<T>(): Channel<T> {
  const waiting: T[] = [];
  let ended = false;
  let wake = (): void => {};
  return {
    push: (item) => {
      waiting.push(item);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    iterate: async function* () {
      while (true) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
