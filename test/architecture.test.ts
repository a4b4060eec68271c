import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFaults, readRules } from './support/architecture.js';

const root = fileURLToPath(new URL('../src', import.meta.url));
const page = fileURLToPath(new URL('../docs/architecture.md', import.meta.url));

function readSources(): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  );
}

describe('the rooms of src', () => {
  it('import as the table of docs/architecture.md says, which allows nothing that nobody needs', () => {
    const sources = readSources();
    expect(sources.size).toBeGreaterThan(10);
    expect(findFaults(sources, readRules(readFileSync(page, 'utf8')))).toEqual([]);
  });
});

const table = `
| room | what it does | may import |
|---|---|---|
| \`cli\` | the command | \`index\` |
| \`index\` | what programs use | \`run\` |
| \`run\` | the run | \`glyph\`, \`config\` |
| \`backend\` | arithmetic | \`graph\` |
| \`glyph\` | letters | |
| \`graph\` | operations | |
| \`config\` | settings | |
| \`base\` | words | |

| library | only in |
|---|---|
| \`zod\` | \`config\` |
| \`opentype.js\`, \`harfbuzzjs\` | \`glyph\` |
`;

/** A small tree in which nothing is wrong. */
const sound = {
  'base/errors.ts': 'export const one = 1; export type One = 1;',
  'config/schema.ts': "import { z } from 'zod'; export const schema = z; export type Slice = number;",
  'graph/node.ts':
    "import { one } from '../base/errors.js'; export const node = one; export type Node = number;",
  'glyph/font.ts':
    "import opentype from 'opentype.js'; import 'harfbuzzjs/hb.js'; import type { Slice } from '../config/schema.js'; export const font: Slice = opentype.x;",
  'backend/run.ts': "import { node } from '../graph/node.js'; export const run = node;",
  'run/letter.ts':
    "import { font } from '../glyph/font.js'; import { schema } from '../config/schema.js'; export const letter = font + schema;",
  'index.ts': "export { letter } from './run/letter.js';",
  'cli/main.ts': "import { letter } from '../index.js'; console.log(letter);",
};

const check = (files: Record<string, string>, markdown = table): string[] =>
  findFaults(new Map(Object.entries(files)), readRules(markdown));

