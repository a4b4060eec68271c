import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Binds records of a store to the key that they are kept under and, where there is a secret, to those who know it: nobody else can
 * write one that is taken for ours.
 */
export interface Seal {
  /** What it seals with, for processes of this machine that keep records too. */
  readonly secret: string | undefined;
  /** A record as JSON with its mark. */
  close(key: string, record: object): Uint8Array;
  /** What was sealed, as JSON has it, to be checked by a schema; undefined where it is no record of this key, or was changed. */
  open(key: string, bytes: Uint8Array): unknown;
}

/** With a secret the mark is an HMAC (RFC 2104, SHA-256), without one a plain SHA-256, which tells damage but no forgery. */
export function sealWith(secret?: string): Seal {
  const markOf = (key: string, record: object): string => {
    const text = JSON.stringify(record);
    return secret === undefined
      ? createHash('sha256').update(text).digest('hex')
      : createHmac('sha256', secret).update(`${key}\n${text}`).digest('hex');
  };
  return {
    secret,
    close: (key, record) =>
      new TextEncoder().encode(`${JSON.stringify({ ...record, digest: markOf(key, record) })}\n`),
    open: (key, bytes) => {
      const { digest, record } = parse(bytes);
      if (record === undefined) return undefined;
      const [given, right] = [String(digest), markOf(key, record)].map((mark) => Buffer.from(mark));
      return given!.length === right!.length && timingSafeEqual(given!, right!) ? record : undefined;
    },
  };
}

/** A record whoever has written it, for those who only want to know what it names; undefined where it is none. */
export function openUnsealed(bytes: Uint8Array): unknown {
  return parse(bytes).record;
}

function parse(bytes: Uint8Array): { readonly digest?: unknown; readonly record?: object } {
  try {
    const { digest, ...record } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    return { digest, record };
  } catch {
    return {};
  }
}
