import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AbecedaryError } from '../../base/errors.js';
import { weightsFolder } from './cache.js';
import { bytesOf, type WeightsSet } from './catalogue.js';
import { fetchFile, type Patience } from './fetch-file.js';

/** What has come so far. */
export interface PullProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  /** Files that are there, compared with what they are to be. */
  readonly files: number;
  readonly totalFiles: number;
}

export interface PullOptions {
  /** A folder, or the address of one, to fetch from instead of the set's own source. */
  readonly from?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  /** Folder of all weights. Default: in the user's cache. */
  readonly folder?: string | undefined;
  readonly patience?: Patience | undefined;
}

const usualPatience: Patience = { attempts: 5, pauseMs: 500, silenceMs: 30_000 };
/** Files on their way at once: one alone leaves a fast network waiting. */
const atOnce = 4;

/**
 * Fetches all files of a set that are not there yet and returns their folder. What came before an error or a stop is kept,
 * and the next call goes on from there. Throws AbecedaryError: `weights` when a file cannot be had, `output` when it
 * cannot be kept, `aborted` on the signal.
 */
export async function pullWeights(set: WeightsSet, options: PullOptions = {}): Promise<string> {
  const { signal, onProgress, patience = usualPatience } = options;
  const folder = join(options.folder ?? weightsFolder(), set.name);
  const source = sourceUrl(options.from ?? set.source);
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new AbecedaryError(
      'output',
      `Expected to make the folder ${folder}, but the system does not allow it; set XDG_CACHE_HOME to another folder.`,
      { cause },
    );
  });

  const arrived = new Map<string, number>();
  let files = 0;
  const report = (): void => {
    const bytes = [...arrived.values()].reduce((sum, each) => sum + each, 0);
    onProgress?.({ bytes, totalBytes: bytesOf(set), files, totalFiles: set.files.length });
  };
  // The first failure stops the others: they share its cause most of the time.
  const failure = new AbortController();
  const signals = signal === undefined ? [failure.signal] : [failure.signal, signal];
  const queue = set.files.values();
  const work = async (): Promise<void> => {
    for (const file of queue) {
      await fetchFile(file, {
        source,
        folder,
        patience,
        signal: AbortSignal.any(signals),
        onBytes: (bytes) => {
          arrived.set(file.name, bytes);
          report();
        },
      });
      files++;
      report();
    }
  };
  let first: unknown;
  await Promise.all(
    Array.from({ length: atOnce }, () =>
      work().catch((error: unknown) => {
        first ??= error;
        failure.abort();
      }),
    ),
  );
  if (first !== undefined) throw first;
  return folder;
}

/** An address as it is given, and the `file:` address of anything else. With a slash at its end. */
function sourceUrl(from: string): URL {
  const url = /^https?:\/\//i.test(from) ? from : pathToFileURL(resolve(from)).href;
  return new URL(url.endsWith('/') ? url : `${url}/`);
}