describe('the import checker', () => {
  it('finds nothing in a sound tree', () => {
    expect(check(sound)).toEqual([]);
  });

  it.each([
    [
      'an import upwards',
      'graph/up.ts',
      "import { run } from '../backend/run.js';",
      'graph may not import backend/run.ts',
    ],
    [
      'a type from above',
      'graph/up.ts',
      "import type { run } from '../backend/run.js';",
      'graph may not import types of backend/run.ts',
    ],
    [
      'an import from a neighbour',
      'glyph/side.ts',
      "import { node } from '../graph/node.js';",
      'glyph may not import graph/node.ts',
    ],
    [
      'a type from a neighbour',
      'glyph/side.ts',
      "import { type Node } from '../graph/node.js';",
      'glyph may not import types of graph/node.ts',
    ],
    [
      'a value of the configuration',
      'glyph/side.ts',
      "import { schema } from '../config/schema.js';",
      'glyph may not import config/schema.ts',
    ],
    [
      'a value beside a type',
      'glyph/side.ts',
      "import { schema, type Slice } from '../config/schema.js';",
      'glyph may not import config/schema.ts',
    ],
    [
      'a re-export',
      'glyph/side.ts',
      "export * from '../graph/node.js';",
      'glyph may not import graph/node.ts',
    ],
    [
      'an import for its effect',
      'glyph/side.ts',
      "import '../graph/node.js';",
      'glyph may not import graph/node.ts',
    ],
    [
      'an import at run time',
      'glyph/side.ts',
      "const node = await import('../graph/node.js');",
      'glyph may not import graph/node.ts',
    ],
    [
      'an import inside a type',
      'glyph/side.ts',
      "let node: import('../graph/node.js').Node;",
      'glyph may not import types of graph/node.ts',
    ],
    [
      'the command past the index',
      'cli/more.ts',
      "import { letter } from '../run/letter.js';",
      'cli may not import run/letter.ts',
    ],
    [
      'the command to the ground',
      'cli/more.ts',
      "import type { One } from '../base/errors.js';",
      'cli may not import types of base/errors.ts',
    ],
    [
      'a ground that imports',
      'base/pixels.ts',
      "import type { Slice } from '../config/schema.js';",
      'base may not import types of config/schema.ts',
    ],
    [
      'a library outside its door',
      'graph/read.ts',
      "import opentype from 'opentype.js';",
      'imports opentype.js, whose door is glyph',
    ],
    [
      'the types of a library outside its door',
      'graph/read.ts',
      "import type { Font } from 'opentype.js';",
      'imports opentype.js, whose door is glyph',
    ],
    [
      'a part of a library',
      'graph/run.ts',
      "const hb = require('harfbuzzjs/hbjs.js');",
      'imports harfbuzzjs, whose door is glyph',
    ],
    [
      'a library that has no door',
      'graph/pack.ts',
      "import { zip } from 'a-zip-library';",
      'imports a-zip-library, which has no door',
    ],
    [
      'a room that is not in the table',
      'utils/more.ts',
      'export const more = 1;',
      'room utils is not in the table',
    ],
    [
      'a way out of src',
      'graph/facts.ts',
      "import facts from '../../package.json';",
      'imports ../../package.json, no source file of src',
    ],
    ['a default export', 'graph/write.ts', 'export default function write() {}', 'has a default export'],
    ['a default export of an expression', 'graph/write.ts', 'export default 1;', 'has a default export'],
    [
      'a default export by name',
      'graph/write.ts',
      'const write = 1; export { write as default };',
      'has a default export',
    ],
    [
      'an index that does work',
      'index.ts',
      "export { letter } from './run/letter.js'; export const more = 1;",
      'does more than re-export',
    ],
  ])('finds %s', (_, file, text, fault) => {
    expect(check({ ...sound, [file]: text })).toEqual([`${file}: ${fault}`]);
  });

  it('finds a file in the hall', () => {
    expect(check({ ...sound, 'more.ts': 'export const more = 1;' })).toEqual([
      'more.ts: room more is not in the table',
      'more.ts: stands in the hall',
    ]);
  });

  it('finds a cycle, also one of types within a room', () => {
    const tree = {
      ...sound,
      'graph/a.ts': "import { b } from './b.js'; export const a = b;",
      'graph/b.ts': "import { c } from './c.js'; export const b = c;",
      'graph/c.ts': "import type { a } from './a.js'; export const c = 1; export type C = typeof a;",
    };
    expect(check(tree)).toEqual(['cycle: graph/a.ts -> graph/b.ts -> graph/c.ts -> graph/a.ts']);
  });

  it.each([
    [
      'leads upwards',
      '| `graph` | operations | |',
      '| `graph` | operations | `glyph` |',
      ['table: graph may import glyph, which is not below it', 'table: graph may import glyph, and does not'],
    ],
    [
      'nobody needs',
      '| `glyph` | letters | |',
      '| `glyph` | letters | `graph` |',
      ['table: glyph may import graph, and does not'],
    ],
    [
      'is for a room that is gone',
      '| `base` | words | |',
      '| `base` | words | |\n| `attic` | old things | |',
      ['table: there is no room attic'],
    ],
    [
      'is for a library that is gone',
      '| `zod` | `config` |',
      '| `zod`, `yaml` | `config` |',
      ['table: yaml has a door, and nobody imports it'],
    ],
  ])('finds a permission that %s', (_, row, changed, faults) => {
    expect(check(sound, table.replace(row, changed))).toEqual(faults);
  });
});
