import { writeFile } from 'node:fs/promises';
import { writeEditorSchema, writeFlags, writeReference } from './reference.js';

const root = new URL('../', import.meta.url);
await writeFile(new URL('docs/config.md', root), writeReference());
await writeFile(new URL('config/alphabet.schema.json', root), writeEditorSchema());
await writeFile(new URL('config/flags.json', root), writeFlags());
