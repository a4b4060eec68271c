/** A way for items from a producer to one listener. */
export interface Channel<T> {
  push(item: T): void;
  end(): void;
  iterate(): AsyncIterator<T>;
}

/** Hands items to one listener in order; what comes before anyone listens waits. */
export function createChannel<T>(): Channel<T> {
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
