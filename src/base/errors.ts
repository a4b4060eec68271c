import { printable } from './printable.js';

/** What kind of thing went wrong; decides the exit code and what a caller may do about it. */
export const errorCodes = [
  'config', // a mistake in the configuration or in a flag
  'font', // a font that cannot be read, or lacks a glyph
  'artwork', // a picture that cannot be used as artwork
  'encoder', // encoder weights that cannot be read
  'weights', // weights that cannot be fetched
  'engine', // the arithmetic failed: no provider, not finite, crashed worker
  'output', // a file or folder that cannot be written or read
  'letter', // some letters failed while others are done
  'aborted', // the user or the caller asked to stop
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * An error that the user can act on. The message is one sentence of three parts: what was expected, what was found
 * (with file, letter, option or line), and what to do. Any other class of error is a bug and keeps its stack.
 */
export class AbecedaryError extends Error {
  readonly code: ErrorCode;
  /** True when the same work may succeed if it is simply tried again. */
  readonly retryable: boolean;

  /** What cannot be shown is taken out of the message, which may be of several lines. */
  constructor(
    code: ErrorCode,
    message: string | readonly string[],
    options: { cause?: unknown; retryable?: boolean } = {},
  ) {
    const lines = typeof message === 'string' ? [message] : message;
    super(
      lines.map(printable).join('\n'),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AbecedaryError';
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** Throws the `aborted` error if the signal asks to stop. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted)
    throw new AbecedaryError('aborted', 'Stopped on request; every finished letter is kept.');
}
