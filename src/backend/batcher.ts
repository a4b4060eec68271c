import { batched, elementCount, inOrder, type Program } from '../graph/index.js';
import type { Backend, Executable, Values } from './contract.js';

/** Pictures that are made side by side in one thread, each by one evaluation after another. */
export interface Batcher {
  /** How many samples go through a program at once. */
  readonly size: number;
  /** One more picture is under way, until what is returned is called. */
  enter(): () => void;
  /**
   * Has one sample go through a program together with all that wait for it by then. That is when every picture under way waits,
   * and no smaller program is waited for: nothing is lost by waiting, since a run blocks the thread, and who is behind, at a
   * smaller scale, catches up, so that what takes longest is done for as many as there are.
   */
  wait(group: Group, feeds: Values): Promise<Values>;
}

/** What does the samples of one program; as many at once as it takes. */
export interface Group {
  readonly takes: number;
  /** Number of values that are fed for a sample. */
  readonly values: number;
  run(samples: readonly Values[]): Promise<readonly Values[]>;
}

interface Waiting {
  readonly feeds: Values;
  readonly resolve: (results: Values) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers the evaluations of pictures that are under way into runs of `size` samples. No clock decides what runs together. */
export function createBatcher(size: number): Batcher {
  let underWay = 0;
  let waiting = 0;
  const groups = new Map<Group, Waiting[]>();
  let running = Promise.resolve();

  const proceed = (): void => {
    if (waiting === 0 || waiting < underWay) return;
    const [group, samples] = [...groups].reduce((least, each) =>
      each[0].values < least[0].values ? each : least,
    );
    groups.delete(group);
    waiting -= samples.length;
    for (let from = 0; from < samples.length; from += group.takes) {
      const some = samples.slice(from, from + group.takes);
      running = running.then(() => runAndTell(group, some));
    }
    // Those who have what they waited for may not come back.
    running = running.then(proceed);
  };

  return {
    size,
    enter: () => {
      underWay++;
      let inside = true;
      return () => {
        if (inside) underWay--;
        inside = false;
        proceed();
      };
    },
    wait: (group, feeds) =>
      new Promise((resolve, reject) => {
        const samples = groups.get(group) ?? [];
        samples.push({ feeds, resolve, reject });
        groups.set(group, samples);
        waiting++;
        proceed();
      }),
  };
}

/** Whatever becomes of a run, all who wait for it are told. */
async function runAndTell(group: Group, samples: readonly Waiting[]): Promise<void> {
  try {
    const results = await group.run(samples.map(({ feeds }) => feeds));
    for (const [at, { resolve }] of samples.entries()) resolve(results[at]!);
  } catch (error) {
    for (const { reject } of samples) reject(error);
  }
}

/**
 * A backend whose runs are batched. Every sample goes through the same program of `size` samples, however many there are and
 * whichever are beside it, so that its bytes do not depend on them. Where a backend gains nothing by many at once, each goes
 * through the program of one.
 */
export function inBatches(backend: Backend, batcher: Batcher): Backend {
  if (batcher.size === 1) return backend;
  return { ...backend, compile: (program) => compile(program, backend, batcher) };
}

async function compile(program: Program, backend: Backend, batcher: Batcher): Promise<Executable> {
  const takes = backend.gainsByBatches ? batcher.size : 1;
  const executable = await backend.compile(takes === 1 ? program : batched(program, takes));
  const inputs = inputsOf(program);
  const group: Group = {
    takes,
    values: inputs.reduce((sum, { length }) => sum + length, 0),
    run:
      takes === 1
        ? async ([feeds]) => [apart(await executable.run(feeds!), 0, 1)]
        : runJoined(executable, inputs, takes),
  };
  return {
    run: async (feeds) => {
      // What one sample lacks is not to be the others' misfortune.
      checkFeeds(feeds, inputs);
      return batcher.wait(group, feeds);
    },
    release: executable.release,
  };
}

interface Input {
  readonly name: string;
  /** Number of its values for one sample. */
  readonly length: number;
}

function inputsOf({ outputs }: Program): Input[] {
  return inOrder(Object.values(outputs)).flatMap(({ name, shape }) =>
    name === undefined ? [] : [{ name, length: elementCount(shape) }],
  );
}

function checkFeeds(feeds: Values, inputs: readonly Input[]): void {
  for (const { name, length } of inputs) {
    const value = feeds[name];
    if (value === undefined) throw new RangeError(`the program needs a value for its input «${name}»`);
    if (value.length !== length)
      throw new RangeError(`the program needs ${length} values for its input «${name}», got ${value.length}`);
  }
}

/** Runs a program of `takes` samples; where there are fewer, the last one is there more than once. */
function runJoined(executable: Executable, inputs: readonly Input[], takes: number): Group['run'] {
  const joined: Values = Object.fromEntries(
    inputs.map(({ name, length }) => [name, new Float32Array(takes * length)]),
  );
  return async (samples) => {
    for (const { name, length } of inputs) {
      for (let at = 0; at < takes; at++)
        joined[name]!.set((samples[at] ?? samples.at(-1)!)[name]!, at * length);
    }
    const results = await executable.run(joined);
    return samples.map((_, at) => apart(results, at, takes));
  };
}

/** The results of one sample of `takes`, as its own. */
function apart(results: Values, sample: number, takes: number): Values {
  return Object.fromEntries(
    Object.entries(results).map(([name, all]) => {
      const length = all.length / takes;
      return [name, all.slice(sample * length, (sample + 1) * length)];
    }),
  );
}
