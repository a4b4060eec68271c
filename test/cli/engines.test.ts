import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPicture } from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';
import { relativeDistance } from '../support/tensors.js';
import { describeWithWebgpu } from '../support/webgpu.js';
import { abecedary } from './support.js';

const config = `characters: AB
transfer: { sizePx: 32, iterations: 1, evaluationsPerIteration: 2, secondTryBelow: 0 }
overview: { formats: none }
film: { formats: none }
report: { make: false }
`;

/** Makes one letter with an engine: what was said of it, what the manifest says of the engine, and the letter. */
async function makeLetter(engine: string, more: readonly string[] = []) {
  const folder = await scratchFolder();
  await writeFile(join(folder, 'small.yaml'), config);
  const only = more.length === 0 ? ['--only', 'A'] : [];
  const args = ['alphabet', '--config', 'small.yaml', ...only, '--engine', engine, '--out', 'out', ...more];
  const { code, stdout, stderr } = await abecedary(args, folder);
  expect([code, stderr]).toEqual([0, '']);
  const out = join(folder, 'out');
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  const { data } = await readPicture(join(out, 'letters/A.png'), { background: '#ffffff' });
  const said = stdout.split('\n').find((line) => line.includes(' to make; '));
  return { said, engine: manifest.engine, versions: manifest.versions, data };
}

describe('a letter by another engine', () => {
  it('is made by TensorFlow.js, and looks like that of the CPU', async () => {
    const { said, engine, versions, data } = await makeLetter('tfjs');
    expect(said).toBe('1 letter to make; 1 iterations each, 1 at a time, @tensorflow/tfjs cpu (as chosen)');
    expect(engine).toEqual({ name: '@tensorflow/tfjs', provider: 'cpu', reason: 'as chosen', batch: 1 });
    expect(versions).toHaveProperty('@tensorflow/tfjs');
    expect(relativeDistance(data, (await makeLetter('cpu')).data)).toBeLessThan(0.01);
  });

  it('is made by TensorFlow.js beside another in one batch, and looks the same', async () => {
    const { said, engine, data } = await makeLetter('tfjs', ['--batch', '2']);
    expect(said).toContain('2 letters to make; 1 iterations each, 2 at a time in batches of 2, ');
    expect(engine).toMatchObject({ batch: 2 });
    expect(relativeDistance(data, (await makeLetter('cpu')).data)).toBeLessThan(0.01);
  });

  describeWithWebgpu('on WebGPU', () => {
    it('is made there, and the driver is told of', async () => {
      const { said, engine, data } = await makeLetter('webgpu');
      const why = 'as chosen, on SwiftShader Device (Subzero), which is no GPU and slower than the CPU';
      expect(said).toBe(`1 letter to make; 1 iterations each, 1 at a time, onnxruntime webgpu (${why})`);
      expect(engine).toEqual({ name: 'onnxruntime', provider: 'webgpu', reason: why, batch: 1 });
      expect(relativeDistance(data, (await makeLetter('cpu')).data)).toBeLessThan(0.01);
    }, 600_000);

    it('is made there beside another in one batch', async () => {
      const { engine, data } = await makeLetter('webgpu', ['--batch', '2']);
      expect(engine).toMatchObject({ provider: 'webgpu', batch: 2 });
      expect(relativeDistance(data, (await makeLetter('cpu')).data)).toBeLessThan(0.01);
    }, 600_000);
  });
});

describe('an engine that cannot be used here', () => {
  it.skipIf(process.platform !== 'linux')('is refused before anything is written', async () => {
    const folder = await scratchFolder();
    const args = ['alphabet', '--engine', 'directml', '--out', 'out'];
    const { code, stdout, stderr } = await abecedary(args, folder);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^abecedary: Expected the engine directml to be usable here, but .*; .*\.\n$/);
    await expect(readFile(join(folder, 'out/manifest.json'))).rejects.toThrow('ENOENT');
  });
});
