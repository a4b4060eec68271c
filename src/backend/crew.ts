import type { Program } from '../graph/index.js';
import type { Backend, Values } from './contract.js';
import { cutWindow, type Window } from './window.js';

/** Values by name, some of them windows on larger pictures. */
export type Feeds = Readonly<Record<string, Float32Array | Window>>;

/** Runs one program on many parts of a picture, several at a time. A run's results do not depend on how many. */
export interface Crew {
  /** How many runs are best begun before the first one is waited for. */
  readonly runsAtOnce: number;
  /** Zeros in memory that the whole crew reads; what windows look at is to lie in such. */
  allocate(length: number): Float32Array;
  /** The values in such memory, copied where they are elsewhere. */
  share(values: Float32Array): Float32Array;
  compile(program: Program): Promise<CrewExecutable>;
  close(): Promise<void>;
}

/** A program made ready in the whole crew. */
export interface CrewExecutable {
  /** May be called while others of `runsAtOnce` go on. The results are the caller's own. Throws AbecedaryError `engine`. */
  run(feeds: Feeds): Promise<Values>;
  release(): Promise<void>;
}

/** Cuts windows into arrays that are used again for the next run of the same program. */
export function createCutter(): (feeds: Feeds) => Values {
  const kept = new Map<string, Float32Array>();
  return (feeds) =>
    Object.fromEntries(
      Object.entries(feeds).map(([name, feed]) => {
        if (feed instanceof Float32Array) return [name, feed];
        const length = feed.planes.channels * feed.width * feed.height;
        const into = kept.get(name) ?? new Float32Array(length);
        kept.set(name, into);
        cutWindow(feed, into);
        return [name, into];
      }),
    );
}

/** A crew of one: the calling thread itself. */
export function crewOfOne(backend: Backend): Crew {
  return {
    runsAtOnce: 1,
    allocate: (length) => new Float32Array(length),
    share: (values) => values,
    compile: async (program) => {
      const executable = await backend.compile(program);
      const cut = createCutter();
      return {
        run: async (feeds) => ownValues(await executable.run(cut(feeds))),
        release: executable.release,
      };
    },
    close: async () => {},
  };
}

/** Copies, which stay as they are when the program runs again. */
export function ownValues(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.slice()]));
}
