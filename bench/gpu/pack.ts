import { execFile, execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import ts from 'typescript';
import { productionPackages } from './packages.js';

/*
 * Packs what a bare Linux machine on x64 with a driver of NVIDIA and no network needs to run `bench/gpu/run.sh`: Node, the program
 * compiled, its packages, the Vulkan loader, a few artworks.
 */

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    /** The package; where it ends with `/`, a folder that is not compressed. */
    out: { type: 'string', default: join(root, 'build/abecedary-gpu.tar.xz') },
    'most-mib': { type: 'string', default: '55' },
    /** Take every so-many-th of the artworks that come along. */
    'every-artwork': { type: 'string', default: '3' },
  },
});

/** Left away wherever they lie among the packages: nothing that runs reads them. */
const readByNobody = new Set(['.map', '.md', '.markdown', '.ts', '.mts', '.cts', '.flow']);

/**
 * What the loader and NVIDIA's driver are linked against, and Node. On the other machine only those are used that are not there.
 * The first is needed; a machine with a driver has most of the others.
 */
const libraries = [
  ['libvulkan.so.1', 'libvulkan1'],
  ['libGLdispatch.so.0', 'libglvnd0'],
  ['libX11.so.6', 'libx11-6'],
  ['libXext.so.6', 'libxext6'],
  ['libxcb.so.1', 'libxcb1'],
  ['libXau.so.6', 'libxau6'],
  ['libXdmcp.so.6', 'libxdmcp6'],
  ['libbsd.so.0', 'libbsd0'],
  ['libmd.so.0', 'libmd0'],
  ['libstdc++.so.6', 'libstdc++6'],
  ['libgcc_s.so.1', 'libgcc-s1'],
] as const;

/** Types are checked elsewhere. */
async function compile(folder: string, to: string): Promise<void> {
  const { ESNext: module } = ts.ModuleKind;
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module, verbatimModuleSyntax: true };
  for (const name of await readdir(join(root, folder), { recursive: true })) {
    if (!name.endsWith('.ts')) continue;
    const source = await readFile(join(root, folder, name), 'utf8');
    const file = join(to, folder, name.replace(/\.ts$/, '.js'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, ts.transpileModule(source, { compilerOptions }).outputText);
  }
}

async function copyProgram(to: string): Promise<void> {
  await compile('src', to);
  await compile('bench', to);
  for (const each of [
    'package.json',
    'LICENSE',
    'THIRD-PARTY.md',
    'config',
    'src/nst/weights',
    'bench/pytorch.py',
  ])
    await cp(join(root, each), join(to, each), { recursive: true });
  const pictures = (await readdir(join(root, 'styles'))).filter((name) => name.endsWith('.jpg')).sort();
  for (let at = 0; at < pictures.length; at += Number(values['every-artwork']))
    await cp(join(root, 'styles', pictures[at]!), join(to, 'styles', pictures[at]!));
}

async function copyPackages(to: string): Promise<void> {
  for (const place of await productionPackages(root)) {
    const from = join(root, place);
    await cp(from, join(to, place), {
      recursive: true,
      filter: (file) => file === from || isWanted(file.slice(from.length)),
    });
  }
}

/** Not what belongs to other platforms, nor to those who develop a package. Packages within a package come by themselves. */
function isWanted(inside: string): boolean {
  const otherPlatform = /^\/bin\/napi-v\d+\/(?!linux(\/x64|$))/;
  return (
    !readByNobody.has(extname(inside)) &&
    !otherPlatform.test(inside) &&
    !inside.includes('/node_modules') &&
    !inside.startsWith('/.')
  );
}

async function copyNode(to: string): Promise<void> {
  await mkdir(join(to, 'bin'));
  const node = join(to, 'bin/node');
  await cp(process.execPath, node);
  await execute('strip', [node]).catch(() => console.log('there is no strip: Node stays with its symbols'));
}

async function copyLibraries(to: string): Promise<void> {
  const known = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  await mkdir(join(to, 'lib'));
  for (const [name, debian] of libraries) {
    const line = known.split('\n').find((each) => each.includes(`${name} (libc6,x86-64)`));
    const place = line?.split(' => ')[1];
    if (place !== undefined) await cp(place, join(to, 'lib', name), { dereference: true });
    else if (name === libraries[0][0])
      throw new Error(`Expected ${name} here, found none; run apt-get install ${debian}.`);
    else console.log(`there is no ${name} to pack (Debian package ${debian}); the other machine may have it`);
  }
}

async function compress(folder: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  const squeezed = '--use-compress-program=xz --threads=0 --x86 --lzma2=preset=6,dict=64MiB';
  await execute('tar', [squeezed, '-cf', to, '-C', folder, '.']);
  const mebibytes = (await stat(to)).size / 2 ** 20;
  console.log(`${to}: ${mebibytes.toFixed(1)} MiB, with Node ${process.version}`);
  if (mebibytes > Number(values['most-mib']))
    throw new Error(`Expected at most ${values['most-mib']} MiB; take fewer artworks (--every-artwork).`);
}

const isGlibc = 'glibcVersionRuntime' in (process.report.getReport() as { header: object }).header;
if (process.platform !== 'linux' || process.arch !== 'x64' || !isGlibc)
  throw new Error(
    `Expected Linux on x64 with glibc to pack for such a machine, got ${process.platform} ${process.arch}.`,
  );
const isFolder = values.out.endsWith('/');
const folder = isFolder ? resolve(values.out) : await mkdtemp(join(tmpdir(), 'abecedary-pack-'));
try {
  await mkdir(folder, { recursive: true });
  await copyProgram(folder);
  await copyPackages(folder);
  await copyNode(folder);
  await copyLibraries(folder);
  if (isFolder) console.log(`${basename(folder)}: as it would be unpacked`);
  else await compress(folder, resolve(values.out));
} finally {
  if (!isFolder) await rm(folder, { recursive: true });
}
