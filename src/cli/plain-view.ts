import type { Progress } from '../index.js';
import type { Screen, View } from './screen.js';
import { createTally, type Tally } from './tally.js';
import { describeDuration, describeTimeLeft, nameArtwork, nameFile, printable } from './words.js';

const every = 5;

/** One line for each thing that happens, and one for every fifth iteration. */
export function createPlainView(screen: Screen, nowMs: () => number): View {
  const tally = createTally(nowMs);
  let open = true;
  return {
    show(record) {
      tally.add(record);
      if (open) for (const line of describeRecord(record, tally)) screen.write(`${line}\n`);
    },
    close() {
      open = false;
    },
  };
}

function describeRecord(record: Progress, tally: Tally): string[] {
  switch (record.kind) {
    case 'waiting':
      return [describeWaiting(record)];
    case 'plan':
      return describePlan(record);
    case 'started':
      return [`${record.letter}: started with ${nameArtwork(record.artwork)}`];
    case 'iteration': {
      const { letter, iteration, iterations, loss } = record;
      if (iteration % every !== 0 || iteration === iterations) return [];
      const left = describeTimeLeft(tally.secondsLeft());
      return [`${letter}: iteration ${iteration}/${iterations}, loss ${loss.toPrecision(3)}${left}`];
    }
    case 'done':
      return [
        `${record.letter}: done in ${describeDuration(record.seconds)}, loss ${record.loss.toPrecision(3)} (${tally.ended()} of ${tally.total()})`,
      ];
    case 'failed':
      return [`${record.letter}: failed: ${printable(record.message)}`];
    case 'sheet':
    case 'page':
      return [`${record.kind}: ${nameFile(record.file)}`];
    case 'product':
      return describeProduct(record);
  }
}

export function describeWaiting({ pid, host, since }: Extract<Progress, { kind: 'waiting' }>): string {
  return `waiting for process ${pid} on ${printable(host)}, which has worked in this folder since ${since}`;
}

/** A line for the files of a product, and one for each of its notes. */
export function describeProduct({ product, files, notes }: Extract<Progress, { kind: 'product' }>): string[] {
  const first = files[0];
  const more = files.length < 2 ? '' : ` and ${files.length - 1} more`;
  return [
    ...(first === undefined ? [] : [`${product}: ${nameFile(first)}${more}`]),
    ...notes.map((note) => `note: ${printable(note)}`),
  ];
}

/** The plan in one line, and a line for each of its notes. */
export function describePlan(plan: Extract<Progress, { kind: 'plan' }>): string[] {
  const kept = plan.kept.length === 0 ? '' : `, ${plan.kept.length} kept`;
  const noun = plan.of ?? 'letter';
  const count = plan.letters.length === 1 ? `1 ${noun}` : `${plan.letters.length} ${noun}s`;
  const batch = plan.batch ?? 1;
  const together = batch > 1 ? ` in batches of ${batch}` : '';
  const who =
    plan.workers === 0 ? 'by the workers of the Redis' : `${plan.workers * batch} at a time${together}`;
  return [
    `${count} to make${kept}; ${plan.iterations} iterations each, ${who}, ${plan.engine} (${printable(plan.engineReason)})`,
    ...plan.notes.map((note) => `note: ${printable(note)}`),
  ];
}
