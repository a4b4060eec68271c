import { createHash } from 'node:crypto';

/** A record as JSON with the digest of itself, so that a damaged one is known. */
export function seal(record: object): string {
  return JSON.stringify({ ...record, digest: digestOf(record) });
}

/** The record; undefined where it is none, or was changed. */
export function unseal<Sealed extends object>(bytes: Uint8Array): Sealed | undefined {
  try {
    const { digest, ...record } = JSON.parse(new TextDecoder().decode(bytes)) as { digest: string };
    return digest === digestOf(record) ? (record as Sealed) : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(record: object): string {
  return createHash('sha256').update(JSON.stringify(record)).digest('hex');
}
