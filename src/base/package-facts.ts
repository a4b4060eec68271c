import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface PackageFile {
  readonly name?: string;
  readonly version?: string;
}

const require = createRequire(import.meta.url);
const own = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as PackageFile;

/** Version of this package. */
export const packageVersion = own.version ?? '0.0.0';

/** Packages whose version may change a picture. */
const deciding = ['harfbuzzjs', 'onnxruntime-node', 'sharp'];

/** Versions of Node and of the packages that decide pictures, by name; `engine` is one where it is a package of its own. */
export function versionsInUse(engine: string): Record<string, string> {
  const packages = engine.startsWith('@') ? [...deciding, engine] : deciding;
  const versions = packages.map((name) => [name, installedVersion(name)] as const);
  return { node: process.versions.node, ...Object.fromEntries(versions) };
}

/** Many packages do not export their package.json, so it is looked for upwards from their main file. */
function installedVersion(name: string): string {
  let folder = dirname(require.resolve(name));
  while (folder !== dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const found = JSON.parse(readFileSync(file, 'utf8')) as PackageFile;
      if (found.version !== undefined) return found.version;
    }
    folder = dirname(folder);
  }
  return 'unknown';
}
