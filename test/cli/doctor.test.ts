import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { EngineState, Health } from '../../src/index.js';
import { scratchFolder } from '../support/scratch.js';
import { describeWithWebgpu } from '../support/webgpu.js';
import { abecedary } from './support.js';

/** Engines are measured at a letter's size where that is small. */
const quick = ['--size', '32'];

async function examined(args: readonly string[]): Promise<Health> {
  const folder = await scratchFolder();
  const { code, stdout, stderr } = await abecedary(['doctor', '--json', ...quick, ...args], folder);
  expect([code, stderr]).toEqual([0, '']);
  expect(await readdir(folder)).toEqual([]);
  return JSON.parse(stdout) as Health;
}

const stateOf = (health: Health, word: string): EngineState =>
  health.engines.find((state) => state.word === word)!;

describe('abecedary doctor', () => {
  it('tells what is here as JSON, with a measured evaluation of each engine that can be used', async () => {
    const health = await examined(['--engine', 'cpu', '--workers', '3']);
    expect(health.canRun).toBe(true);
    expect(health.versions).toHaveProperty('onnxruntime-node');
    expect(health.engines.map(({ word }) => word)).toEqual([
      'cpu',
      'webgpu',
      'cuda',
      'coreml',
      'directml',
      'tfjs',
    ]);
    expect(stateOf(health, 'cpu')).toMatchObject({ usable: true, times: { sizePx: 32 } });
    // JavaScript alone takes seconds for an evaluation, and is only tried where it is asked for.
    expect(stateOf(health, 'tfjs')).toMatchObject({ usable: true, untried: true });
    for (const state of health.engines) {
      if (state.usable && state.untried) continue;
      if (state.usable) expect(state.times!.medianMs).toBeGreaterThan(0);
      else expect([state.lacks, state.remedy].every((text) => text.length > 5)).toBe(true);
    }
    expect(health.run).toMatchObject({
      wanted: 'cpu',
      engine: { name: 'onnxruntime', provider: 'cpu' },
      reason: 'as chosen',
      workers: 3,
    });
    expect(health.font).toEqual({ ok: true, is: expect.stringContaining('Archivo Black') });
    expect(health.encoders[0]).toMatchObject({ name: 'compact', included: true });
    expect(health).not.toHaveProperty('redis');
  });

  it('tells in aligned lines what is wrong, and ends well as long as something can run', async () => {
    const folder = await scratchFolder();
    const wrong = ['--font', 'none.ttf', '--scheduler', 'redis', '--redis', 'redis://me:secret@127.0.0.1:1'];
    const { code, stdout } = await abecedary(['doctor', ...quick, ...wrong, '--store', '.'], folder);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}cpu {15}usable, onnxruntime cpu: \S+ ms for an evaluation at 32 px/m);
    expect(stdout).toMatch(/^ {2}font {14}not usable: Expected .*none\.ttf/m);
    expect(stdout).toMatch(/^ {2}redis {13}not usable: Expected a Redis at redis:\/\/…@127\.0\.0\.1:1, but/m);
    expect(stdout).not.toContain('secret');
    expect(stdout).toMatch(/^ {2}engine {12}onnxruntime cpu \(auto is the CPU where other machines/m);
  });

  it.skipIf(process.platform !== 'linux')('says that a named engine would be refused', async () => {
    const { run } = await examined(['--engine', 'coreml']);
    expect(run).not.toHaveProperty('engine');
    expect(run.reason).toMatch(/^Expected the engine coreml to be usable here, but/);
  });

  describeWithWebgpu('with a driver that is no GPU', () => {
    it('measures it, and would not take it by itself', async () => {
      const health = await examined([]);
      expect(stateOf(health, 'webgpu')).toMatchObject({
        usable: true,
        software: true,
        adapter: expect.stringContaining('SwiftShader'),
        times: { sizePx: 32 },
      });
      expect(health.auto.engine.provider).not.toBe('webgpu');
    }, 600_000);
  });
});
