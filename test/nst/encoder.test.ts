import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compactEncoderFile, loadEncoder } from '../../src/nst/encoder.js';
import { parseSafetensors } from '../../src/nst/safetensors.js';
import { scratchFolder } from '../support/scratch.js';

/** A safetensors file of one tensor. */
function file(dtype: string, shape: readonly number[], values: Uint8Array): Uint8Array {
  const header = JSON.stringify({ x: { dtype, shape, data_offsets: [0, values.length] } });
  const bytes = new Uint8Array(8 + header.length + values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(new TextEncoder().encode(header), 8);
  bytes.set(values, 8 + header.length);
  return bytes;
}

describe('the encoder that comes with the product', () => {
  test('is small and has the four stages that the objective expects', async () => {
    expect((await readFile(compactEncoderFile)).length).toBeLessThan(3e6);
    const { stages, contentTap, name } = await loadEncoder(compactEncoderFile);
    expect(name).toBe('compact');
    expect(contentTap).toBe(2);
    expect(stages.map((stage) => stage.map(({ bias }) => bias.data.length))).toEqual([
      [16],
      [32, 32],
      [64, 64],
      [128],
    ]);
  });

  test('says in its file what it was trained on, for how long and how well', async () => {
    const { metadata } = parseSafetensors(await readFile(compactEncoderFile), 'compact');
    for (const key of ['trained_on', 'teachers', 'steps', 'seconds', 'held_out', 'licence']) {
      expect(metadata[key], key).toBeTruthy();
    }
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
