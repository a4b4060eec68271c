/**
 * The URL of the module `name` (without ending) that lies beside the calling module, with the calling module's own
 * ending: `workerEntry('letter-worker', import.meta.url)`.
 */
export function workerEntry(name: string, caller: string): URL {
  return new URL(`./${name}${caller.endsWith('.ts') ? '.ts' : '.js'}`, caller);
}
