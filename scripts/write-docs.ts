import { writeFile } from 'node:fs/promises';
import { writeEditorSchema, writeFlags, writeReference } from './reference.js';
import { writeThirdParty } from './third-party.js';

const root = new URL('../', import.meta.url);
await writeFile(new URL('docs/config.md', root), writeReference());
await writeFile(new URL('config/alphabet.schema.json', root), writeEditorSchema());
await writeFile(new URL('config/flags.json', root), writeFlags());
await writeFile(new URL('THIRD-PARTY.md', root), await writeThirdParty());
