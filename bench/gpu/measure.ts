import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { readAlphabet } from './alphabet.js';
import { findCard, watchCard } from './cards.js';
import type { StepSettings } from './settings.js';
import { lastJson, type Outcome, runStep, runSteps, type Step } from './steps.js';

/*
 * Measures what a GPU makes of letters, one step after another within a given time, and writes results.json anew after each.
 * Everything runs in processes of its own that are ended when they take too long.
 */

const { values } = parseArgs({
  options: {
    /** Folder of the results: results.json, and a sheet for each size. */
    out: { type: 'string', default: '.' },
    /** Folder for whatever else is written. */
    work: { type: 'string' },
    engine: { type: 'string', default: 'webgpu' },
    /** Sides of the alphabets that are made, in pixels. */
    sizes: { type: 'string', default: '512,1024' },
    /** Side of the letters of all other steps. */
    size: { type: 'string', default: '512' },
    /** Letters that are made, such as A,B; all of the default configuration when absent. */
    only: { type: 'string' },
    /** How many letters are evaluated at once. */
    batches: { type: 'string', default: '1,4,10,26' },
    /** Processes by letters in each. */
    shares: { type: 'string', default: '1x1,1x13,4x4,8x2,13x2' },
    /** Rows of the matrices that are multiplied. */
    matrix: { type: 'string', default: '4096' },
    python: { type: 'string', default: 'python3' },
    /** Seconds for everything, from `begun` on, and a factor for the limit of each step. */
    limit: { type: 'string', default: '345' },
    patience: { type: 'string', default: '1' },
    /** Seconds since 1970. */
    begun: { type: 'string' },
    /** Only the steps whose names begin with one of these, in their order. */
    steps: { type: 'string' },
  },
});

const root = fileURLToPath(new URL('../..', import.meta.url));
const size = Number(values.size);
const sizes = values.sizes.split(',').map(Number);
const patience = Number(values.patience);
const begun = values.begun === undefined ? Date.now() : Number(values.begun) * 1000;
const work = values.work ?? join(values.out, 'work');
const settings: StepSettings = {
  engine: values.engine as StepSettings['engine'],
  sizePx: size,
  batch: 1,
  matrix: Number(values.matrix),
  python: values.python,
  work,
};

/** What `step.ts` measures under this name. */
function measured(name: string, limitSeconds: number, changes: Partial<StepSettings> = {}): Step {
  const of = { ...settings, ...changes };
  const many = of.batch > 1 ? `, ${of.batch} at once` : '';
  const program = fileURLToPath(new URL('step.js', import.meta.url));
  return {
    name: `${name} at ${of.sizePx} px${many}`,
    command: [process.execPath, program, name, JSON.stringify(of)],
    limitSeconds,
    read: lastJson,
  };
}

const cli = [process.execPath, join(root, 'src/cli/main.js')] as const;

function alphabet(name: string, limitSeconds: number, args: readonly string[]): Step {
  const only = values.only === undefined ? [] : ['--only', values.only];
  const all = ['--json', '--engine', values.engine, '--out', join(work, name), ...only, ...args];
  return { name, command: [...cli, 'alphabet', ...all], limitSeconds, read: readAlphabet };
}

const lettersOnly = join(work, 'letters-only.yaml');
const withoutProducts = 'overview: { formats: none }\nfilm: { formats: none }\nreport: { make: false }\n';

/** In the order of what one most wants to know, should the time be too short. */
function allSteps(): Step[] {
  const batches = values.batches.split(',').map(Number);
  const shares = values.shares.split(',').map((share) => share.split('x'));
  return [
    { name: 'doctor', command: [...cli, 'doctor', '--json'], limitSeconds: 40, read: JSON.parse },
    measured('agreement', 30, { sizePx: Math.min(size, 128) }),
    measured('agreement', 30),
    measured('evaluation', 20),
    measured('matrix products', 20),
    measured('convolutions', 30),
    ...sizes.map((each) => alphabet(`alphabet ${each}`, 75, ['--size', `${each}`])),
    ...batches.slice(1).map((batch) => measured('evaluation', 25, { batch })),
    measured('agreement', 30, { batch: batches.at(-1)!, sizePx: Math.min(size, 128) }),
    measured('pytorch', 45),
    ...shares.map(([workers, batch]) =>
      alphabet(`letters ${workers}x${batch}`, 60, [
        ...['--config', lettersOnly, '--size', `${size}`],
        ...['--workers', workers!, '--batch', batch!],
      ]),
    ),
    measured('convolutions', 30, { batch: batches.at(-1)! }),
    measured('kernels', 20),
    alphabet('painted', 60, ['--config', lettersOnly, '--size', `${size}`, '--preset', 'painted']),
  ];
}

