import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { compactEncoderFile, loadEncoder } from '../src/nst/encoder/encoder.js';
import { type BuiltRun, runBuilt } from './built.js';
import { timeEvaluation } from './evaluation.js';
import { matrixRate } from './limit.js';
import { median } from './support.js';

export interface FiguresOptions {
  /** With what takes minutes: a large page, and the default run of the other checkout. */
  readonly long: boolean;
  /** Another checkout, built, to compare with. */
  readonly against?: string | undefined;
}

/** A figure and the most that it is to be. */
interface Figure {
  readonly name: string;
  readonly measured: number;
  readonly limit: number;
  readonly unit: 'MB' | 's' | '×' | '%';
}

/** What the program takes of time and memory, each beside its limit, all measured now. The program has to be built. */
export async function benchFigures({ long, against }: FiguresOptions): Promise<void> {
  console.log('Figures beside their limits (one figure after the other; nothing else should be at work)');
  console.log(row('figure', 'measured', 'limit', 'met'));
  const groups = [
    evaluations,
    starts,
    workers,
    products,
    ...(long ? [largePage] : []),
    ...(against === undefined ? [] : [() => besides(resolve(against), long)]),
  ];
  for (const group of groups) {
    for (const { name, measured, limit, unit } of await group()) {
      const met = Number.isNaN(measured) ? '?' : measured <= limit ? 'yes' : 'no';
      console.log(row(name, inUnit(measured, unit), inUnit(limit, unit), met));
    }
  }
  if (!long) console.log('  left out without --long: a page of 4096 × 2731 px');
  if (against === undefined) console.log('  left out without --against FOLDER: what another checkout takes');
}

const row = (name: string, measured: string, limit: string, met: string): string =>
  `  ${name.padEnd(58)} ${measured.padStart(10)} ${limit.padStart(10)}  ${met}`;

function inUnit(value: number, unit: Figure['unit']): string {
  if (Number.isNaN(value)) return '?';
  return unit === 'MB' ? `${Math.round(value)} MB` : `${value.toFixed(unit === '%' ? 1 : 2)} ${unit}`;
}

async function evaluations(): Promise<Figure[]> {
  const encoder = await loadEncoder(compactEncoderFile);
  const rate = await matrixRate(1);
  const figures: Figure[] = [];
  for (const sizePx of [256, 400, 800]) {
    const { milliseconds, operations } = await timeEvaluation(encoder, sizePx, 1);
    const measured = milliseconds / ((operations / rate) * 1000);
    const name = `an evaluation at ${sizePx} px, of its arithmetic alone`;
    figures.push({ name, measured, limit: 1.4, unit: '×' });
  }
  return figures;
}

const execute = promisify(execFile);
const program = join(import.meta.dirname, '../dist/cli/main.js');

async function starts(): Promise<Figure[]> {
  const ways = [
    ['-e', '0'],
    [program, '--help'],
    [program, '--version'],
  ];
  const taken = await inTurn(
    15,
    ways.map((args) => () => timed(() => execute(process.execPath, args))),
  );
  const [empty, help, version] = taken as [number, number, number];
  const begun = await inTurn(3, [
    async () => {
      const { said } = await runBuilt(['alphabet'], { until: 'started' });
      return said.find(({ record }) => record.kind === 'started')!.at;
    },
  ]);
  return [
    { name: '--help, beyond node -e 0', measured: help - empty, limit: 0.15, unit: 's' },
    { name: '--version, beyond node -e 0', measured: version - empty, limit: 0.15, unit: 's' },
    { name: 'a run until its first letter is begun', measured: begun[0]!, limit: 1, unit: 's' },
  ];
}

async function workers(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [sizePx, letters, limit] of [
    [400, 'A,B,C,D', 350],
    [1024, 'A,B', 1000],
  ] as const) {
    const args = ['alphabet', '--size', String(sizePx), '--only', letters, '--workers', '1'];
    const { peakBytes } = await runBuilt(args);
    const name = `largest process, ${letters} at ${sizePx} px`;
    figures.push({ name, measured: peakBytes / 1e6, limit, unit: 'MB' });
  }
  return figures;
}

async function products(): Promise<Figure[]> {
  const { seconds, said } = await runBuilt(['alphabet']);
  const lastLetter = said.findLast(({ record }) => record.kind === 'done')!.at;
  const measured = (100 * (seconds - lastLetter)) / seconds;
  return [{ name: 'a default run after its last letter', measured, limit: 8, unit: '%' }];
}

/** Twelve lines, as a song has them. */
const lyric = `The river carries lanterns to the sea
and every lantern carries someone's name
we stood along the bank and let them be
small windows in the dark, a moving frame
the water wrote our faces and erased
the bridges hummed with trains that never came
a summer folded up and gently placed
inside a drawer that smells of rain and flame
so sing it slow and leave the door ajar
the morning finds us wherever we are
so sing it low and leave the light on too
the river knows the way from me to you
`;

async function largePage(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'abecedary-bench-'));
  const file = join(folder, 'lyric.txt');
  await writeFile(file, lyric);
  const artwork = join(import.meta.dirname, '../styles/stained-glass.jpg');
  const args = ['text', '--file', file, '--page', '4096x2731', '--styles', artwork];
  const { seconds, peakBytes } = await runBuilt(args);
  await rm(folder, { recursive: true });
  return [
    { name: 'largest process, a page of 4096 × 2731 px', measured: peakBytes / 1e6, limit: 2000, unit: 'MB' },
    { name: 'that page', measured: seconds, limit: 394, unit: 's' },
  ];
}

/** This checkout beside another one, three times in turn: ratios of medians. */
async function besides(checkout: string, long: boolean): Promise<Figure[]> {
  const compared = async (name: string, args: readonly string[], limit: number): Promise<Figure> => {
    const secondsOf = async (run: Promise<BuiltRun>): Promise<number> => (await run).seconds;
    const [other, own] = await inTurn(3, [
      () => secondsOf(runBuilt(args, { checkout })),
      () => secondsOf(runBuilt(args)),
    ]);
    return { name: `${name}, of the other checkout’s time`, measured: own! / other!, limit, unit: '×' };
  };
  return [
    await compared('A–Z at 128 px', ['alphabet', '--size', '128'], 0.5),
    ...(long ? [await compared('a default run', ['alphabet'], 0.4)] : []),
  ];
}

/** Calls these in turn, so many times; the median of what each gives. */
async function inTurn(times: number, calls: readonly (() => Promise<number>)[]): Promise<number[]> {
  const taken = calls.map((): number[] => []);
  for (let time = 0; time < times; time++)
    for (const [at, call] of calls.entries()) taken[at]!.push(await call());
  return taken.map((each) => median(each.sort((a, b) => a - b)));
}

async function timed(call: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await call();
  return (performance.now() - from) / 1000;
}
