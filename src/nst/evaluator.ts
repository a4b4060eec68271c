import type { Executable, Values } from '../backend/index.js';
import type { DescentOptions, Evaluate } from './descent/descent.js';
import { port } from './objectives/region-program.js';

/** The objective with everything bound but the picture. The first evaluation fixes the unit of the loss: it is 1 there. */
export interface BoundObjective {
  readonly evaluate: Evaluate;
  /** The parts of the loss by name. */
  parts(position: Float32Array): Promise<Record<string, number>>;
  /** What a descent on it may take of memory. */
  readonly memory: DescentOptions;
}

/** Binds the program of a whole picture. */
export function bindWhole(objective: Executable, feeds: Values): BoundObjective {
  let bound = feeds;
  let scaled = false;
  const run = (position: Float32Array): Promise<Values> =>
    objective.run({ ...bound, [port.image]: position });
  return {
    evaluate: async (position) => {
      const results = await run(position);
      const [loss, gradient] = [results[port.loss]![0]!, results[port.gradient]!];
      if (scaled || !(loss > 0)) return { loss, gradient };
      scaled = true;
      bound = dividedFactors(feeds, loss);
      return { loss: 1, gradient: gradient.map((value) => value / loss) };
    },
    parts: async (position) => partsOf(await run(position)),
    memory: {},
  };
}

/** What makes the loss smaller by `unit`. */
export function dividedFactors(feeds: Values, unit: number): Values {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, value]) => [
      name,
      name.startsWith('factor.') ? value.map((each) => each / unit) : value,
    ]),
  );
}

export function partsOf(results: Values): Record<string, number> {
  const named = Object.entries(results).filter(([name]) => name.startsWith(port.part('')));
  return Object.fromEntries(named.map(([name, value]) => [name.slice(port.part('').length), value[0]!]));
}
