import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { FileRefusal, readRegularFile } from '../../../base/regular-file.js';
import { decodedOnDemand, floats, type StoredTensor, sound } from '../safetensors.js';
import { type Fail, type Network, type Pooling, poolings, type Tensors } from './network.js';
import { caffeInput, type StoredLayer, vggNetwork } from './vgg.js';

/** Name of the file that describes a layers model; the weights lie in parts beside it. */
export const modelFile = 'model.json';

/** The largest file of weights that is read: VGG-19 with its classifier has 575 MB. */
export const mostWeightBytes = 1_000_000_000;

const most = 1000;
const layerSchema = z.object({ class_name: z.string(), config: z.record(z.string(), z.unknown()) });
const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  dtype: z.string(),
  quantization: z.unknown().optional(),
});
const modelSchema = z.object({
  modelTopology: z.object({
    model_config: z.object({ config: z.object({ layers: z.array(layerSchema).max(most) }) }),
  }),
  weightsManifest: z
    .array(z.object({ paths: z.array(z.string()).max(most), weights: z.array(weightSchema).max(most) }))
    .max(most),
});

type Layer = z.output<typeof layerSchema>;
type Weight = z.output<typeof weightSchema>;

/**
 * Reads a VGG that Keras trained, saved as a TensorFlow.js layers model: `model.json` with parts of float32 weights
 * beside it, filters `[row, column, in, out]`, input BGR in 0..255 minus the means. `sha256` covers all files.
 * Throws what `fail` makes when a part is missing, cut short, or of another network.
 */
export async function readLayersModel(
  folder: string,
  fail: Fail,
): Promise<{ network: Network; sha256: string }> {
  const hash = createHash('sha256');
  let total = 0;
  const read = async (name: string): Promise<Uint8Array> => {
    if (name !== basename(name) || name === '..')
      throw fail(`names a part «${name}», which is outside of its folder`);
    const bytes = await readRegularFile(join(folder, name), mostWeightBytes - total).catch(
      (cause: unknown) => {
        const why = cause instanceof FileRefusal ? `: ${cause.message}` : '';
        throw fail(`has no readable ${name}${why}`, cause);
      },
    );
    total += bytes.length;
    hash.update(bytes);
    return bytes;
  };
  const model = parse(await read(modelFile), fail);
  const { layers } = model.modelTopology.model_config.config;
  const tensors = new Map<string, StoredTensor>();
  for (const { paths, weights } of model.weightsManifest) {
    const parts: Uint8Array[] = [];
    for (const path of paths) parts.push(await read(path));
    addTensors({ tensors, fail }, weights, Buffer.concat(parts));
  }
  const { convolutions, pooling } = convolutionsOf(layers, tensors, fail);
  const network = vggNetwork(convolutions, { ...caffeInput, padding: 'zeros' }, fail);
  return { network: { ...network, pooling }, sha256: hash.digest('hex') };
}

function parse(bytes: Uint8Array, fail: Fail): z.output<typeof modelSchema> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw fail(`has a ${modelFile} that is no JSON`, cause);
  }
  const { data, error } = modelSchema.safeParse(value);
  if (data !== undefined) return data;
  throw fail(
    `has a ${modelFile} that describes no layers with their weights (see ${error.issues[0]!.path.join('.') || 'its whole'})`,
  );
}

function addTensors(
  { tensors, fail }: { readonly tensors: Map<string, StoredTensor>; readonly fail: Fail },
  weights: readonly Weight[],
  bytes: Uint8Array,
): void {
  let from = 0;
  for (const { name, shape, dtype, quantization } of weights) {
    if (dtype !== 'float32' || quantization !== undefined)
      throw fail(`stores «${name}» other than as float32`);
    const start = from;
    from += 4 * shape.reduce((product, size) => product * size, 1);
    const end = from;
    tensors.set(
      name,
      decodedOnDemand(shape, () => sound(floats(bytes.subarray(start, end)), { name, shape, fail })),
    );
  }
  if (from !== bytes.length) {
    const found =
      from > bytes.length
        ? `lacks ${from - bytes.length} bytes`
        : `has ${bytes.length - from} bytes too many`;
    throw fail(`${found} in its parts`);
  }
}

/** Layers that come after the features, or do nothing to them. */
const passed = ['InputLayer', 'Flatten', 'Dense', 'Dropout', 'GlobalAveragePooling2D', 'GlobalMaxPooling2D'];

/** What style transfer relies on in a convolution of a VGG. */
const expected = {
  kernel_size: [3, 3],
  strides: [1, 1],
  padding: 'same',
  data_format: 'channels_last',
  activation: 'relu',
};

function convolutionsOf(
  layers: readonly Layer[],
  tensors: ReadonlyMap<string, StoredTensor>,
  fail: Fail,
): { convolutions: StoredLayer[]; pooling: Pooling } {
  const convolutions: StoredLayer[] = [];
  const kinds = new Set<Pooling>();
  let stage = 1;
  for (const { class_name: kind, config } of layers) {
    const pooling = poolings.find((each) => kind === `${each[0]!.toUpperCase()}${each.slice(1)}Pooling2D`);
    if (pooling !== undefined) {
      kinds.add(pooling);
      stage++;
    } else if (kind === 'Conv2D') {
      convolutions.push(convolutionOf(config, stage, { tensors, fail }));
    } else if (!passed.includes(kind)) throw fail(`has a layer of kind «${kind}», which a VGG has not`);
  }
  return { convolutions, pooling: kinds.has('average') ? 'average' : 'max' };
}

function convolutionOf(config: Layer['config'], stage: number, { tensors, fail }: Tensors): StoredLayer {
  const { name } = config;
  for (const [key, value] of Object.entries(expected)) {
    if (JSON.stringify(config[key]) !== JSON.stringify(value))
      throw fail(`has a layer «${name}» with ${key} ${JSON.stringify(config[key])}, which a VGG has not`);
  }
  const [kernel, bias] = [tensors.get(`${name}/kernel`), tensors.get(`${name}/bias`)];
  if (kernel === undefined || bias === undefined) throw fail(`has no weights for its layer «${name}»`);
  const [rows, columns, ins, outs] = kernel.shape as [number, number, number, number];
  const turned = decodedOnDemand([outs, ins, rows, columns], () =>
    outermostLast(kernel.data, { places: rows * columns, ins, outs }),
  );
  return { stage, filters: turned, bias };
}

/** Filters `[place, in, out]` as `[out, in, place]`. */
function outermostLast(
  data: Float32Array,
  { places, ins, outs }: Readonly<Record<'places' | 'ins' | 'outs', number>>,
): Float32Array {
  const result = new Float32Array(data.length);
  let at = 0;
  for (let place = 0; place < places; place++) {
    for (let from = 0; from < ins; from++) {
      for (let out = 0; out < outs; out++) result[(out * ins + from) * places + place] = data[at++]!;
    }
  }
  return result;
}
