import { basename, isAbsolute, relative } from 'node:path';
import { printable } from '../base/printable.js';

/** Seconds as people say them: `4 min 12 s`. */
export function describeDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Time left, rounded as far as an estimate deserves; empty when nothing is known yet. */
export function describeTimeLeft(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  const step = seconds < 60 ? 5 : 10;
  return `, about ${describeDuration(Math.max(step, Math.ceil(seconds / step) * step))} left`;
}

/** A file as it is shortest from the working folder. */
export function nameFile(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return printable(fromHere.startsWith('..') || isAbsolute(fromHere) ? file : fromHere);
}

/** A file without its folder. */
export function withoutFolder(file: string): string {
  return printable(basename(file));
}

/** A line in pieces of at most so many columns, broken between words, those after the first indented; what has control characters is left whole. */
export function wrapWords(line: string, columns = Number.POSITIVE_INFINITY): string[] {
  if (line.length <= columns || line.includes('\x1b')) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    if (current !== '' && current.length + 1 + word.length > columns) {
      lines.push(current);
      current = `  ${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
