import type { Backend, Executable, Values } from '../backend/index.js';
import type { Size } from '../base/pixels.js';
import type { Program } from '../graph/index.js';
import type { Encoder } from './encoder/encoder.js';
import {
  type BoundObjective,
  divided,
  dividedFactors,
  type Evaluator,
  type Measurer,
  partsOf,
} from './evaluator.js';
import { type LastPrograms, lastPrograms } from './last-programs.js';
import { port } from './objectives/ports.js';
import { toneHalvings } from './objectives/regions/places.js';
import { regionsProgram } from './objectives/regions/regions-program.js';
import { contentProgram, statisticsProgram } from './objectives/regions/statistics.js';

/** Evaluates pictures whole. Its programs are kept, so that pictures of one size share them. */
export function createWhole(backend: Backend, encoder: Encoder): Evaluator {
  const programs = new Map<string, Promise<Executable>>();
  return {
    bind: async (scale, targets) => {
      const { width, height } = scale.canvas;
      const names = Object.keys(scale.regions);
      const halvings = toneHalvings(scale);
      const key = `${width} ${height} ${halvings} ${names.join()}`;
      const program =
        programs.get(key) ??
        backend.compile(regionsProgram(encoder, { size: scale.canvas, halvings, names }));
      programs.set(key, program);
      const bound = bindWhole(await program, await targets());
      return { ...bound, smoothed: { width, height } };
    },
    release: async () => {
      for (const program of programs.values()) await (await program).release();
      programs.clear();
    },
  };
}

function bindWhole(program: Executable, feeds: Values): Omit<BoundObjective, 'smoothed'> {
  let bound = feeds;
  let scaled = false;
  return {
    evaluate: async (position) => {
      const results = await program.run({ ...bound, [port.image]: position });
      const [loss, gradient, parts] = [results[port.loss]![0]!, results[port.gradient]!, partsOf(results)];
      if (scaled || !(loss > 0)) return { loss, gradient, parts };
      scaled = true;
      bound = dividedFactors(feeds, loss);
      return { loss: 1, gradient: quotients(gradient, loss), parts: divided(parts, loss) };
    },
  };
}

function quotients(values: Float32Array, by: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let at = 0; at < result.length; at++) result[at] = values[at]! / by;
  return result;
}

/** Up to so many pixels the programs that measure pictures are kept for the next picture of the size: they take less memory than time. */
const smallPixels = 2 ** 16;

/** The programs that measure small pictures, for `measureWhole`. */
export const smallPrograms = (backend: Backend): LastPrograms => lastPrograms(backend, 4);

/** Measures pictures whole. Large ones of one size after another share a program, until `release`; small ones those of `small`. */
export function measureWhole(
  backend: Backend,
  encoder: Encoder,
  small: LastPrograms,
): Measurer & { release(): Promise<void> } {
  let statistics: { readonly size: Size; readonly program: Executable } | undefined;
  const release = async (): Promise<void> => {
    await statistics?.program.release();
    statistics = undefined;
  };
  const isSmall = ({ width, height }: Size): boolean => width * height <= smallPixels;
  const keyOf = (kind: string, { width, height }: Size): string => `${kind} ${width} ${height}`;
  const statisticsFor = async (size: Size): Promise<Executable> => {
    const { width, height } = size;
    if (statistics?.size.width !== width || statistics.size.height !== height) {
      await release();
      statistics = {
        size: { width, height },
        program: await backend.compile(statisticsProgram(encoder, size)),
      };
    }
    return statistics.program;
  };
  return {
    contentOf: async (picture) => {
      const program = () => contentProgram(encoder, picture);
      const feeds = { [port.image]: picture.data };
      if (!isSmall(picture)) return (await runOnce(program(), feeds, backend))[port.content]!;
      const wanted = { key: keyOf('content', picture), program };
      return small.run(wanted, feeds, (results) => results[port.content]!.slice());
    },
    statisticsOf: async (picture, weights) => {
      const feeds = { [port.image]: picture.data, ...weights };
      if (!isSmall(picture)) return (await statisticsFor(picture)).run(feeds);
      const { width, height } = picture;
      const program = () => statisticsProgram(encoder, { width, height });
      return small.run({ key: keyOf('statistics', picture), program }, feeds, copied);
    },
    release,
  };
}

const copied = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.slice()]));

/** Runs a program that is needed once, and gives its memory back: it is as much as the objective's. */
export async function runOnce(program: Program, feeds: Values, backend: Backend): Promise<Values> {
  const executable = await backend.compile(program);
  try {
    return await executable.run(feeds);
  } finally {
    await executable.release();
  }
}
