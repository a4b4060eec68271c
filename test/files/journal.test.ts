import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type JournalEvent, openJournal, readJournal, runFolder } from '../../src/files/index.js';
import { journalEntries } from '../support/journal.js';
import { scratchFolder } from '../support/scratch.js';

const run: JournalEvent = { kind: 'run', pid: 1, jobs: { A: 'a' } };
const done: JournalEvent = { kind: 'done', letter: 'A', job: 'a' };

/** With what became of the jobs of these tests. */
const read = (out: string) => readJournal(out, new Set(['a', 'b']));

async function write(out: string, ...events: JournalEvent[]): Promise<void> {
  const journal = await openJournal(out);
  for (const event of events) await journal.add(event);
  await journal.close();
}

describe('the journal', () => {
  it('is empty where there is none, and grows at its end', async () => {
    const out = await scratchFolder();
    expect(await read(out)).toEqual({ jobs: new Map(), last: new Map(), faults: [], lines: 0 });
    await write(out, run, done);
    await write(out, run);
    const { jobs, last, faults, lines } = await read(out);
    expect([faults, lines]).toEqual([[], 3]);
    expect(jobs).toEqual(new Map([['A', 'a']]));
    expect(last.get('a')).toMatchObject(done);
    expect(last.get('a')!.at).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(await journalEntries(out)).toMatchObject([run, done, run]);
    expect((await readJournal(out)).last.size).toBe(0);
  });

  it('bears a last line that was cut off anywhere, before and after the next run', async () => {
    const out = await scratchFolder();
    await write(out, run, done);
    const { journal } = runFolder(out);
    const whole = await readFile(journal);
    const start = whole.indexOf('\n') + 1;
    for (let cut = start; cut < whole.length - 1; cut++) {
      await writeFile(journal, whole.subarray(0, cut));
      expect(await read(out)).toMatchObject({ last: new Map(), faults: [] });
      await write(out, run);
      expect(await read(out)).toMatchObject({ last: new Map(), faults: [] });
      expect(await journalEntries(out)).toMatchObject([run, run]);
    }
  });

  it('passes over lines that cannot be read, and says which', async () => {
    const out = await scratchFolder();
    await write(out, run);
    const { journal } = runFolder(out);
    await appendFile(journal, '\u0000\u0000\u0000\n{"at":"x","kind":"unheard-of"}\n[1]\n');
    await write(out, done);
    const { last, faults } = await read(out);
    expect([faults, [...last.values()]]).toMatchObject([[2, 3, 4], [done]]);
  });

  it('is made short when a run begins, and says what it said', async () => {
    const out = await scratchFolder();
    const { journal } = runFolder(out);
    const wanted = { kind: 'run', pid: 1, jobs: { A: 'a', B: 'b' } } as const;
    await write(out, run, wanted);
    const failed = { at: 'x', kind: 'failed', letter: 'B', job: 'b', message: 'no' };
    const other = { at: 'x', kind: 'done', letter: 'C', job: 'of a setting of before' };
    await appendFile(journal, `${JSON.stringify(failed)}\n${JSON.stringify(other)}\n`.repeat(5000));
    await write(out, done);
    const { jobs, last, lines } = await read(out);
    expect(jobs).toEqual(new Map(Object.entries(wanted.jobs)));
    expect([...last.values()]).toMatchObject([failed, done]);
    expect(lines).toBe(3);
  });

  it('may be of any length, and of lines without end', async () => {
    const out = await scratchFolder();
    await write(out, run);
    const { journal } = runFolder(out);
    await appendFile(journal, 'x'.repeat(20_000_000));
    await write(out, done);
    expect(await read(out)).toMatchObject({ faults: [2], last: new Map([['a', done]]) });
    expect((await stat(journal)).size).toBeGreaterThan(20_000_000);
  });
});
