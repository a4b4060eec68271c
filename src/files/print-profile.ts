import { readFile } from 'node:fs/promises';
import { AbecedaryError } from '../base/errors.js';
import { srgbProfile } from './colour-profile.js';

/** An ICC profile of what a page is printed on. */
export interface PrintProfile {
  /** Undefined for sRGB, which comes with the picture library. */
  readonly file: string | undefined;
  readonly bytes: Uint8Array;
  readonly space: 'CMYK' | 'RGB';
  /** As the profile names itself. */
  readonly description: string;
}

/** The profile of sRGB itself. */
export async function srgbPrintProfile(): Promise<PrintProfile> {
  return { file: undefined, bytes: await srgbProfile(), space: 'RGB', description: 'sRGB' };
}

/**
 * Reads an ICC profile (ISO 15076-1) for output in CMYK or RGB. Throws `config` for a file that is not there, is none, or one of
 * another kind.
 */
export async function readPrintProfile(file: string): Promise<PrintProfile> {
  const refusal = (got: string, cause?: unknown): AbecedaryError =>
    new AbecedaryError(
      'config',
      `Expected an ICC profile of a printer or press (CMYK or RGB) at ${file}, got ${got}; name the profile that your print shop gives you.`,
      { cause },
    );
  const bytes = await readFile(file).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw refusal(code === 'ENOENT' ? 'no such file' : `one that cannot be read (${code})`, cause);
  });
  const word = (at: number): string => bytes.toString('latin1', at, at + 4);
  if (bytes.length < 132 || word(36) !== 'acsp' || bytes.readUInt32BE(0) > bytes.length)
    throw refusal('something else');
  const space = word(16).trim();
  if (space !== 'CMYK' && space !== 'RGB') throw refusal(`one for ${space}`);
  const kind = word(12);
  if (kind !== 'prtr' && kind !== 'mntr' && kind !== 'spac') throw refusal(`one of the kind ${kind}`);
  return { file, bytes: Uint8Array.from(bytes), space, description: describe(bytes) };
}

/** The tag «desc»: text of version 2, or the first of several languages of version 4. */
function describe(bytes: Buffer): string {
  const count = bytes.readUInt32BE(128);
  for (let tag = 0; tag < Math.min(count, 100); tag++) {
    const entry = 132 + 12 * tag;
    if (entry + 12 > bytes.length || bytes.toString('latin1', entry, entry + 4) !== 'desc') continue;
    const at = bytes.readUInt32BE(entry + 4);
    const body = bytes.subarray(at, at + bytes.readUInt32BE(entry + 8));
    const kind = body.toString('latin1', 0, 4);
    if (kind === 'desc' && body.length > 12) {
      const length = body.readUInt32BE(8);
      return body.toString('latin1', 12, 12 + Math.max(0, length - 1));
    }
    if (kind === 'mluc' && body.length >= 28) {
      const [length, from] = [body.readUInt32BE(20), body.readUInt32BE(24)];
      return Buffer.from(body.subarray(from, from + length))
        .swap16()
        .toString('utf16le')
        .replace(/\0+$/, '');
    }
  }
  return 'a custom output condition';
}
