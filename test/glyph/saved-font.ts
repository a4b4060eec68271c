import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type Font, loadFont } from '../../src/glyph/index.js';
import { buildSfnt } from './sfnt-builder.js';

const scratch = mkdtempSync(join(tmpdir(), 'abecedary-fonts-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let count = 0;

/** Loads a font of these tables. */
export async function savedFont(tables: Record<string, Uint8Array>): Promise<Font> {
  const file = join(scratch, `${count++}.ttf`);
  writeFileSync(file, buildSfnt(tables));
  return await loadFont({ file, axes: {} });
}
