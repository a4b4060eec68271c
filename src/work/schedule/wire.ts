import { z } from 'zod';
import { AbecedaryError, type ErrorCode, errorCodes } from '../../base/errors.js';

/** An error as plain JSON: structured clones and JSON alike would lose its class, code and cause. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string | undefined;
  /** Present for an `AbecedaryError` only. */
  readonly known?: { readonly code: ErrorCode; readonly retryable: boolean } | undefined;
  readonly cause?: WireError | undefined;
}

/** What a worker is told: to do a job. To stop, it is ended. */
export interface Request<Job> {
  readonly kind: 'job';
  /** Another one for each request to a worker. */
  readonly number: number;
  readonly job: Job;
}

/** What a worker says about a job that it was sent, by the number of the request, and about an error that nobody caught. */
export type Reply<Progress, Result> =
  | { readonly kind: 'progress'; readonly number: number; readonly progress: Progress }
  | { readonly kind: 'done'; readonly number: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly number: number; readonly error: WireError }
  | { readonly kind: 'dying'; readonly error: WireError };

const deepestCause = 8;
/** What a sentence and a stack may have at most: another machine may send more. */
const [longestMessage, longestStack] = [4000, 20_000];

const cutTo = (longest: number) => z.string().transform((text) => text.slice(0, longest));

const withoutCause = z.object({
  name: cutTo(100),
  message: cutTo(longestMessage),
  stack: cutTo(longestStack).optional(),
  known: z.object({ code: z.enum(errorCodes), retryable: z.boolean() }).optional(),
});

/** What `encodeError` makes, as it comes from another machine; texts that are too long are cut, causes of causes are left out. */
export const wireErrorSchema = withoutCause.extend({ cause: withoutCause.optional() });

/** What is wrong with an answer that has the right form: a few words for a sentence. */
export class ReplyFault extends Error {}

/** Which part of what came from elsewhere is not as it should be, for sentences. */
export function faultOf(error: unknown): string {
  if (error instanceof ReplyFault) return error.message;
  if (!(error instanceof z.ZodError)) return 'it cannot be read';
  const path = error.issues[0]?.path.slice(0, 8).map(String).join('.').slice(0, 100);
  return path === undefined || path === '' ? 'it is of another form' : `see «${path}»`;
}

/** Any thrown value as plain JSON. */
export function encodeError(error: unknown, depth = 0): WireError {
  if (!(error instanceof Error))
    return { name: 'Error', message: `Thrown without an error class: ${String(error)}` };
  const { name, message, stack, cause } = error;
  return {
    name,
    message,
    stack,
    ...(error instanceof AbecedaryError ? { known: { code: error.code, retryable: error.retryable } } : {}),
    ...(cause !== undefined && depth < deepestCause ? { cause: encodeError(cause, depth + 1) } : {}),
  };
}

/** The error again: an `AbecedaryError` where it was one, else an `Error` of the same name, each with its own stack. */
export function decodeError(wire: WireError): Error {
  const cause = wire.cause === undefined ? undefined : decodeError(wire.cause);
  const error =
    wire.known === undefined
      ? new Error(wire.message, cause === undefined ? undefined : { cause })
      : new AbecedaryError(wire.known.code, wire.message, { cause, retryable: wire.known.retryable });
  error.name = wire.name;
  if (wire.stack !== undefined) error.stack = wire.stack;
  return error;
}
