import type { Program } from '../graph/index.js';

/** Values by name, each row-major float32. */
export type Values = Readonly<Record<string, Float32Array>>;

/** A program made ready to run. */
export interface Executable {
  /**
   * Runs once. `feeds` holds a value for every input of the program, in shared memory or not; the results come by output name and
   * stay as they are until the next run. Throws AbecedaryError `engine` when the arithmetic fails.
   */
  run(feeds: Values): Promise<Values>;
  /** Frees what the program holds; it cannot run afterwards. */
  release(): Promise<void>;
}

/** Who does the arithmetic. */
export interface Backend {
  /** The library and the device that it uses, for the manifest and the user: `onnxruntime` on `cpu`. */
  readonly name: string;
  readonly provider: string;
  /** Whether many samples at once take less time than one after another, as on a GPU. */
  readonly gainsByBatches: boolean;
  compile(program: Program): Promise<Executable>;
}
