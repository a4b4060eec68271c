import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findFaults } from './support/architecture.js';

const root = fileURLToPath(new URL('../src', import.meta.url));

function readSources(): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  );
}

/** A small tree in which nothing is wrong. */
const sound = {
  'errors.ts': 'export const one = 1;',
  'config/schema.ts': "import { z } from 'zod'; export const schema = z; export type Slice = number;",
  'graph/node.ts': "import { one } from '../errors.js'; export const node = one; export type Node = number;",
  'glyph/font.ts':
    "import opentype from 'opentype.js'; import type { Slice } from '../config/schema.js'; export const font: Slice = opentype.x;",
  'backend/run.ts': "import { node } from '../graph/node.js'; export const run = node;",
  'letter.ts': "import { font } from './glyph/font.js'; export const letter = font;",
  'alphabet.ts': "import { letter } from './letter.js'; export const alphabet = letter;",
  'index.ts': "export { alphabet } from './alphabet.js';",
  'cli/main.ts': "import { alphabet } from '../index.js'; console.log(alphabet);",
};

describe('the rooms of src', () => {
  it('import downwards only, each library through its door, without cycles and default exports', () => {
    const sources = readSources();
    expect(sources.size).toBeGreaterThan(10);
    expect(findFaults(sources)).toEqual([]);
  });
});

