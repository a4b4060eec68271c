import { PbfWriter } from 'pbf';

/**
 * The few messages of the ONNX model format that a graph of float tensors needs, written as protocol buffers.
 * Field numbers: onnx.proto of ONNX IR version 8.
 */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Set of operators that `type` is of; ONNX's own when absent. */
  readonly domain?: string | undefined;
}
export type OnnxAttribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly text: string };

/** A fixed tensor: float32 for values, int64 for shapes and axes. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** A float32 input or output of the model. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly number[];
}

/** One whose shape follows from the nodes, if it is not told. */
type OnnxResult = Pick<OnnxPort, 'name'> & Partial<OnnxPort>;

interface OnnxModel {
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxResult[];
  /** Version of ONNX's own operators. */
  readonly operatorSet: number;
}

const irVersion = 8;
const float32 = 1;
const int64 = 7;
const attributeType = { int: 2, text: 3, floats: 6, ints: 7 } as const;

function writeAttribute([name, value]: readonly [string, OnnxAttribute], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if ('int' in value) {
    pbf.writeVarintField(3, value.int);
    pbf.writeVarintField(20, attributeType.int);
  } else if ('text' in value) {
    pbf.writeBytesField(4, new TextEncoder().encode(value.text));
    pbf.writeVarintField(20, attributeType.text);
  } else if ('floats' in value) {
    for (const float of value.floats) pbf.writeFloatField(7, float);
    pbf.writeVarintField(20, attributeType.floats);
  } else {
    for (const int of value.ints) pbf.writeVarintField(8, int);
    pbf.writeVarintField(20, attributeType.ints);
  }
}

function writeNode(node: OnnxNode, pbf: PbfWriter): void {
  for (const name of node.inputs) pbf.writeStringField(1, name);
  for (const name of node.outputs) pbf.writeStringField(2, name);
  pbf.writeStringField(3, node.outputs.at(-1)!);
  pbf.writeStringField(4, node.type);
  for (const attribute of Object.entries(node.attributes)) pbf.writeMessage(5, writeAttribute, attribute);
  if (node.domain !== undefined) pbf.writeStringField(7, node.domain);
}

function writeTensor({ name, shape, values }: OnnxTensor, pbf: PbfWriter): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, values instanceof Float32Array ? float32 : int64);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writePort({ name, shape }: OnnxResult, pbf: PbfWriter): void {
  const writeDimension = (size: number, into: PbfWriter): void => into.writeVarintField(1, size);
  const writeShape = (sizes: readonly number[], into: PbfWriter): void => {
    for (const size of sizes) into.writeMessage(1, writeDimension, size);
  };
  const writeTensorType = (sizes: readonly number[] | undefined, into: PbfWriter): void => {
    into.writeVarintField(1, float32);
    if (sizes !== undefined) into.writeMessage(2, writeShape, sizes);
  };
  const writeType = (sizes: readonly number[] | undefined, into: PbfWriter): void =>
    into.writeMessage(1, writeTensorType, sizes);
  pbf.writeStringField(1, name);
  pbf.writeMessage(2, writeType, shape);
}

function writeGraph(model: OnnxModel, pbf: PbfWriter): void {
  for (const node of model.nodes) pbf.writeMessage(1, writeNode, node);
  pbf.writeStringField(2, 'abecedary');
  for (const tensor of model.tensors) pbf.writeMessage(5, writeTensor, tensor);
  for (const port of model.inputs) pbf.writeMessage(11, writePort, port);
  for (const port of model.outputs) pbf.writeMessage(12, writePort, port);
}

/** The bytes of a model file, as `onnx.load` and every ONNX runtime read it. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const pbf = new PbfWriter();
  const writeOperatorSet = ([domain, version]: readonly [string, number], into: PbfWriter): void => {
    into.writeStringField(1, domain);
    into.writeVarintField(2, version);
  };
  pbf.writeVarintField(1, irVersion);
  pbf.writeStringField(2, 'abecedary');
  pbf.writeMessage(7, writeGraph, model);
  for (const domain of new Set(model.nodes.map((node) => node.domain ?? '')))
    pbf.writeMessage(8, writeOperatorSet, [domain, domain === '' ? model.operatorSet : 1] as const);
  return pbf.finish();
}
