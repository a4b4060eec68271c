import { Redis } from 'ioredis';
import { AbecedaryError } from '../../../base/errors.js';

/** Names of all keys begin with this. */
export const defaultPrefix = 'abecedary';

/** How long a Redis may take to answer for the first time. */
const firstAnswerMs = 5000;

/**
 * A connection that outlives breaks: once it was there it comes back by itself, and what is asked meanwhile waits. Throws
 * AbecedaryError `engine` when there is no Redis to begin with.
 */
export async function connect(url: string): Promise<Redis> {
  const client = new Redis(url, {
    maxRetriesPerRequest: null,
    lazyConnect: true,
    connectTimeout: firstAnswerMs,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 6), 3000),
  });
  let last: Error | undefined;
  // A listener keeps a break from ending the process; the connection comes back by itself.
  client.on('error', (error) => {
    last = error;
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(last ?? new Error('it does not answer')), firstAnswerMs);
    });
    await Promise.race([client.connect().then(() => client.ping()), late]);
    return client;
  } catch (error) {
    client.disconnect();
    const cause = last ?? error;
    throw new AbecedaryError(
      'engine',
      `Expected a Redis at ${withoutSecret(url)}, but ${reasonOf(cause)}; start one there or name another with --redis.`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Of a name with several addresses, the system reports one failure for each. */
function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error && cause.message !== '' ? cause.message : 'it does not answer';
}

/** An address as it may be shown and logged. */
export function withoutSecret(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//…@');
}

/** Keys and channel through which a run speaks to workers beside its jobs. */
export function signalsOf(prefix: string) {
  return {
    cancelled: (run: string) => `${prefix}:cancelled:${run}`,
    paused: (run: string) => `${prefix}:paused:${run}`,
    owner: (owner: string) => `${prefix}:owner:${owner}`,
    channel: `${prefix}:cancel`,
    /** Nobody works longer on what nobody wants. */
    rememberedSeconds: 86_400,
  };
}
