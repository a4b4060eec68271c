import { batched, elementCount, inOrder, type Program } from '../graph/index.js';
import type { Backend, Executable, Values } from './contract.js';

/** Pictures that are made side by side in one thread, each by one evaluation after another. */
export interface Gathering {
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
export function createGathering(size: number): Gathering {
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

/** Whatever becomes of a run, all who wait for it hear of it. */
async function runAndTell(group: Group, samples: readonly Waiting[]): Promise<void> {
  try {
    const results = await group.run(samples.map(({ feeds }) => feeds));
    for (const [at, { resolve }] of samples.entries()) resolve(results[at]!);
  } catch (error) {
    for (const { reject } of samples) reject(error);
  }
}

/**
 * A backend whose runs are gathered. Every sample goes through the same program of `size` samples, however many there are and
 * whichever are beside it, so that its bytes do not depend on them. Where a backend gains nothing by many at once, each goes
 * through the program of one.
 */
export function gathered(backend: Backend, gathering: Gathering): Backend {
  if (gathering.size === 1) return backend;
  return { ...backend, compile: (program) => compile(program, backend, gathering) };
}

async function compile(program: Program, backend: Backend, gathering: Gathering): Promise<Executable> {
  const takes = backend.gainsByBatches ? gathering.size : 1;
  const executable = await backend.compile(takes === 1 ? program : batched(program, takes));
  const lengths = inOrder(Object.values(program.outputs)).flatMap(({ name, shape }) =>
    name === undefined ? [] : [[name, elementCount(shape)] as const],
  );
  const together: Values = Object.fromEntries(
    lengths.map(([name, length]) => [name, new Float32Array(takes === 1 ? 0 : takes * length)]),
  );

  /** Where samples are fewer, the last one is there more than once. */
  const joined = (samples: readonly Values[]): Values => {
    for (const [name, length] of lengths) {
      for (let at = 0; at < takes; at++)
        together[name]!.set((samples[at] ?? samples.at(-1)!)[name]!, at * length);
    }
    return together;
  };
  const group: Group = {
    takes,
    values: lengths.reduce((sum, [, length]) => sum + length, 0),
    run: async (samples) => {
      const results = Object.entries(await executable.run(takes === 1 ? samples[0]! : joined(samples)));
      return samples.map((_, at) =>
        Object.fromEntries(
          results.map(([name, all]) => {
            const length = all.length / takes;
            return [name, all.slice(at * length, (at + 1) * length)];
          }),
        ),
      );
    },
  };
  return {
    run: async (feeds) => {
      // What one sample lacks is not to be the others' misfortune.
      for (const [name, length] of lengths) {
        const value = feeds[name];
        if (value === undefined) throw new RangeError(`the program needs a value for its input «${name}»`);
        if (value.length !== length)
          throw new RangeError(
            `the program needs ${length} values for its input «${name}», got ${value.length}`,
          );
      }
      return gathering.wait(group, feeds);
    },
    release: executable.release,
  };
}
