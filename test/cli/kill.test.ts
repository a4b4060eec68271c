import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readJournal } from '../../src/files/index.js';
import { journalEntries } from '../support/journal.js';
import { scratchFolder } from '../support/scratch.js';
import { bytesIn } from '../support/small-alphabet.js';
import { abecedary, start } from './support.js';

const flags = ['alphabet', '--characters', 'AB', '--size', '160', '--iterations', '5', '--workers', '1'];

describe('kill -9, again and again', () => {
  it('loses no letter, makes none again, and ends with the bytes of an uninterrupted run', async () => {
    const folder = await scratchFolder();
    expect(await abecedary([...flags, '--out', 'whole'], folder)).toMatchObject({ code: 0 });
    const out = join(folder, 'killed');
    for (const moment of ['to make', 'A: started', 'A: done', 'B: started']) {
      const { child, ended, said } = start('src/cli/main.ts', [...flags, '--out', 'killed'], folder);
      // A run that goes on from a later place never comes to this moment; it ends, and there is nothing to kill.
      await said(moment).catch(() => undefined);
      child.kill('SIGKILL');
      await ended;
    }
    expect(await abecedary([...flags, '--out', 'killed'], folder)).toMatchObject({ code: 0, stderr: '' });
    expect(await bytesIn(out)).toEqual(await bytesIn(join(folder, 'whole')));
    expect((await readJournal(out)).faults).toEqual([]);
    const entries = await journalEntries(out);
    expect(entries.filter(({ kind }) => kind === 'run').length).toBeGreaterThan(1);
    const done = entries.flatMap((entry) => (entry.kind === 'done' ? entry.letter : []));
    expect(done.filter((letter, at) => done.indexOf(letter) !== at)).toEqual([]);
    expect(await readFile(join(out, 'manifest.json'), 'utf8')).toContain('"character": "B"');
  }, 600_000);
});
