import { printableLines } from '../base/printable.js';
import { wrapWords } from './words.js';

/* The only ways to a terminal beside the views of a run: nothing of elsewhere reaches it as it is. */

/** Lines on stdout. */
export function say(lines: string): void {
  process.stdout.write(`${printableLines(lines)}\n`);
}

/** Lines on stderr, for what goes wrong or passes, broken between words where the screen ends. */
export function sayAside(lines: string): void {
  const { columns } = process.stderr;
  const broken = printableLines(lines)
    .split('\n')
    .flatMap((line) => wrapWords(line, columns));
  process.stderr.write(`${broken.join('\n')}\n`);
}

/** A value on stdout as JSON, in which nothing is left that could command a terminal. */
export function sayJson(value: unknown): void {
  process.stdout.write(`${harmless(JSON.stringify(value, null, 2))}\n`);
}

/** A value as JSON of one line, in which nothing is left that could command a terminal. */
export function jsonLine(value: unknown): string {
  return harmless(JSON.stringify(value));
}

function harmless(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