describe('the import checker', () => {
  it('finds nothing in a sound tree', () => {
    expect(findFaults(new Map(Object.entries(sound)))).toEqual([]);
  });

  it.each([
    [
      'an import upwards',
      'graph/up.ts',
      "import { run } from '../backend/run.js';",
      ['graph may not import backend/run.ts'],
    ],
    [
      'a type from above',
      'graph/up.ts',
      "import type { run } from '../backend/run.js';",
      ['graph may not import types of backend/run.ts'],
    ],
    [
      'an import from a neighbour',
      'glyph/side.ts',
      "import { node } from '../graph/node.js';",
      ['glyph may not import graph/node.ts'],
    ],
    [
      'a type from a neighbour',
      'glyph/side.ts',
      "import { type Node } from '../graph/node.js';",
      ['glyph may not import types of graph/node.ts'],
    ],
    [
      'a value of the configuration',
      'glyph/side.ts',
      "import { schema } from '../config/schema.js';",
      ['glyph may not import config/schema.ts'],
    ],
    [
      'a value beside a type',
      'glyph/side.ts',
      "import { schema, type Slice } from '../config/schema.js';",
      ['glyph may not import config/schema.ts'],
    ],
    [
      'a re-export',
      'glyph/side.ts',
      "export * from '../graph/node.js';",
      ['glyph may not import graph/node.ts'],
    ],
    [
      'an import for its effect',
      'glyph/side.ts',
      "import '../graph/node.js';",
      ['glyph may not import graph/node.ts'],
    ],
    [
      'an import at run time',
      'glyph/side.ts',
      "const node = await import('../graph/node.js');",
      ['glyph may not import graph/node.ts'],
    ],
    [
      'an import inside a type',
      'glyph/side.ts',
      "let node: import('../graph/node.js').Node;",
      ['glyph may not import types of graph/node.ts'],
    ],
    [
      'the command past the index',
      'cli/more.ts',
      "import { alphabet } from '../alphabet.js';",
      ['cli may not import alphabet.ts'],
    ],
    [
      'the command to the floor',
      'cli/more.ts',
      "import type { one } from '../errors.js';",
      ['cli may not import types of errors.ts'],
    ],
    [
      'a floor that imports',
      'pixels.ts',
      "import { one } from './errors.js';",
      ['pixels may not import errors.ts'],
    ],
    [
      'a floor that imports more than it may',
      'compositing.ts',
      "import { one } from './errors.js';",
      ['compositing may not import errors.ts'],
    ],
    [
      'an artwork that knows its letter',
      'artwork/cut.ts',
      "import { letter } from '../letter.js';",
      ['artwork may not import letter.ts'],
    ],
    [
      'a judge that knows how letters are made',
      'judge/rank.ts',
      "import { font } from '../glyph/font.js';",
      ['judge may not import glyph/font.ts'],
    ],
    [
      'a library outside its door',
      'artwork/read.ts',
      "import sharp from 'sharp';",
      ['imports sharp, whose door is output'],
    ],
    [
      'the types of a library outside its door',
      'artwork/read.ts',
      "import type { Sharp } from 'sharp';",
      ['imports sharp, whose door is output'],
    ],
    [
      'a library in the wrong part of a room',
      'artwork/draw.ts',
      "import { createCanvas } from 'canvas';",
      ['imports canvas, whose door is artwork/generative'],
    ],
    [
      'a part of a library',
      'nst/run.ts',
      "const tf = require('@tensorflow/tfjs/dist/tf.js');",
      ['imports @tensorflow/tfjs, whose door is backend'],
    ],
    [
      'a library that has no door',
      'output/pack.ts',
      "import { zip } from 'a-zip-library';",
      ['imports a-zip-library, which has no door'],
    ],
    ['a room without a level', 'utils/more.ts', 'export const more = 1;', ['room utils has no level']],
    [
      'a way out of src',
      'output/facts.ts',
      "import facts from '../../package.json';",
      ['imports ../../package.json, no source file of src'],
    ],
    ['a default export', 'output/write.ts', 'export default function write() {}', ['has a default export']],
    ['a default export of an expression', 'output/write.ts', 'export default 1;', ['has a default export']],
    [
      'a default export by name',
      'output/write.ts',
      'const write = 1; export { write as default };',
      ['has a default export'],
    ],
    [
      'an index that does work',
      'index.ts',
      "export { alphabet } from './alphabet.js'; export const more = 1;",
      ['does more than re-export'],
    ],
  ])('finds %s', (_, file, text, faults) => {
    expect(findFaults(new Map(Object.entries({ ...sound, [file]: text })))).toEqual(
      faults.map((fault) => `${file}: ${fault}`),
    );
  });

  it('finds a cycle, also one of types within a room', () => {
    const tree = {
      ...sound,
      'graph/a.ts': "import { b } from './b.js'; export const a = b;",
      'graph/b.ts': "import { c } from './c.js'; export const b = c;",
      'graph/c.ts': "import type { a } from './a.js'; export const c = 1; export type C = typeof a;",
    };
    expect(findFaults(new Map(Object.entries(tree)))).toEqual([
      'cycle: graph/a.ts -> graph/b.ts -> graph/c.ts -> graph/a.ts',
    ]);
  });

  it('allows a type from a lower room, and library and floor where they belong', () => {
    const tree = {
      ...sound,
      'alphabet.ts': "import type { run } from './backend/run.js'; export const alphabet: typeof run = 1;",
      'artwork/generative/flow.ts':
        "import { createCanvas } from 'canvas'; import { one } from '../../errors.js';",
      'pixels.ts': 'export const pixel = 1; export type Pixels = number;',
      'compositing.ts':
        "import { pixel, type Pixels } from './pixels.js'; export const mask: Pixels = pixel;",
      'artwork/tone.ts': "import { mask } from '../compositing.js'; export const tone = mask;",
      'ingredients.ts':
        "import { tone } from './artwork/tone.js'; import type { Job } from './job.js'; export const made: Job = tone;",
      'job.ts': "import type { Slice } from './config/schema.js'; export type Job = Slice;",
      'letter.ts':
        "import { made } from './ingredients.js'; import { rank } from './judge/rank.js'; export const letter = made + rank;",
      'judge/rank.ts': "import type { Pixels } from '../pixels.js'; export const rank: Pixels = 1;",
      'pairing.ts':
        "import { one } from './errors.js'; import type { Slice } from './config/schema.js'; import { join } from 'node:path';",
    };
    expect(findFaults(new Map(Object.entries(tree)))).toEqual([]);
  });
});
