import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../src/base/random.js';
import { readFilms, readJournal, readManifest, readPageRecord, runFolder } from '../src/files/index.js';
import { AbecedaryError } from '../src/index.js';
import { loadEncoder } from '../src/nst/encoder/encoder.js';
import { readOwnLetters } from '../src/plan/own-letters.js';
import { hasCheckpoint } from '../src/work/checkpoints.js';
import { keptPictureSchema, stateRecordSchema } from '../src/work/records.js';
import { readResult } from '../src/work/results.js';
import { sealWith } from '../src/work/sealed.js';
import { openFolderStore } from '../src/work/store/index.js';
import { scratchFolder } from './support/scratch.js';
import {
  layersModel,
  narrowVgg,
  randomLayers,
  safetensors,
  torchvisionTensors,
  writeLayersModel,
} from './support/weight-files.js';

/** Another one tries other mutations. */
const seed = process.env.SEED ?? '';

const hash = 'a'.repeat(64);
const kept = {
  ...{ job: hash, sha256: hash, seconds: 1, evaluations: 2, losses: { total: 1 }, lossCurve: [[32, 1]] },
  ...{ legibility: { rank: 1, r2: 0.5, rivalR2: 0.1, best: 'A' }, tries: 1 },
  files: { content: hash, picture: hash, frames: [hash] },
};
const state = {
  ...{ job: hash, attempt: 1, seconds: 1, lossCurve: [] },
  scale: {
    scale: 1,
    iteration: 1,
    evaluations: 2,
    picture: { width: 2, height: 2, channels: 3, blob: hash },
  },
  frames: [],
};
const hashed = { file: 'a.jpg', sha256: hash };
const manifest = {
  ...{
    version: 2,
    createdBy: { name: 'abecedary', version: '0' },
    seed: 1,
    engine: { name: 'a', provider: 'b' },
  },
  ...{ versions: {}, font: { ...hashed, family: 'f', style: 's', version: '1', axes: {} } },
  ...{ encoder: { name: 'e', sha256: hash }, settings: {}, sheet: 'sheet.png' },
  letters: [
    {
      ...{ character: 'A', artwork: hashed, job: hash, content: 'c.png', letter: hashed, seconds: 1 },
      ...{ evaluations: 1, iterations: 1, seed: 1, sizePx: 32, losses: { total: 1 }, tries: 1 },
      legibility: { rank: 1, r2: 1 },
    },
  ],
};
const layers = randomLayers(narrowVgg.vgg16);
const model = layersModel(layers);
const weights = safetensors(torchvisionTensors(layers), { name: 'a vgg' });
const seal = sealWith('a secret of the test');

/** Each kind of file: where it lies, what is right there, and what reads it. */
const kinds: Readonly<
  Record<
    string,
    {
      readonly name: string;
      readonly right: string | Uint8Array;
      /** What lies beside it. */
      readonly prepare?: (folder: string) => Promise<void>;
      readonly read: (folder: string) => Promise<unknown>;
    }
  >