interface Results {
  readonly settings: typeof values;
  readonly machine: unknown;
  readonly card: ReturnType<typeof findCard> | null;
  /** Seconds from `begun` to here. */
  seconds: number;
  readonly steps: (Outcome & { readonly gpu: ReturnType<ReturnType<typeof watchCard>['since']> })[];
  summary: unknown;
}

const results: Results = {
  settings: values,
  machine: {
    processor: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    memoryGigabytes: totalmem() / 1e9,
    node: process.version,
    unpackedAfterSeconds: (Date.now() - begun) / 1000,
  },
  card: findCard() ?? null,
  seconds: 0,
  steps: [],
  summary: undefined,
};
const watch = watchCard();

async function tell(outcome: Outcome): Promise<void> {
  results.steps.push({ ...outcome, gpu: watch.since() });
  results.seconds = (Date.now() - begun) / 1000;
  results.summary = summarise(results);
  const file = join(values.out, 'results.json');
  await writeFile(`${file}.new`, `${JSON.stringify(results, null, 1)}\n`);
  await rename(`${file}.new`, file);
  const said = outcome.said === undefined ? '' : `: ${outcome.said.trim().split('\n').at(-1)}`;
  console.log(`${outcome.seconds.toFixed(1)} s ${outcome.name}: ${outcome.became}${said}`);
  await keepSheet(outcome.name);
}

/** A sheet as a picture that is small enough to be carried away. */
async function keepSheet(name: string): Promise<void> {
  const sheet = join(work, name, 'sheet.png');
  if (!name.startsWith('alphabet') || !existsSync(sheet)) return;
  const file = join(values.out, `${name.replace(' ', '-')}.jpg`);
  await sharp(sheet, { limitInputPixels: false })
    .resize({ width: 3200, withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: 88 })
    .toFile(file)
    .catch((error: Error) => console.log(`no ${file}: ${error.message}`));
}

/** The figures that are asked after, with what is known so far. */
function summarise({ card, steps }: Results): unknown {
  const foundOf = (name: string) =>
    steps.find((step) => step.name === name)?.found as Record<string, number | undefined> | undefined;
  const peak = card?.peak;
  const many = Number(values.batches.split(',').at(-1));
  const rates = [
    `matrix products at ${size} px`,
    `convolutions at ${size} px`,
    `convolutions at ${size} px, ${many} at once`,
    `evaluation at ${size} px`,
    `evaluation at ${size} px, ${many} at once`,
  ].map((name) => [name, foundOf(name)?.operationsPerSecond] as const);
  const began = (start: string) => steps.filter(({ name }) => name.startsWith(start));
  return {
    peak,
    operationsPerSecond: Object.fromEntries(rates),
    shareOfPeak: Object.fromEntries(rates.map(([name, rate]) => [name, peak && rate && rate / peak])),
    pytorch: foundOf(`pytorch at ${size} px`),
    seconds: Object.fromEntries(
      began('alphabet').map(({ name, became, seconds }) => [name, became === 'done' ? seconds : became]),
    ),
    lettersAMinute: Object.fromEntries(
      began('letters').map(({ name }) => [name, foundOf(name)?.lettersAMinute]),
    ),
    msOfALetter: Object.fromEntries(began('evaluation').map(({ name }) => [name, foundOf(name)?.letterMs])),
    mostMebibytes: Math.max(0, ...steps.map(({ gpu }) => gpu?.mostMebibytes ?? 0)) || undefined,
  };
}

/** The steps that are wanted, each once, with as much patience as they need here. */
function chosenSteps(): Step[] {
  const starts = values.steps?.split(',') ?? [''];
  const steps = new Map(allSteps().map((step) => [step.name, step]));
  return [...steps.values()]
    .filter(({ name }) => starts.some((start) => name.startsWith(start)))
    .map((step) => ({ ...step, limitSeconds: step.limitSeconds * patience }));
}

await mkdir(work, { recursive: true });
await mkdir(values.out, { recursive: true });
await writeFile(lettersOnly, withoutProducts);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
try {
  const driver = await runStep({ ...measured('driver', 90 * patience), name: 'driver' });
  Object.assign(process.env, (driver.found as { env?: Record<string, string> } | undefined)?.env ?? {});
  await tell(driver);
  await runSteps(chosenSteps(), { begun, totalSeconds: Number(values.limit) }, tell);
} finally {
  watch.end();
}
console.log(JSON.stringify(results.summary, null, 1));
process.exitCode = results.steps.every(({ became }) => became === 'done') ? 0 : 1;
