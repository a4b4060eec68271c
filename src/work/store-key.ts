import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { AbecedaryError } from '../base/errors.js';
import { readRegularFile } from '../base/regular-file.js';
import { errnoOf, fileReason, writeWholeFile } from '../files/index.js';

/** What decides where the key of a user lies, and what it is. */
interface Surroundings {
  readonly platform: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const here = (): Surroundings => ({ platform: process.platform, home: homedir(), env: process.env });

const fewestCharacters = 32;
const mostBytes = 10_000;

/** The variable that holds a key itself. */
export const keyVariable = 'ABECEDARY_STORE_KEY';

/**
 * The key that runs and workers of one store share: of a file, else of the environment (ABECEDARY_STORE_KEY); undefined where neither
 * is given. Throws `config` for one that cannot be read or is too short to be a secret.
 */
export async function givenStoreKey(
  file: string | undefined,
  { env }: Pick<Surroundings, 'env'> = here(),
): Promise<string | undefined> {
  if (file !== undefined) return checked(await readKey(file), file);
  const given = env[keyVariable];
  return given === undefined || given === '' ? undefined : checked(given.trim(), keyVariable);
}

/**
 * The key of this user for stores of this machine, from the user's configuration folder; made there, for this user's eyes only, where
 * there is none and `make` says so. Undefined where there is none and none can be kept.
 */
export async function ownStoreKey(
  { make }: { readonly make: boolean },
  surroundings: Surroundings = here(),
): Promise<string | undefined> {
  const file = join(configFolder(surroundings), 'abecedary', 'store.key');
  const found = await readKey(file).catch((error: unknown) => {
    if (error instanceof AbecedaryError && errnoOf(error.cause) === 'ENOENT') return undefined;
    throw error;
  });
  if (found !== undefined) return checked(found, file);
  if (!make) return undefined;
  const made = randomBytes(32).toString('hex');
  try {
    // Of two runs that make one at the same time, both take the first.
    if (await writeWholeFile(file, `${made}\n`, { first: true, mode: 0o600 })) return made;
    return checked(await readKey(file), file);
  } catch {
    return undefined;
  }
}

/** Below `XDG_CONFIG_HOME` (when it is absolute, as its specification asks), else where the system keeps settings. */
function configFolder({ platform, home, env }: Surroundings): string {
  const { XDG_CONFIG_HOME: xdg, APPDATA: roaming } = env;
  if (xdg !== undefined && isAbsolute(xdg)) return xdg;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return roaming ?? join(home, 'AppData', 'Roaming');
  return join(home, '.config');
}

async function readKey(file: string): Promise<string> {
  const bytes = await readRegularFile(file, mostBytes).catch((cause: unknown) => {
    throw new AbecedaryError(
      'config',
      `Expected the key of a store in ${file}, but ${fileReason(cause)}; check the path, or write one with «openssl rand -hex 32».`,
      { cause },
    );
  });
  return new TextDecoder().decode(bytes).trim();
}

function checked(key: string, where: string): string {
  if (key.length >= fewestCharacters) return key;
  throw new AbecedaryError(
    'config',
    `Expected a key of at least ${fewestCharacters} characters in ${where}, got ${key.length}; write one with «openssl rand -hex 32».`,
  );
}
