import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { input } from '../../src/graph/index.js';
import { encode, includedEncoderFile, loadEncoder } from '../../src/nst/encoder/encoder.js';
import { parseSafetensors } from '../../src/nst/encoder/safetensors.js';
import { scratchFolder } from '../support/scratch.js';
import { randomTensor, relativeDistance } from '../support/tensors.js';
import { safetensors, type WrittenTensor } from '../support/weight-files.js';

/** A safetensors file of one tensor. */
function file(dtype: string, shape: readonly number[], values: Uint8Array): Uint8Array {
  const header = JSON.stringify({ x: { dtype, shape, data_offsets: [0, values.length] } });
  const bytes = new Uint8Array(8 + header.length + values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  bytes.set(values, 8 + header.length);
  return bytes;
}

describe.each([
  ['compact', 3e6, [[16, 16], [32, 48], [64, 256, 80], [48]]],
  ['rich', 12e6, [[32, 32], [64, 64], [256, 96], [128]]],
] as const)('the encoder %s that comes with the product', (name, mostBytes, widths) => {
  const file = includedEncoderFile(name);

  test('is small and has the four stages that the objective expects', async () => {
    expect((await readFile(file)).length).toBeLessThan(mostBytes);
    const encoder = await loadEncoder(file);
    expect(encoder.name).toBe(name);
    expect(encoder.contentTap).toBe(2);
    expect(encoder.taps.map(({ halvings }) => halvings)).toEqual([0, 1, 2, 3]);
    expect(encoder.stages.map((stage) => stage.map(({ bias }) => bias.data.length))).toEqual(widths);
  });

  test('says in its file what it was trained on, for how long and how well', async () => {
    const { metadata } = parseSafetensors(await readFile(file), name);
    for (const key of ['trained_on', 'teachers', 'steps', 'seconds', 'held_out', 'licence']) {
      expect(metadata[key], key).toBeTruthy();
    }
  });
});

/** A file as training/ exports it, of random filters with sides of `kernel`. */
async function ownFile(
  stages: readonly (readonly number[])[],
  architecture: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, string>> = {},
  kernel = 3,
  more: Readonly<Record<string, WrittenTensor>> = {},
): Promise<string> {
  const tensors: Record<string, WrittenTensor> = { ...more };
  let channels = 3;
  stages.forEach((stage, stageAt) => {
    stage.forEach((width, at) => {
      const name = `stage${stageAt + 1}.conv${at + 1}`;
      const side = stageAt + at === 0 ? kernel : 3;
      const shape = [width, channels, side, side];
      tensors[`${name}.weight`] ??= { shape, data: randomTensor(shape, name, -0.3, 0.3) };
      tensors[`${name}.bias`] = { shape: [width], data: randomTensor([width], name, -0.1, 0.1) };
      channels = width;
    });
  });
  const described = { mean: [0.5, 0.4, 0.3], std: [0.2, 0.2, 0.3], pool: 'average', stages, ...architecture };
  const file = join(await scratchFolder(), 'own.safetensors');
  const about = { format: 'abecedary-encoder', architecture: JSON.stringify(described), content: 'relu2' };
  await writeFile(file, safetensors(tensors, { name: 'own', ...about, ...metadata }));
  return file;
}

async function shapesOf(file: string): Promise<(readonly number[])[]> {
  const encoder = await loadEncoder(file);
  return encode(input('image', [1, 3, 16, 16]), encoder).map(({ shape }) => shape);
}

describe('an encoder of ours', () => {
  test.each([
    ['of other widths', [[8], [12, 12]], {}, 3],
    ['of other depths', [[8, 8, 8], [12]], {}, 3],
    ['with other first filters', [[8], [12]], {}, 1],
    ['with larger first filters', [[8], [12]], {}, 5],
    ['with max pooling', [[8], [12]], { pool: 'max' }, 3],
    ['with mirrored borders', [[8], [12]], { padding: 'reflect' }, 3],
  ])('%s is read, with a tap for each stage', async (_, stages, architecture, kernel) => {
    const file = await ownFile(stages, architecture, {}, kernel);
    expect(await shapesOf(file)).toEqual([
      [1, 8, 16, 16],
      [1, 12, 8, 8],
    ]);
    const { taps, contentTap } = await loadEncoder(file);
    expect(taps.map(({ name, channels, halvings, border }) => [name, channels, halvings, border])).toEqual([
      ['relu1', 8, 0, (kernel - 1) / 2 + stages[0]!.length - 1],
      ['relu2', 12, 1, stages[1]!.length],
    ]);
    expect(contentTap).toBe(1);
  });

  test('may have its taps inside of a stage, and ends behind the last of them', async () => {
    const file = await ownFile(
      [[8], [12, 12], [16]],
      {},
      { taps: '["relu1","relu2_1"]', content: 'relu2_1' },
    );
    const { taps, stages } = await loadEncoder(file);
    expect(taps.map(({ name, border }) => [name, border])).toEqual([
      ['relu1', 1],
      ['relu2_1', 1],
    ]);
    expect(stages.map((stage) => stage.length)).toEqual([1, 1]);
  });

  test('may have filters of one place, and layers that no ReLU follows', async () => {
    const weight = { shape: [6, 12, 1, 1], data: randomTensor([6, 12, 1, 1], 'projection', -1, 1) };
    const linear = [[false], [false, true]];
    const file = await ownFile([[8], [12, 6]], { linear }, {}, 3, { 'stage2.conv2.weight': weight });
    const encoder = await loadEncoder(file, { taps: ['relu2_1', 'relu2'], content: 'relu2' });
    expect(encoder.taps.map(({ channels, border }) => [channels, border])).toEqual([
      [12, 1],
      [6, 1],
    ]);
    const image = input('image', [1, 3, 16, 16]);
    const [before, after] = encode(image, encoder);
    const executable = await onnxruntimeCpu({ threads: 1 }).compile({
      outputs: { before: before!, after: after! },
    });
    const found = await executable.run({ image: randomTensor(image.shape, 'picture', 0, 1) });
    const bias = encoder.stages[1]![1]!.bias.data;
    const expected = [...bias].flatMap((shift, out) =>
      Array.from({ length: 64 }, (_, place) =>
        weight.data
          .subarray(12 * out, 12 * out + 12)
          .reduce((sum, each, channel) => sum + each * found.before![64 * channel + place]!, shift),
      ),
    );
    expect(Math.min(...expected)).toBeLessThan(0);
    expect(relativeDistance(found.after!, Float32Array.from(expected))).toBeLessThan(1e-5);
  });

  test('may say where its statistics are compared', async () => {
    const weight = { shape: [5, 8], data: randomTensor([5, 8], 'w', -1, 1) };
    const bias = { shape: [5], data: randomTensor([5], 'b', -1, 1) };
    const stages = [[8], [12, 12]];
    const { taps } = await loadEncoder(
      await ownFile(stages, {}, {}, 3, {
        'stage1.conv1.metric.weight': weight,
        'stage1.conv1.metric.bias': bias,
      }),
    );
    expect(taps[0]!.metric).toEqual({ weight, bias });
    expect(taps[1]!.metric).toBeUndefined();
    await expect(
      ownFile(stages, {}, {}, 3, { 'stage2.conv2.metric.weight': weight }).then((file) => loadEncoder(file)),
    ).rejects.toThrow('has «stage2.conv2.metric.weight» of shape [5, 8] where [5, 12] is needed');
    await expect(
      ownFile(stages, {}, {}, 3, { 'stage1.conv1.metric.weight': weight }).then((file) => loadEncoder(file)),
    ).rejects.toThrow('has no tensor «stage1.conv1.metric.bias»');
  });

  test('sees mirrored borders where it asks for them: a plain picture gives plain features', async () => {
    for (const [padding, plain] of [
      ['reflect', true],
      ['zeros', false],
    ] as const) {
      const encoder = await loadEncoder(await ownFile([[8], [12, 12]], { padding }));
      const taps = encode(input('image', [1, 3, 16, 16]), encoder);
      const program = await onnxruntimeCpu({ threads: 1 }).compile({ outputs: { last: taps.at(-1)! } });
      const { last } = await program.run({ image: new Float32Array(3 * 256).fill(0.9) });
      const spread = Array.from({ length: 12 }, (_, channel) => {
        const places = last!.subarray(64 * channel, 64 * channel + 64);
        return Math.max(...places) - Math.min(...places);
      });
      expect(Math.max(...spread) < 1e-6).toBe(plain);
    }
  });

  test.each([
    ['of another pooling', { pool: 'median' }, {}, 'asks for pooling «median»'],
    ['of another padding', { padding: 'wrap' }, {}, 'asks for padding «wrap»'],
    [
      'of wider filters than it says',
      { stages: [[9], [12]] },
      {},
      'has «stage1.conv1.weight» of shape [8, 3, 3, 3]',
    ],
    ['of more stages than it says', { stages: [[8], [12], [16]] }, {}, 'has no tensor «stage3.conv1.weight»'],
    [
      'with a ReLU that is neither there nor not',
      { linear: [['no'], [false]] },
      {},
      'does not describe its architecture',
    ],
    ['without a mean', { mean: [] }, {}, 'does not describe its architecture'],
    [
      'with half a description',
      {},
      { architecture: '{"mean":' },
      'describes itself in something that is no JSON',
    ],
    ['with a tap that is not there', {}, { taps: '["relu1","relu7"]' }, 'has no activation «relu7»'],
    ['with a content that is no tap', {}, { content: 'relu7' }, 'has no tap «relu7» for the content'],
  ])('%s is refused in a sentence', async (_, architecture, metadata, found) => {
    await expect(loadEncoder(await ownFile([[8], [12]], architecture, metadata))).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining(found),
    });
  });
});

