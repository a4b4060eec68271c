import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Pixels } from '../base/pixels.js';
import { preparePages } from './ocr-page.js';

/** How a letter was read. */
interface Reading {
  /** Whether one of the readings says the letter. */
  readonly read: boolean;
  /** The different things that the readings said, without the empty ones. */
  readonly said: readonly string[];
}

/** One reading for each letter (undefined for a script that the English model does not know), or why there is none. */
type Ocr = { readonly readings: readonly (Reading | undefined)[] } | { readonly skipped: string };

interface ShownLetter {
  readonly character: string;
  readonly picture: Pixels;
}

/** Page segmentation modes: one word, one character, one raw line. */
const modes = ['8', '10', '13'];
const processes = 2;

/**
 * Lets Tesseract (the `tesseract` of the PATH, with its English model) read pictures of one letter each, in both
 * polarities and the segmentation modes 8, 10 and 13. It is told whether to expect a capital, a small letter or a digit,
 * but never which. Does not throw when Tesseract is absent: the result says so and how to install it.
 */
export async function readLetters(letters: readonly ShownLetter[]): Promise<Ocr> {
  const found = await findOcr();
  if ('lacks' in found) return { skipped: `OCR was skipped: ${found.lacks}.` };
  const readings = new Map<ShownLetter, Reading>();
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-ocr-'));
  try {
    for (const [allowed, members] of groupByKind(letters)) {
      const pages = members.map(({ picture }) => preparePages(picture));
      const perMode = await readPages(pages.flat(), allowed, folder);
      const each = pages[0]!.length;
      for (const [at, letter] of members.entries()) {
        const said = perMode.flatMap((texts) => texts.slice(at * each, (at + 1) * each));
        readings.set(letter, {
          read: said.some((text) => isSameLetter(text, letter.character)),
          said: [...new Set(said.filter((text) => text !== ''))],
        });
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { readings: letters.map((letter) => readings.get(letter)) };
}

/** Capitals whose small letters have the same shape, so that a letter standing alone cannot be told apart. */
const sharedShape = /^[cosuvwxz]$/i;

/** Whether a reading says the letter; in either case where a capital and its small letter share their shape. */
export function isSameLetter(reading: string, character: string): boolean {
  if (reading === character) return true;
  return sharedShape.test(character) && reading.toLowerCase() === character.toLowerCase();
}

const kinds: readonly { readonly pattern: RegExp; readonly allowed: string }[] = [
  { pattern: /^[A-Z]$/, allowed: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' },
  { pattern: /^[a-z]$/, allowed: 'abcdefghijklmnopqrstuvwxyz' },
  { pattern: /^[0-9]$/, allowed: '0123456789' },
  { pattern: /^[\p{Script=Latin}\p{ASCII}]+$/u, allowed: '' },
];

function groupByKind(letters: readonly ShownLetter[]): Map<string, ShownLetter[]> {
  const groups = new Map<string, ShownLetter[]>();
  for (const letter of letters) {
    const kind = kinds.find(({ pattern }) => pattern.test(letter.character));
    if (kind === undefined) continue;
    groups.set(kind.allowed, [...(groups.get(kind.allowed) ?? []), letter]);
  }
  return groups;
}

const execute = promisify(execFile);

// More threads slow down the reading of pictures this small.
const tesseract = (args: readonly string[]) =>
  execute('tesseract', args, { env: { ...process.env, OMP_THREAD_LIMIT: '1' }, maxBuffer: 1 << 26 });

/** The version of Tesseract that would read, or what is lacking and how to install it. */
export async function findOcr(): Promise<{ readonly version: string } | { readonly lacks: string }> {
  const advice = 'install it with `apt-get install tesseract-ocr`';
  try {
    const { stdout, stderr } = await tesseract(['--list-langs']);
    if (!/^eng$/m.test(stdout + stderr)) return { lacks: `Tesseract has no English model; ${advice}-eng` };
    const told = await tesseract(['--version']);
    return { version: (told.stdout + told.stderr).split('\n')[0]! };
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      lacks: `${absent ? 'there is no tesseract on the PATH' : 'tesseract does not start'}; ${advice}`,
    };
  }
}

/** What each mode reads on each page; one process takes all pages of a mode, since starting costs more than reading. */
async function readPages(pages: readonly Uint8Array[], allowed: string, folder: string): Promise<string[][]> {
  const files = pages.map((_, at) => join(folder, `${at}.pgm`));
  for (const [at, page] of pages.entries()) await writeFile(files[at]!, page);
  const list = join(folder, 'pages.txt');
  await writeFile(list, files.map((file) => `${file}\n`).join(''));

  const texts: string[][] = [];
  const waiting = modes.entries();
  const work = async () => {
    for (const [at, mode] of waiting) {
      const limit = allowed === '' ? [] : ['-c', `tessedit_char_whitelist=${allowed}`];
      const args = [list, 'stdout', '-l', 'eng', '--psm', mode, ...limit, '-c', 'page_separator=\f'];
      const { stdout } = await tesseract(args);
      const read = stdout.split('\f').map((text) => text.trim());
      if (read.length < pages.length)
        throw new Error(`tesseract read ${read.length} of ${pages.length} pages`);
      texts[at] = read.slice(0, pages.length);
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return texts;
}
