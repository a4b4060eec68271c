import { InvalidArgumentError } from 'commander';
import { type EngineName, engineNames } from '../config/engine-names.js';

/* What flags that stand for no key of the configuration take. */

export function readCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1)
    throw new InvalidArgumentError('Expected a whole number from 1 on; change it.');
  return count;
}

export function readLimit(text: string): number {
  const limit = Number(text);
  if (text.trim() === '' || !(limit >= 0 && limit <= 1e6))
    throw new InvalidArgumentError('Expected a number from 0 to 1000000; change it.');
  return limit;
}

export function readNumberWithin(low: number, high: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !(number >= low && number <= high))
      throw new InvalidArgumentError(`Expected a number from ${low} to ${high}; change it.`);
    return number;
  };
}

/** How many finds are passed over. */
export function readPasses(text: string): number {
  const count = readNumberWithin(0, 20)(text);
  if (!Number.isInteger(count))
    throw new InvalidArgumentError('Expected a whole number from 0 to 20; change it.');
  return count;
}

/** A share of a letter's side. */
export const readRatio = readNumberWithin(0, 0.25);

/** Sizes in pixels per em. */
export function readStrikes(text: string): number[] {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => Number.isInteger(size) && size >= 8 && size <= 2048)) return sizes;
  throw new InvalidArgumentError(
    'Expected whole numbers from 8 to 2048 with commas between them; change it.',
  );
}

export function readEngine(name: string): EngineName {
  const known = engineNames.find((each) => each === name);
  if (known === undefined) throw new InvalidArgumentError(`Expected ${engineNames.join(' or ')}; change it.`);
  return known;
}
