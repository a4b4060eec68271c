import { basename, join } from 'node:path';
import { packageVersion, versionsInUse } from '../base/package-facts.js';
import type { AlphabetConfig } from '../config/index.js';
import { hashFile, type PageRecord, readPageRecord, writePageRecord } from '../files/index.js';
import type { Machine } from '../plan/machine.js';
import type { TypesetText } from './typeset.js';

/** Where the files of a page lie. */
export function pageFiles(out: string, name: string): { readonly page: string; readonly record: string } {
  const folder = join(out, 'text');
  return { page: join(folder, `${name}.png`), record: join(folder, `${name}.json`) };
}

/** The record that lies beside a page and says what it was made from. */
export interface PageRecorder {
  /** Reads the earlier one. Throws `output` for the file of another program. */
  read(): Promise<void>;
  /** Whether the page is there, and as this job makes it. */
  isCurrent(job: string): Promise<boolean>;
  /** Writes what the page was made from, and what else is known of it. */
  write(job: string, facts: Readonly<Record<string, unknown>>): Promise<void>;
}

export function openPageRecord(
  config: AlphabetConfig,
  { content, name, fonts, layout }: TypesetText,
  { engine, engineReason: reason }: Machine,
): PageRecorder {
  const { page, record } = pageFiles(config.out, name);
  let earlier: PageRecord | undefined;
  return {
    read: async () => {
      earlier = await readPageRecord(record);
    },
    isCurrent: async (job) =>
      earlier?.job === job && (await hashFile(page).catch(() => undefined)) === earlier.page.sha256,
    write: async (job, facts) => {
      const { seed, out: _, workers: __, batch: ___, text, engine: ____, ...others } = config;
      await writePageRecord(record, {
        name,
        mode: text.mode,
        text: content,
        job,
        page: { file: basename(page), sha256: await hashFile(page) },
        ...facts,
        sizePx: Math.round(layout.sizePx * 100) / 100,
        lines: layout.lines,
        fonts: fonts.map((font) => ({
          family: font.family,
          style: font.style,
          version: font.version,
          file: font.file,
          sha256: font.sha256,
        })),
        encoder: engine.encoder,
        engine: { name: engine.name, provider: engine.provider, reason },
        seed,
        settings: { ...others, text },
        program: packageVersion,
        versions: versionsInUse(engine.name),
      });
    },
  };
}
