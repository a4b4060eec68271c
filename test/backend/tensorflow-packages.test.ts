import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findTensorflow, loadTensorflow } from '../../src/backend/tensorflow/packages.js';
import { scratchFolder } from '../support/scratch.js';

/** A file in a folder where packages with these programs are installed. */
async function installed(packages: Readonly<Record<string, string>>): Promise<string> {
  const folder = await scratchFolder();
  for (const [name, program] of Object.entries(packages)) {
    const place = join(folder, 'node_modules', name);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), JSON.stringify({ name, main: 'index.js' }));
    await writeFile(join(place, 'index.js'), program);
  }
  return pathToFileURL(join(folder, 'asking.js')).href;
}

const working = 'module.exports = { ready: async () => {}, getBackend: () => "tensorflow" };';

describe('TensorFlow.js', () => {
  it('is that of the project where it has its own', () => {
    expect(findTensorflow()?.name).toBe('@tensorflow/tfjs');
  });

  it('is taken from the package for GPUs, then from the native one, then from the plain one', async () => {
    const all = { '@tensorflow/tfjs': working, '@tensorflow/tfjs-node': working };
    const { name, tf } = await loadTensorflow(await installed(all));
    expect([name, tf.getBackend()]).toEqual(['@tensorflow/tfjs-node', 'tensorflow']);
    const withGpu = await installed({ ...all, '@tensorflow/tfjs-node-gpu': working });
    expect((await loadTensorflow(withGpu)).name).toBe('@tensorflow/tfjs-node-gpu');
  });

  it('says how to install it where it is not', async () => {
    await expect(loadTensorflow(await installed({}))).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(
        /^Expected .*, found none; run npm install @tensorflow\/tfjs-node .*\.$/,
      ),
    });
  });

  it('does not take the next package where the first one does not work', async () => {
    const broken = await installed({
      '@tensorflow/tfjs': working,
      '@tensorflow/tfjs-node': 'throw new Error("The specified module could not be found.");',
    });
    await expect(loadTensorflow(broken)).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(
        /^Expected @tensorflow\/tfjs-node to be usable, but it cannot be loaded \(The specified module .*\); run npm rebuild/,
      ),
    });
  });
});
