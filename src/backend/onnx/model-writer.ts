import { createHash } from 'node:crypto';
import type { Shape } from '../../graph/index.js';
import type { OnnxAttribute, OnnxNode, OnnxTensor } from './messages.js';

export type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** Where onnxruntime has its operations on blocks. They are not meant for models, but what it makes of ours goes on using them. */
export const blockDomain = 'com.microsoft.nchwc';

/** Writes ONNX nodes; the same operation on the same inputs is written once. */
export class ModelWriter {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  readonly #known = new Map<string, string>();

  /** Gives the name of the node's result, its first output. */
  node(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.#result({ type, inputs, attributes }, (output) => [output]);
  }

  /** The same for an operation on blocks of channels. */
  blockNode(type: string, inputs: readonly string[], attributes: Attributes): string {
    return this.#result({ type, inputs, attributes, domain: blockDomain }, (output) => [output]);
  }

  /** Gives the name of the node's second output. */
  secondOf(type: string, inputs: readonly string[], attributes: Attributes): string {
    return this.#result({ type, inputs, attributes }, (output) => [`${output}.first`, output]);
  }

  #result(node: Omit<OnnxNode, 'outputs'>, outputsOf: (result: string) => string[]): string {
    const key = JSON.stringify([node, outputsOf('')]);
    return this.#once(key, `${node.type}${this.nodes.length}`, (result) => {
      this.nodes.push({ ...node, outputs: outputsOf(result) });
    });
  }

  floats(values: Float32Array, shape: Shape): string {
    const key = `float ${shape} ${createHash('sha256').update(values).digest('base64')}`;
    return this.#once(key, `float${this.tensors.length}`, (name) =>
      this.tensors.push({ name, shape, values }),
    );
  }

  integers(values: readonly number[]): string {
    return this.#once(`int ${values}`, `int${this.tensors.length}`, (name) => {
      this.tensors.push({ name, shape: [values.length], values: BigInt64Array.from(values.map(BigInt)) });
    });
  }

  #once(key: string, fresh: string, write: (name: string) => void): string {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    write(fresh);
    this.#known.set(key, fresh);
    return fresh;
  }
}
