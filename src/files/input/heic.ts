import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoProgram, runProgram } from '../program.js';
import { PictureRefusal } from './refusal.js';

/** Programs that systems have to convert HEIC, and how each is told to: macOS, then libheif by its new name and its old one. */
const converters: readonly (readonly [
  name: string,
  args: (from: string, to: string) => readonly string[],
])[] = [
  ['sips', (from, to) => ['--setProperty', 'format', 'png', from, '--out', to]],
  ['heif-dec', (from, to) => [from, to]],
  ['heif-convert', (from, to) => [from, to]],
];

const timeoutMs = 60_000;

/** A HEIC picture as PNG, upright, by the system's own converter. Throws `PictureRefusal` where there is none, or it fails. */
export async function convertHeic(file: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-heic-'));
  try {
    const converted = join(folder, 'picture.png');
    for (const [name, args] of converters) {
      const isThere = await runProgram(name, args(file, converted), { timeoutMs }).then(
        () => true,
        (cause: unknown) => {
          if (cause instanceof NoProgram) return false;
          throw new PictureRefusal(`a HEIC picture that ${name} cannot convert`, advice, { cause });
        },
      );
      if (isThere) return await readFile(converted);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new PictureRefusal(
    'a HEIC picture, and there is no converter here for it',
    `${advice}, or install one (apt-get install libheif-examples)`,
  );
}

const advice = 'export it as JPEG or PNG';
