/** What the page is told while it is open. */
export type StudioEvent =
  /** Something of the run has changed that is worth asking for. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'activity'; readonly activity: ActivityState }
  | {
      readonly kind: 'iteration';
      readonly letter: string;
      readonly iteration: number;
      readonly iterations: number;
      readonly workRatio: number;
      /** Changes with the picture so far. */
      readonly version: string;
      readonly secondsLeft: number | undefined;
    }
  | { readonly kind: 'done'; readonly letter: string; readonly version: string }
  | { readonly kind: 'failed'; readonly letter: string; readonly message: string }
  | { readonly kind: 'note'; readonly text: string };

/** What is being done for a run. */
export interface ActivityState {
  readonly kind: 'idle' | 'letters' | 'letter' | 'note' | 'tries' | 'page';
  /** Letters in work, and those that wait. */
  readonly working: readonly string[];
  readonly waiting: readonly string[];
  readonly total: number;
  readonly ended: number;
  readonly secondsLeft: number | undefined;
}

export interface Events {
  send(event: StudioEvent): void;
  /** Returns what ends the listening. */
  listen(listener: (event: StudioEvent) => void): () => void;
}

export function createEvents(): Events {
  const listeners = new Set<(event: StudioEvent) => void>();
  return {
    send: (event) => {
      for (const listener of listeners) listener(event);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
