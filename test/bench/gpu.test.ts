import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readAlphabet } from '../../bench/gpu/alphabet.js';
import { readCard } from '../../bench/gpu/cards.js';
import { productionPackages } from '../../bench/gpu/packages.js';
import { lastJson, type Outcome, runSteps, type Step } from '../../bench/gpu/steps.js';
import { scratchFolder } from '../support/scratch.js';

const step = (name: string, program: string, limitSeconds = 60): Step => ({
  ...{ name, limitSeconds, read: lastJson },
  command: [process.execPath, '--eval', program],
});

const say = (value: unknown): string => `console.log(${JSON.stringify(JSON.stringify(value))});`;

async function outcomesOf(steps: readonly Step[], totalSeconds = 300): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  await runSteps(steps, { begun: Date.now(), totalSeconds, leastSeconds: 1 }, async (outcome) => {
    outcomes.push(outcome);
  });
  return outcomes;
}

describe('steps of a measurement', () => {
  it('go on after one that hangs, one that crashes, and one that cannot be started', async () => {
    const hangs = `echo '{ "so": "far" }'; sleep 1000`;
    const outcomes = await outcomesOf([
      { ...step('hangs', '', 1.5), command: ['/bin/sh', '-c', hangs] },
      step('crashes', 'process.abort();'),
      step('fails', 'throw new Error("no GPU here");'),
      { ...step('is not there', ''), command: ['/nowhere/program'] },
      { ...step('writes nonsense', 'console.log("{");') },
      step('works', `console.log("a line"); ${say({ found: 1 })}`),
    ]);
    expect(outcomes.map(({ name, became }) => [name, became])).toEqual([
      ['hangs', 'over its limit'],
      ['crashes', 'failed'],
      ['fails', 'failed'],
      ['is not there', 'failed'],
      ['writes nonsense', 'done'],
      ['works', 'done'],
    ]);
    // What it had found by then is not lost.
    expect(outcomes[0]!.found).toEqual({ so: 'far' });
    expect(outcomes[1]!.said).toContain('SIGABRT');
    expect(outcomes[2]!.said).toContain('no GPU here');
    expect(outcomes[4]!.found).toMatchObject({ wrote: '{\n' });
    expect(outcomes[5]!.found).toEqual({ found: 1 });
  });

  it('end with what they have started, so that nothing holds the GPU afterwards', async () => {
    const file = join(await scratchFolder(), 'pid');
    const program = 'sleep 1000 & echo $! > "$0"; wait';
    const command = ['/bin/sh', '-c', program, file] as const;
    const [outcome] = await outcomesOf([{ ...step('has a child', '', 1.5), command }]);
    expect(outcome!.became).toBe('over its limit');
    const pid = Number(await readFile(file, 'utf8'));
    const isAlive = await readFile(`/proc/${pid}/stat`, 'utf8').then(
      (stat) => !/\) Z /.test(stat),
      () => false,
    );
    expect(isAlive).toBe(false);
  });

  it('are left out where too little time is left', async () => {
    expect(await outcomesOf([step('late', say({}))], 0.5)).toMatchObject([
      { name: 'late', became: 'left out' },
    ]);
  });
});

describe('what nvidia-smi says of a card', () => {
  it('gives its peak, where the card is known', () => {
    expect(readCard('NVIDIA A100-SXM4-80GB, 535.54.03, 81920, 1410')).toEqual({
      ...{ name: 'NVIDIA A100-SXM4-80GB', driver: '535.54.03', memoryMebibytes: 81920, mostMegahertz: 1410 },
      // 19.5 TFLOPS, as its maker says.
      peak: 2 * 6912 * 1410e6,
    });
    expect(readCard('NVIDIA L40S, 550.1, 46068, 2520').peak! / 1e12).toBeCloseTo(91.6, 1);
    expect(readCard('Some Card, 1, 1000, 1000').peak).toBeUndefined();
    expect(readCard('Tesla T4, 1, 15360, [N/A]').peak).toBeUndefined();
  });
});

describe('the lines of a run', () => {
  const plan =
    '{"at":"2030-01-01T00:00:00.000Z","kind":"plan","letters":["A","B"],"workers":2,"engine":"x y"}';
  const done = (letter: string, at: string): string =>
    `{"at":"2030-01-01T00:00:${at}.000Z","kind":"done","letter":"${letter}","evaluations":14}`;

  it('tell how long letters and products took', () => {
    const sheet = '{"at":"2030-01-01T00:00:15.000Z","kind":"sheet"}';
    expect(readAlphabet([plan, done('A', '06'), done('B', '10'), sheet, ''].join('\n'))).toEqual({
      ...{ engine: 'x y', workers: 2, batch: 1, letters: 2, lettersDone: 2, failed: [] },
      ...{ lettersSeconds: 10, productsSeconds: 5, lettersAMinute: 12, evaluations: 28 },
    });
  });

  it('tell as much of a run that was ended, in the middle of a line', () => {
    expect(readAlphabet(`${plan}\n${done('A', '06')}\n{"at":"20`)).toMatchObject({
      ...{ letters: 2, lettersDone: 1, lettersSeconds: 6, productsSeconds: undefined, lettersAMinute: 10 },
    });
    expect(readAlphabet('')).toMatchObject({ letters: 0, lettersDone: 0, lettersAMinute: undefined });
  });
});

describe('the packages that are packed', () => {
  it('are those that the program runs with', async () => {
    const places = await productionPackages(fileURLToPath(new URL('../..', import.meta.url)));
    expect(places).toContain('node_modules/onnxruntime-node');
    expect(places).toContain('node_modules/sharp');
    expect(places).not.toContain('node_modules/vitest');
    expect(places).not.toContain('node_modules/@tensorflow/tfjs');
  });
});
