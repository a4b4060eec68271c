import { execFileSync, spawn } from 'node:child_process';

/** Lanes that multiply and add single-precision numbers once in a cycle, by a part of the card's name; longer names before those that they hold. */
const lanes: readonly (readonly [name: string, count: number])[] = [
  ['H100 PCIe', 14592],
  ['H100 NVL', 16896],
  ['H100', 16896],
  ['H200', 16896],
  ['GH200', 16896],
  ['A100', 6912],
  ['A800', 6912],
  ['A30', 3584],
  ['A40', 10752],
  ['A10G', 9216],
  ['A10', 9216],
  ['A16', 1280],
  ['L40S', 18176],
  ['L40', 18176],
  ['L4', 7424],
  ['V100', 5120],
  ['T4', 2560],
  ['P100', 3584],
  ['RTX 5090', 21760],
  ['RTX 5080', 10752],
  ['RTX 4090', 16384],
  ['RTX 4080', 9728],
  ['RTX 3090', 10496],
  ['RTX 3080', 8704],
  ['RTX A6000', 10752],
];

export interface Card {
  readonly name: string;
  readonly driver: string;
  readonly memoryMebibytes: number;
  readonly mostMegahertz: number;
  /** Operations a second in single precision, a multiplication and an addition are two; undefined for cards that are not in the table. */
  readonly peak: number | undefined;
}

/** The first card that nvidia-smi tells of; undefined where there is none. */
export function findCard(): Card | undefined {
  const asked = 'name,driver_version,memory.total,clocks.max.sm';
  try {
    const answer = execFileSync('nvidia-smi', [`--query-gpu=${asked}`, '--format=csv,noheader,nounits'], {
      encoding: 'utf8',
      timeout: 20_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return readCard(answer.trim().split('\n')[0]!);
  } catch {
    return undefined;
  }
}

/** From a line of nvidia-smi: name, driver, MiB, MHz. */
export function readCard(line: string): Card {
  const [name = '', driver = '', memory, clock] = line.split(',').map((part) => part.trim());
  const count = lanes.find(([part]) => name.includes(part))?.[1];
  const mostMegahertz = Number(clock);
  const peak = count === undefined || !(mostMegahertz > 0) ? undefined : 2 * count * mostMegahertz * 1e6;
  return { name, driver, memoryMebibytes: Number(memory), mostMegahertz, peak };
}

/** What the card did while something ran. */
export interface Use {
  readonly mostMebibytes: number;
  /** Share of the time in which it computed anything, in percent: the mean of what nvidia-smi said. */
  readonly busyPercent: number;
  readonly mostWatts: number;
  readonly samples: number;
}

/** Watches the card four times a second; what is returned tells what it did since it was last asked, and ends it. */
export function watchCard(): { readonly since: () => Use | undefined; readonly end: () => void } {
  const asked = 'memory.used,utilization.gpu,power.draw';
  const child = spawn('nvidia-smi', [
    `--query-gpu=${asked}`,
    '--format=csv,noheader,nounits',
    '--loop-ms=250',
  ]);
  let samples: (readonly number[])[] = [];
  child.on('error', () => undefined);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.trim().split('\n')) samples.push(line.split(',').map(Number));
  });
  return {
    since: () => {
      const some = samples;
      samples = [];
      if (some.length === 0) return undefined;
      const column = (at: number): number[] => some.map((sample) => sample[at] ?? 0);
      return {
        mostMebibytes: Math.max(...column(0)),
        busyPercent: column(1).reduce((sum, each) => sum + each, 0) / some.length,
        mostWatts: Math.max(...column(2)),
        samples: some.length,
      };
    },
    end: () => child.kill(),
  };
}
