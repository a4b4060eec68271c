import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { includedEncoderFile } from '../../src/nst/encoder/encoder.js';
import { type EngineState, tryEngine } from '../../src/plan/engines/index.js';
import type { StepSettings } from './settings.js';

/** For one of several drivers to answer. */
const patienceMs = 20_000;

/** How Vulkan is told of a driver: in words, and by the environment. */
interface Candidate {
  readonly is: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Where NVIDIA's installers, and those who make containers, put the file that tells Vulkan of the driver. */
const manifestFolders = [
  '/usr/share/vulkan/icd.d',
  '/etc/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/usr/local/nvidia/share/vulkan/icd.d',
  '/usr/local/nvidia/vulkan/icd.d',
];
const libraryFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/nvidia/lib64',
  '/usr/local/nvidia/lib',
];

/** The driver's library that Vulkan loads; the second one does without X11. */
const driverLibraries = ['libGLX_nvidia.so.0', 'libEGL_nvidia.so.0'];

/**
 * Tries one way after another how Vulkan can find the driver of a GPU, and returns the first with which the engine computes there
 * what the CPU does, with its environment, and what became of those before. Where the environment names a driver it alone is tried,
 * and may be one that computes on the CPU. Where none of them works `env` is absent.
 */
export async function chooseDriver({ engine, work }: StepSettings) {
  const named = process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES;
  const candidates: Candidate[] =
    named === undefined
      ? [{ is: 'as the system has it', env: {} }, ...(await findManifests(work))]
      : [{ is: named, env: {} }];
  const tried: { readonly is: string; readonly state: EngineState | 'no answer' }[] = [];
  for (const { is, env } of candidates) {
    Object.assign(process.env, env);
    const trial = tryEngine(engine, { weights: includedEncoderFile('compact'), sizePx: 32, count: 1 });
    const state = await (named === undefined
      ? Promise.race([trial, wait(patienceMs, 'no answer' as const)])
      : trial);
    tried.push({ is, state });
    // Should the next one hang, this is known.
    console.log(JSON.stringify({ tried }));
    if (state === 'no answer' || !state.usable) continue;
    if (!state.software || named !== undefined) return { env, is, tried };
  }
  return { tried };
}

async function findManifests(work: string): Promise<Candidate[]> {
  const names = ['nvidia_icd.json', 'nvidia_icd.x86_64.json', '10_nvidia.json'];
  const found = manifestFolders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((file) => existsSync(file))
    .map((file) => ({ is: file, env: environment(file) }));
  // The driver may be here without such a file: then one is written.
  for (const name of driverLibraries) {
    const library = findLibrary(name);
    if (library === undefined) continue;
    const file = join(work, `${name}.json`);
    const driver = { library_path: library, api_version: '1.3.0' };
    await writeFile(file, JSON.stringify({ file_format_version: '1.0.0', ICD: driver }));
    found.push({ is: `${library}, by a file of our own`, env: environment(file, dirname(library)) });
  }
  return found;
}

/** The first name is that of loaders since 2022. */
function environment(file: string, libraries?: string): Record<string, string> {
  const known = process.env.LD_LIBRARY_PATH;
  const paths =
    libraries === undefined ? {} : { LD_LIBRARY_PATH: [known, libraries].filter(Boolean).join(':') };
  return { VK_DRIVER_FILES: file, VK_ICD_FILENAMES: file, ...paths };
}

function findLibrary(name: string): string | undefined {
  const places = libraryFolders.map((folder) => join(folder, name)).filter((file) => existsSync(file));
  if (places.length > 0) return places[0];
  try {
    const cache = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
    return cache
      .split('\n')
      .find((line) => line.includes(`${name} (libc6,x86-64)`))
      ?.split(' => ')[1];
  } catch {
    return undefined;
  }
}
