import type { Backend, Executable, Values } from '../backend/index.js';
import type { Program } from '../graph/index.js';

/** Programs by their keys, of which the last few are kept. */
export interface LastPrograms {
  /** Runs a program and takes from its results, which the next run of any of them may overwrite. One is run at a time. */
  run<Taken>(wanted: KeyedProgram, feeds: Values, take: (results: Values) => Taken): Promise<Taken>;
  release(): Promise<void>;
}

interface KeyedProgram {
  readonly key: string;
  readonly program: () => Program;
}

/** Keeps the few programs that were used last, so that what is done again and again is compiled once. */
export function lastPrograms(backend: Backend, kept = 3): LastPrograms {
  const last = new Map<string, Executable>();
  const release = async (count: number): Promise<void> => {
    for (const [key, executable] of [...last].slice(0, count)) {
      last.delete(key);
      await executable.release();
    }
  };
  const compiled = async ({ key, program }: KeyedProgram): Promise<Executable> => {
    const found = last.get(key);
    last.delete(key);
    if (found === undefined) await release(last.size - kept + 1);
    const executable = found ?? (await backend.compile(program()));
    last.set(key, executable);
    return executable;
  };
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  return {
    run: (wanted, feeds, take) => inTurn(async () => take(await (await compiled(wanted)).run(feeds))),
    release: () => inTurn(() => release(last.size)),
  };
}
