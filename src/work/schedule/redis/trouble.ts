import { AbecedaryError } from '../../../base/errors.js';

/* What a run on a Redis says of what goes wrong. */

const mostWords = 300;

export function superseded(): AbecedaryError {
  const message = 'Expected a result, but another run in the same folder has taken over; end one of both.';
  return new AbecedaryError('aborted', message);
}

export function lostTooOften(reason: unknown): AbecedaryError {
  const words = typeof reason === 'string' ? reason.slice(0, mostWords) : 'no reason is known';
  const message = `Expected a result, but the workers were lost with it (${words}); look at their logs and run it again.`;
  return new AbecedaryError('engine', message, { retryable: true });
}

/** Of a worker whose answer is none, after it was asked for again. */
export function noAnswer(worker: string | undefined, fault: string): AbecedaryError {
  const who = worker === undefined ? 'a worker without a name' : `the worker ${worker.slice(0, 100)}`;
  return new AbecedaryError(
    'engine',
    `Expected a result, but what ${who} answers is none (${fault}), and so was what came when it was given out again; look at that worker and who may write to the Redis, and run it again.`,
    { retryable: true },
  );
}

/** That nobody takes what waits, though others may listen. */
export function nobodyListens(place: string, others: number): string {
  return others === 0
    ? `No worker listens at ${place}; what is to be made waits until one is started there (abecedary worker).`
    : `No worker at ${place} has this engine, these weights and this version; of others there are ${others}. What is to be made waits until one is started that has them.`;
}

const advice: Readonly<Record<string, string>> = {
  OOM: 'its memory is full; give it more (maxmemory), or empty it',
  NOAUTH: 'it wants a password; name it as redis://:PASSWORD@HOST',
  WRONGPASS: 'user or password are wrong; correct them',
  NOPERM: 'this user may not do what a run needs; allow it all commands',
  READONLY: 'it is a replica; name the one that it follows',
  MISCONF: 'it cannot write to its disk; look at its log',
};

/**
 * What a Redis refuses, as a sentence; anything else as it is. The place holds no secret.
 */
export function redisTrouble(place: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AbecedaryError) return error;
  // Of a transaction, the first command that was refused.
  const [earlier] = (error as { previousErrors?: unknown[] }).previousErrors ?? [];
  if (earlier instanceof Error) return redisTrouble(place, earlier);
  const known = /\b(OOM|NOAUTH|WRONGPASS|NOPERM|READONLY|MISCONF)\b/.exec(error.message)?.[1];
  // What answers to a command with an error.
  if (known === undefined && error.name !== 'ReplyError') return error;
  const reason = known === undefined ? `it says «${error.message.slice(0, mostWords)}»` : advice[known];
  return new AbecedaryError('engine', `Expected the Redis at ${place} to work, but ${reason}.`, {
    cause: error,
    retryable: known === 'OOM',
  });
}
