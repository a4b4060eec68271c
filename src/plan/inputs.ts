import { hashFile, oncePerFile } from '../files/index.js';

/** Files by the SHA-256 of their bytes. */
export type Inputs = Readonly<Record<string, string>>;

/** SHA-256 of an artwork's file, hexadecimal. Throws `artwork` when it cannot be read. */
export type Hash = (file: string) => Promise<string>;

/** No picture that is read is larger: a photograph is a hundredth of it. */
const mostInputBytes = 1_000_000_000;

const hashInput = oncePerFile((file) => hashFile(file, 'artwork', mostInputBytes));

/** Hashes a file the first time that it is asked for. */
export function hashOnce(): Hash {
  const hashes = new Map<string, Promise<string>>();
  return (file) => {
    const found = hashes.get(file) ?? hashInput(file);
    hashes.set(file, found);
    return found;
  };
}

/** Collects the files that one job needs, as its recipe names them by their hashes. */
export function collectInputs(hash: Hash): { readonly add: Hash; readonly inputs: Record<string, string> } {
  const inputs: Record<string, string> = {};
  return {
    inputs,
    add: async (file) => {
      const sha256 = await hash(file);
      inputs[sha256] ??= file;
      return sha256;
    },
  };
}