describe('a weights file', () => {
  test('of half floats is read to the bit', () => {
    const halves = Uint16Array.of(0x0000, 0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff);
    const { tensors } = parseSafetensors(file('F16', [2, 3], new Uint8Array(halves.buffer)), 'x');
    expect([...tensors.get('x')!.data]).toEqual([0, 1, -2, Math.fround(1365 * 2 ** -12), 2 ** -24, 65504]);
  });

  const whole = file('F32', [2], new Uint8Array(8));
  test.each([
    ['is empty', new Uint8Array(0), 'is shorter than a header'],
    ['ends within its header', whole.subarray(0, 20), 'ends within its header'],
    ['ends within a tensor', whole.subarray(0, whole.length - 1), 'ends within its tensor «x»'],
    [
      'is of another format',
      new TextEncoder().encode(`\x04\0\0\0\0\0\0\0nope and more`),
      'has a header that is no JSON',
    ],
    ['stores another kind of number', file('I64', [1], new Uint8Array(8)), 'stores «x» as I64'],
    [
      'has a shape of another size',
      file('F32', [3], new Uint8Array(8)),
      'has a tensor «x» whose size does not match its shape [3]',
    ],
  ])('that %s is refused in a sentence', (_, bytes, reason) => {
    expect(() => parseSafetensors(bytes, 'weights.safetensors')).toThrow(
      expect.objectContaining({
        code: 'encoder',
        message: expect.stringContaining(`weights.safetensors ${reason}`),
      }),
    );
  });

  test('without an encoder in it, or not there at all, is refused in a sentence', async () => {
    const folder = await scratchFolder();
    const other = join(folder, 'other.safetensors');
    await writeFile(other, whole);
    await expect(loadEncoder(other)).rejects.toMatchObject({
      code: 'encoder',
      message: expect.stringContaining('of another kind'),
    });
    await expect(loadEncoder(join(folder, 'none'))).rejects.toMatchObject({ code: 'encoder' });
  });
});
