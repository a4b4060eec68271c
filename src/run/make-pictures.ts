import { realpath } from 'node:fs/promises';
import { AbecedaryError, throwIfAborted } from '../base/errors.js';
import { type Size, square } from '../base/pixels.js';
import type { Progress } from '../base/progress.js';
import type { AlphabetConfig } from '../config/index.js';
import { runFolder } from '../files/index.js';
import { isPaintedWhole } from '../nst/index.js';
import { type Machine, openMachine } from '../plan/machine.js';
import type { Share } from '../plan/share.js';
import { openPainters, type SparePainter, startPainter } from '../work/index.js';
import { createControls, type OpenControls } from './controls.js';
import type { Order, Plan } from './order.js';
import { openRecord, type RunRecord, type Sorted } from './record.js';

export interface PicturesOptions {
  /** Paint again what is already there and up to date. */
  readonly force?: boolean | undefined;
  /** Where another process works in the output folder: wait until it has ended instead of refusing. */
  readonly wait?: boolean | undefined;
  /** Stops the run; pictures that are finished by then are kept. */
  readonly signal?: AbortSignal | undefined;
  readonly controls?: OpenControls | undefined;
}

/** The same with somebody who listens. */
export interface ReportedOptions extends PicturesOptions {
  readonly report: (progress: Progress) => void;
  /** Of the pictures; that of the configuration's letters when absent. */
  readonly size?: Size | undefined;
}

/** Paints what an order wants and is not there, and makes of it what the order makes. Everything that is painted goes through here. */
export async function makePictures<Product>(
  config: AlphabetConfig,
  order: Order<Product>,
  { force = false, wait = false, signal, controls = createControls(), report, size }: ReportedOptions,
): Promise<Product> {
  throwIfAborted(signal);
  await refuseOwnArtworks(config);
  const machine = await openMachine(config);
  // It starts while it is found out what there is to paint.
  const inTiles = !isPaintedWhole(machine.engine, size ?? square(config.transfer.sizePx));
  const spare = machine.remote ? undefined : startPainter(inTiles);
  try {
    return await paintOrder(config, await order(machine, { signal, report }), {
      ...{ machine, inTiles, spare, force, wait, signal, controls, report },
    });
  } finally {
    await spare?.end();
  }
}

interface OrderOptions extends Pick<ReportedOptions, 'signal' | 'report'> {
  readonly force: boolean;
  readonly wait: boolean;
  readonly controls: OpenControls;
  readonly machine: Machine;
  /** Whether the pictures are painted in tiles. */
  readonly inTiles: boolean;
  readonly spare: SparePainter | undefined;
}

async function paintOrder<Product>(
  config: AlphabetConfig,
  plan: Plan<Product>,
  { machine, inTiles, spare, force, wait, signal, controls, report }: OrderOptions,
): Promise<Product> {
  const record = await openRecord(config, plan.register, { wait, signal, report });
  const over = new AbortController();
  try {
    const sorted = await record.sort(plan.jobs, { force });
    const notes = [...plan.notes, ...sorted.notes, ...(plan.notesOn?.(sorted.todo) ?? [])];
    const share = machine.share(sorted.todo.length);
    report({ ...planned(config, plan, { machine, share, sorted }), notes });
    await plan.begin?.(share);
    await record.begin(plan.jobs);
    const check = async (): Promise<void> => {
      const signal = AbortSignal.any([record.signal, over.signal]);
      await plan.check?.(sorted.todo, { signal, note: (text) => record.note(text) });
    };
    await paintAll(config, sorted, { share, inTiles, spare, record, controls, meanwhile: check });
    const settled = await record.settled(sorted.todo);
    throwIfAborted(signal);
    const product = await plan.finish(settled, { signal, report });
    await record.end();
    return product;
  } finally {
    over.abort();
    await record.close();
  }
}

/** Throws `config` where results would lie among the artworks, and be artworks themselves the next time. */
async function refuseOwnArtworks({ out, artworks }: AlphabetConfig): Promise<void> {
  const { from } = artworks;
  if (typeof from !== 'string' || from === 'included') return;
  const [results, pictures] = await Promise.all(
    [out, from].map((folder) => realpath(folder).catch(() => folder)),
  );
  if (results !== pictures) return;
  throw new AbecedaryError(
    'config',
    `Expected results in another folder than the artworks, got ${out} for both; choose another one with --out, a folder inside of it for example.`,
  );
}

function planned(
  { transfer }: AlphabetConfig,
  { of, products }: Pick<Plan<unknown>, 'of' | 'products'>,
  { machine, share, sorted }: { readonly machine: Machine; readonly share: Share; readonly sorted: Sorted },
): Omit<Extract<Progress, { kind: 'plan' }>, 'notes'> {
  const { engine, engineReason } = machine;
  return {
    kind: 'plan',
    ...(of === undefined ? {} : { of }),
    letters: sorted.todo.map(({ name }) => name),
    kept: sorted.kept,
    workers: share.workers,
    ...(share.batch > 1 ? { batch: share.batch } : {}),
    iterations: transfer.iterations,
    engine: `${engine.name} ${engine.provider}`,
    engineReason,
    products: products?.(sorted.todo.length),
  };
}

interface PaintingOptions {
  readonly share: Share;
  readonly record: RunRecord;
  readonly controls: OpenControls;
  /** Is begun when the first picture is, and waited for. */
  readonly meanwhile: () => Promise<void>;
}

async function paintAll(
  { schedule, out }: AlphabetConfig,
  { todo }: Sorted,
  {
    share,
    inTiles,
    spare,
    record,
    controls,
    meanwhile,
  }: Pick<OrderOptions, 'inTiles' | 'spare'> & PaintingOptions,
): Promise<void> {
  const jobs = new Map(todo.map((job) => [job.id, job]));
  const { store, signal } = record;
  let other: Promise<void> | undefined;
  const begin = (): void => {
    other ??= meanwhile();
    other.catch(() => {});
  };
  const painters = await openPainters(schedule, { store, folder: runFolder(out), inTiles, spare, ...share });
  try {
    const running = painters.run(todo, {
      signal,
      onProgress: (id, progress) => {
        begin();
        record.progress(jobs.get(id)!, progress);
      },
      onOutcome: (outcome) => record.settle(jobs.get(outcome.id)!, outcome),
      onNote: (text) => record.note(text),
    });
    controls.attach(painters, todo);
    await running;
    await other;
  } finally {
    await painters.close();
  }
}
