import { readFile } from 'node:fs/promises';
import { type JournalEvent, runFolder } from '../../src/files/index.js';

/** All entries of a run folder's journal, oldest first, as they were written. */
export async function journalEntries(out: string): Promise<JournalEvent[]> {
  const lines = (await readFile(runFolder(out).journal, 'utf8')).split('\n');
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as JournalEvent];
    } catch {
      return [];
    }
  });
}
