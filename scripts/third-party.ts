import { fileURLToPath } from 'node:url';
import { init, type ModuleInfos } from 'license-checker-rseidelsohn';

/** Binaries come in a package for each platform, of which an installation has one. */
const platform = /-(linux|linuxmusl|darwin|win32|freebsd|wasm32)(-.*)?$/;

const introduction = `# What Abecedary is built upon

Every package that comes along with an installation, with its licence. Their texts and the names of their authors lie in each package's folder
of \`node_modules\`; none of them is changed or copied into this one. Written by \`npm run docs\`.

libvips, which \`sharp\` reads and writes pictures with, is under the LGPL-3.0-or-later, as are some of the libraries within: it is a shared library in a package
of its own (\`@img/sharp-libvips-…\`), which may be replaced by another build; its sources are at https://github.com/lovell/sharp-libvips.

| package | version | licence | where it comes from |
|---|---|---|---|
`;

/** All packages that an installation needs, for THIRD-PARTY.md. */
export async function writeThirdParty(): Promise<string> {
  const start = fileURLToPath(new URL('../', import.meta.url));
  const packages = await new Promise<ModuleInfos>((resolve, reject) => {
    init({ start, production: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
  const rows = Object.entries(packages).flatMap(([id, { licenses, repository = '' }]) => {
    const at = id.lastIndexOf('@');
    const name = id.slice(0, at).replace(platform, '-…');
    if (name === 'abecedary') return [];
    const licence = String(licenses).replace('*', '');
    return [`| \`${name}\` | ${id.slice(at + 1)} | ${licence} | ${repository} |`];
  });
  return `${introduction}${[...new Set(rows)].sort().join('\n')}\n`;
}
