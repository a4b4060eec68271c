import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type JournalEvent, openJournal, readJournal, runFolder } from '../../src/files/index.js';
import { scratchFolder } from '../support/scratch.js';

const run: JournalEvent = { kind: 'run', pid: 1, jobs: { A: 'a' } };
const done: JournalEvent = { kind: 'done', letter: 'A', job: 'a' };

async function write(out: string, ...events: JournalEvent[]): Promise<void> {
  const journal = await openJournal(out);
  for (const event of events) await journal.add(event);
  await journal.close();
}

describe('the journal', () => {
  it('is empty where there is none, and grows at its end', async () => {
    const out = await scratchFolder();
    expect(await readJournal(out)).toEqual({ entries: [], faults: [] });
    await write(out, run, done);
    await write(out, run);
    const { entries, faults } = await readJournal(out);
    expect(faults).toEqual([]);
    expect(entries).toMatchObject([run, done, run]);
    expect(entries[0]!.at).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('bears a last line that was cut off anywhere, before and after the next run', async () => {
    const out = await scratchFolder();
    await write(out, run, done);
    const { journal } = runFolder(out);
    const whole = await readFile(journal);
    const start = whole.indexOf('\n') + 1;
    for (let cut = start; cut < whole.length - 1; cut++) {
      await writeFile(journal, whole.subarray(0, cut));
      expect(await readJournal(out)).toMatchObject({ entries: [run], faults: [] });
      await write(out, run);
      expect(await readJournal(out)).toMatchObject({ entries: [run, run], faults: [] });
    }
  });

  it('passes over lines that cannot be read, and says which', async () => {
    const out = await scratchFolder();
    await write(out, run);
    const { journal } = runFolder(out);
    await appendFile(journal, '\u0000\u0000\u0000\n{"at":"x","kind":"unheard-of"}\n[1]\n');
    await write(out, done);
    expect(await readJournal(out)).toMatchObject({ entries: [run, done], faults: [2, 3, 4] });
  });
});
