import { writeFile } from 'node:fs/promises';
import { writeEditorSchema, writeReference } from '../src/config/reference.js';

const root = new URL('../', import.meta.url);
await writeFile(new URL('docs/config.md', root), writeReference());
await writeFile(new URL('config/alphabet.schema.json', root), writeEditorSchema());
