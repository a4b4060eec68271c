import { describe, expect, it } from 'vitest';
import { start } from './support.js';

const run = (way: string) => start('test/cli/run-program.ts', [way]);
const stopped =
  'abecedary: Stopped; every finished letter is kept, and the same command goes on from there.\n';

describe('the end of a run', () => {
  it('is 0 and a line that sums up when everything is done', async () => {
    const { code, stdout, stderr } = await run('finish').ended;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('1 made, in 1 s\n');
  });

  it('is 1 and names the letters that failed', async () => {
    expect(await run('fail').ended).toMatchObject({
      code: 1,
      stderr: 'abecedary: 1 of 1 letters failed (A); the same command tries these again.\n',
    });
  });

  it('is 2 and one sentence without a stack for a font that cannot be used', async () => {
    expect(await run('font').ended).toMatchObject({
      code: 2,
      stderr: 'abecedary: Expected a font, got none; choose another.\n',
    });
  });

  it('is 1 and a stack for a bug', async () => {
    const { code, stderr } = await run('bug').ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/TypeError: a slip of ours\n\s+at .*run-program\.ts/);
    expect(stderr).toContain('abecedary: This is a bug in the program');
  });
});

describe('a run that is to stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 130 and one sentence at %s', async (signal) => {
    const { child, ended, said } = run('obey');
    await said('1 letter to make');
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 130, signal: null, stderr: stopped });
  });

  it('takes two Ctrl-C in a moment for one, as npm sends them', async () => {
    const { child, ended, said } = run('obey');
    await said('1 letter to make');
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, signal: null, stderr: stopped });
  });

  it('dies of the signal within a second when its work cannot be stopped', async () => {
    const { child, ended, said } = run('ignore');
    await said('1 letter to make');
    const begin = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGINT', stderr: stopped });
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  it('ends when nobody reads what it says', async () => {
    const { child, ended, said } = run('obey');
    await said('1 letter to make');
    child.stdout.destroy();
    expect(await ended).toMatchObject({ code: 130, stderr: stopped });
  });
});
