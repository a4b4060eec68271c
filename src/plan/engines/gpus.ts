import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cpuEngine, type Engine } from '../../nst/index.js';

/** A graphics processor that the system tells of. */
export interface Gpu {
  readonly name: string;
  readonly isNvidia: boolean;
  /** Where the system says it. */
  readonly memoryBytes: number | undefined;
}

/**
 * Bytes of the GPU that an engine computes on; of several the least, since it may be any of them. `untold` where the system does not
 * say, undefined where an engine computes on the CPU.
 */
export async function gpuMemory(
  engine: Engine,
  find: () => Promise<Gpu[]> = findGpus,
): Promise<number | 'untold' | undefined> {
  if (!computesOnGpu(engine)) return undefined;
  const gpus = await find();
  const ours = ['cuda', 'tensorflow'].includes(engine.provider) ? gpus.filter((gpu) => gpu.isNvidia) : gpus;
  const known = ours.map(({ memoryBytes }) => memoryBytes);
  if (known.length === 0 || known.includes(undefined)) return 'untold';
  return Math.min(...(known as number[]));
}

function computesOnGpu({ name, provider }: Engine): boolean {
  return name === cpuEngine.name ? provider !== cpuEngine.provider : name.endsWith('-gpu');
}

interface SystemPlace {
  readonly platform?: string;
  /** Where `proc` and `sys` are; `/` when absent. */
  readonly root?: string;
  /** The program that knows NVIDIA's. */
  readonly nvidiaSmi?: string;
}

/** Makers of real graphics processors, by their PCI numbers; virtual machines have others. */
const makers: Readonly<Record<string, string>> = {
  '0x10de': 'NVIDIA',
  '0x1002': 'AMD',
  '0x8086': 'Intel',
};

/**
 * The graphics processors of this machine, from what the system says of its hardware: NVIDIA's on every system, others on Linux, and those of
 * Apple's own processors. What only computes as if it were one is none.
 */
export async function findGpus(place: SystemPlace = {}): Promise<Gpu[]> {
  const { platform = process.platform, root = '/', nvidiaSmi = 'nvidia-smi' } = place;
  const nvidia = await nvidiaGpus(nvidiaSmi);
  if (platform === 'darwin') {
    const model = cpus()[0]?.model ?? '';
    return model.startsWith('Apple') ? [{ name: model, isNvidia: false, memoryBytes: undefined }] : [];
  }
  if (platform !== 'linux') return nvidia;
  const others = await linuxGpus(join(root, 'sys/class/drm'));
  return [...nvidia, ...others.filter(({ isNvidia }) => !isNvidia || nvidia.length === 0)];
}

async function nvidiaGpus(program: string): Promise<Gpu[]> {
  const asked = ['--query-gpu=name,memory.total', '--format=csv,noheader,nounits'];
  const answer = await promisify(execFile)(program, asked, { timeout: 10_000 }).catch(() => undefined);
  return (answer?.stdout ?? '').split('\n').flatMap((line) => {
    const [name, mebibytes] = line.split(',').map((part) => part.trim());
    if (!name || mebibytes === undefined) return [];
    return [{ name, isNvidia: true, memoryBytes: Number(mebibytes) * 2 ** 20 || undefined }];
  });
}

async function linuxGpus(folder: string): Promise<Gpu[]> {
  const nodes = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('renderD')).sort();
  const read = (node: string, file: string): Promise<string | undefined> =>
    readFile(join(folder, node, 'device', file), 'utf8').then(
      (text) => text.trim(),
      () => undefined,
    );
  const found = await Promise.all(
    nodes.map(async (node): Promise<Gpu[]> => {
      const maker = makers[(await read(node, 'vendor')) ?? ''];
      if (maker === undefined) return [];
      const memory = Number(await read(node, 'mem_info_vram_total'));
      return [
        {
          name: `${maker} ${(await read(node, 'device')) ?? 'GPU'}`,
          isNvidia: maker === 'NVIDIA',
          memoryBytes: memory > 0 ? memory : undefined,
        },
      ];
    }),
  );
  return found.flat();
}
