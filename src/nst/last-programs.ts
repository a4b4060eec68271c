import type { Backend, Executable } from '../backend/index.js';
import type { Program } from '../graph/index.js';

/** Programs by their keys, of which the last few are kept. */
export interface LastPrograms {
  compiled(key: string, program: () => Program): Promise<Executable>;
  release(): Promise<void>;
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
  const compiled = async (key: string, program: () => Program): Promise<Executable> => {
    const found = last.get(key);
    last.delete(key);
    if (found === undefined) await release(last.size - kept + 1);
    const executable = found ?? (await backend.compile(program()));
    last.set(key, executable);
    return executable;
  };
  return { compiled, release: () => release(last.size) };
}
