import { Redis } from 'ioredis';
import { AbecedaryError } from '../../../base/errors.js';
import { redisTrouble } from './trouble.js';

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
    const refused = redisTrouble(withoutSecret(url), cause);
    if (refused instanceof AbecedaryError) throw refused;
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

/**
 * An address as it may be shown and logged: without user, password and query, wherever they hold an @, a slash or a question mark
 * themselves.
 */
export function withoutSecret(url: string): string {
  const [, scheme = '', rest = ''] = /^([a-z]*:\/\/)?(.*)$/is.exec(url)!;
  const [at, query] = [rest.lastIndexOf('@'), rest.indexOf('?')];
  // A question mark before an @ is of a password, or the @ is of one in a query: nobody can tell.
  if (query >= 0 && query < at) return `${scheme}…`;
  const host = at < 0 ? rest : `…@${rest.slice(at + 1)}`;
  return `${scheme}${host.replace(/\?.*$/s, '?…')}`;
}

/** How many workers listen to which queue, as far as the Redis tells. */
export async function listenersOf(client: Redis, prefix: string): Promise<Map<string, number>> {
  const listeners = new Map<string, number>();
  for (const [, name = ''] of String(await client.client('LIST')).matchAll(/ name=(\S*)/g)) {
    // As BullMQ names the connections of its workers.
    const [start, queue = '', kind] = name.split(':');
    if (start !== prefix || kind !== 'w') continue;
    const queueName = Buffer.from(queue, 'base64').toString();
    listeners.set(queueName, (listeners.get(queueName) ?? 0) + 1);
  }
  return listeners;
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
