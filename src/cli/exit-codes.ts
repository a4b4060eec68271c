import { inspect } from 'node:util';
import { AbecedaryError, type ErrorCode } from '../base/errors.js';
import { sayAside } from './say.js';

export const done = 0;
export const someFailed = 1;
export const wrongUse = 2;
export const interrupted = 130;

const byCode: Record<ErrorCode, number> = {
  config: wrongUse,
  font: wrongUse,
  artwork: wrongUse,
  encoder: wrongUse,
  output: wrongUse,
  weights: someFailed,
  engine: someFailed,
  letter: someFailed,
  aborted: interrupted,
};

/** Tells the user on stderr what went wrong and returns the exit code for it. */
export function reportError(error: unknown): number {
  if (error instanceof AbecedaryError) {
    sayAside(`abecedary: ${error.message}`);
    return byCode[error.code];
  }
  sayAside(inspect(error));
  sayAside('abecedary: This is a bug in the program and no mistake of yours; please report the lines above.');
  return someFailed;
}
