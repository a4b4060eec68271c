import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * The URL of the module `name` (without ending) that lies beside the calling module, with the calling module's own
 * ending: `workerEntry('letter-worker', import.meta.url)`. Where the environment names a folder that holds the same program compiled,
 * `ABECEDARY_COMPILED`, that of a source is taken from there, since it starts in a third of the time.
 */
export function workerEntry(name: string, caller: string): URL {
  const beside = new URL(`./${name}${isSource(caller) ? '.ts' : '.js'}`, caller);
  const compiled = process.env.ABECEDARY_COMPILED;
  if (compiled === undefined || !isSource(caller)) return beside;
  const inSources = relative(fileURLToPath(new URL('..', import.meta.url)), fileURLToPath(beside));
  return pathToFileURL(`${compiled}/${inSources.replace(/\.ts$/, '.js')}`);
}

/** What Node has to be told before it runs an entry: a checkout runs from its sources, in a program that may have no such loader itself. */
export function loaderOf(entry: URL): string[] {
  return isSource(entry.pathname) ? ['--import', import.meta.resolve('tsx')] : [];
}

const isSource = (module: string): boolean => module.endsWith('.ts');
