import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onnxruntimeCpu } from '../../src/backend/index.js';
import { type Planes, toPlanes } from '../../src/base/pixels.js';
import { readPicture, resizePicture } from '../../src/files/index.js';
import { input } from '../../src/graph/index.js';
import { encode, loadEncoder } from '../../src/nst/encoder/encoder.js';
import { describeWithPytorch } from '../support/pytorch.js';
import { scratchFolder } from '../support/scratch.js';
import { describeWithSharedData, sharedPath } from '../support/shared-data.js';
import { relativeDistance } from '../support/tensors.js';

const layers = [
  'relu1_1',
  'relu1_2',
  'relu2_1',
  'relu2_2',
  'relu3_1',
  'relu3_2',
  'relu3_3',
  'relu3_4',
] as const;

const pictures = [
  'art/16-gogh-the-starry-night.jpg',
  'art/33-kandinsky-composition-viii.jpg',
  'photos/kodak/kodim05.png',
];

/** A picture of the shared data, small. */
async function picture(path: string): Promise<Planes> {
  const whole = await readPicture(sharedPath(path), { background: '#ffffff' });
  return toPlanes(await resizePicture(whole, 192, 128));
}

describeWithSharedData('encoders', 'the exact half of VGG-19', (folder) => {
  const file = join(folder, 'vgg19-normalised-to-relu3_4.safetensors');

  test('is read with the taps that it has, halved as often as they are deep', async () => {
    const { name, pooling, padding, taps, contentTap } = await loadEncoder(file);
    expect({ name, pooling, padding }).toEqual({ name: 'vgg19', pooling: 'max', padding: 'reflect' });
    expect(taps).toEqual([
      { name: 'relu1_1', channels: 64, halvings: 0, border: 1 },
      { name: 'relu2_1', channels: 128, halvings: 1, border: 1 },
      { name: 'relu3_1', channels: 256, halvings: 2, border: 1 },
    ]);
    expect(contentTap).toBe(2);
  });

  describeWithPytorch('has the activations that PyTorch computes', (run) => {
    const cases = pictures.flatMap((path) =>
      [['reflect', 'reflect'] as const, ['zeros', 'constant'] as const].map(([padding, mode]) => ({
        path,
        padding,
        mode,
      })),
    );
    test.each(cases)('of $path with $padding', async ({ path, padding, mode }) => {
      const scratch = await scratchFolder();
      const { width, height, data } = await picture(path);
      await writeFile(join(scratch, 'image.f32'), data);
      await run('activations.py', file, mode, String(height), String(width), scratch);

      const encoder = await loadEncoder(file, { taps: layers, padding });
      const image = input('image', [1, 3, height, width]);
      const outputs = Object.fromEntries(encode(image, encoder).map((tap, at) => [layers[at]!, tap]));
      const program = await onnxruntimeCpu({ threads: 2 }).compile({ outputs });
      const ours = await program.run({ image: data });
      for (const layer of layers) {
        const bytes = await readFile(join(scratch, `${layer}.f32`));
        const theirs = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
        expect(ours[layer]!.length).toBe(theirs.length);
        const largest = theirs.reduce((most, value) => Math.max(most, value), 0);
        const worst = theirs.reduce(
          (most, value, at) => Math.max(most, Math.abs(value - ours[layer]![at]!)),
          0,
        );
        console.log(path, padding, layer, relativeDistance(ours[layer]!, theirs), worst / largest);
        expect(relativeDistance(ours[layer]!, theirs)).toBeLessThan(1e-4);
        expect(worst / largest).toBeLessThan(1e-4);
      }
      await program.release();
    });
  });
});
