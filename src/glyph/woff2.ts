import { compress } from 'woff2-encoder';

/** Packs an sfnt as WOFF2. The same bytes give the same bytes. */
export async function packWoff2(sfnt: Uint8Array): Promise<Uint8Array> {
  return compress(sfnt);
}