> = {
  safetensors: {
    name: 'e.safetensors',
    right: weights,
    read: (folder) => loadEncoder(join(folder, 'e.safetensors')),
  },
  'encoders of ours': {
    name: 'o.safetensors',
    right: readFileSync(new URL('../src/nst/weights/compact.safetensors', import.meta.url)),
    read: (folder) => loadEncoder(join(folder, 'o.safetensors')),
  },
  'layers models': {
    name: 'model.json',
    right: JSON.stringify(model.model),
    prepare: (folder) => writeLayersModel(folder, model.model, model.weights),
    read: (folder) => loadEncoder(folder),
  },
  journals: {
    name: '.abecedary/journal.jsonl',
    right: `${JSON.stringify({ at: 'x', kind: 'run', pid: 1, jobs: { 'letters/A.png': hash } })}\n${JSON.stringify({ at: 'y', kind: 'failed', letter: 'A', job: hash, message: 'no' })}\n`,
    read: readJournal,
  },
  manifests: { name: 'manifest.json', right: JSON.stringify(manifest), read: readManifest },
  'settings of letters': {
    name: '.abecedary/letters.json',
    right: '{"A":{"states":[{},{"artwork":[{"file":"/a.jpg","weight":1}],"seed":7,"lock":true}],"at":1}}',
    read: readOwnLetters,
  },
  'records of pages': {
    name: 'p.json',
    right: JSON.stringify({
      version: 1,
      createdBy: { name: 'abecedary' },
      name: 'p',
      mode: 'whole',
      text: 't',
      job: hash,
      page: hashed,
    }),
    read: (folder) => readPageRecord(join(folder, 'p.json')),
  },
  'lists of films': {
    name: 'film/films.json',
    right: JSON.stringify({
      version: 1,
      films: {
        A: {
          id: hash,
          files: [{ file: 'film/A.gif', format: 'gif', sha256: hash, bytes: 9, width: 1, height: 1 }],
        },
      },
    }),
    read: (folder) => readFilms(runFolder(folder)),
  },
  'records of results': {
    name: `results/${hash}.json`,
    right: seal.close(`results/${hash}.json`, kept),
    read: (folder) =>
      readResult(openFolderStore(folder, seal), { id: hash, files: { content: '', picture: '' } }),
  },
  'records of checkpoints': {
    name: `checkpoints/${hash}.json`,
    right: seal.close(`checkpoints/${hash}.json`, state),
    read: (folder) => hasCheckpoint(openFolderStore(folder, seal), hash),
  },
};

const values: readonly unknown[] = [
  ...[null, true, -1, 0, 1e308, 0.5, '', 'x', '../../x', '\u001b[2J', [], {}, [null], { a: null }],
  ...[2 ** 31, 2 ** 53, [1, 2, 3], 'a'.repeat(10_000)],
];

/** The same file with bytes changed, cut, doubled, or with another value somewhere in its JSON. */
function mutated(right: Uint8Array, random: Random): Uint8Array {
  const bytes = Buffer.from(right);
  const at = random.index(bytes.length);
  switch (random.index(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes]);
    case 2:
      bytes[at] = random.index(256);
      return bytes;
    default:
      return bytes[0] === brace ? withOtherValue(bytes, random) : withOtherHeader(bytes, random);
  }
}

const brace = 0x7b;

function withOtherValue(json: Buffer, random: Random): Buffer {
  const text = json.toString('latin1');
  const places = [...text.matchAll(/"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d+(?:\.\d+)?|true|null|\[\]|\{\}/g)];
  const { index, 0: found } = random.pick(places);
  const value = JSON.stringify(random.pick(values));
  return Buffer.from(text.slice(0, index) + value + text.slice(index + found.length), 'latin1');
}

/** Of a safetensors file: eight bytes say how long the JSON is. */
function withOtherHeader(bytes: Buffer, random: Random): Buffer {
  const end = 8 + Number(bytes.readBigUInt64LE());
  const header = withOtherValue(bytes.subarray(8, end), random);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, bytes.subarray(end)]);
}

describe.each(Object.entries(kinds))(
  '%s that are damaged in any way',
  (kind, { name, right, prepare, read }) => {
    it('are read, or refused with a sentence', async () => {
      const random = createRandom(`mutations of ${kind}${seed}`);
      const folder = await scratchFolder();
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      const whole = Buffer.from(right as Uint8Array);
      await prepare?.(folder);
      await writeFile(file, whole);
      await read(folder);
      for (let round = 0; round < 100; round++) {
        const bytes = mutated(whole, random);
        await writeFile(file, bytes);
        const outcome = await read(folder).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) continue;
        expect([round, outcome.stack]).toEqual([round, expect.stringMatching(/^AbecedaryError/)]);
        expect(outcome).toBeInstanceOf(AbecedaryError);
        expect(outcome.message).toMatch(/^Expected [^\n]+\.$/);
      }
    });
  },
);

describe('what a store holds in the right form', () => {
  it('is taken', () => {
    expect(keptPictureSchema.safeParse(kept).success).toBe(true);
    expect(stateRecordSchema.safeParse(state).success).toBe(true);
  });
});
