import { printable } from '../base/printable.js';
import { createProgressCount, type ProgressCount } from '../base/progress-count.js';
import type { Progress } from '../index.js';
import {
  describeMaking,
  describePairing,
  describePlan,
  describeProduct,
  describeWaiting,
} from './progress-lines.js';
import type { Screen, View } from './screen.js';
import { describeDuration, describeTimeLeft, nameFile, withoutFolder } from './words.js';

const every = 5;

/** One line for each thing that happens, and one for every fifth iteration. */
export function createPlainView(screen: Screen, nowMs: () => number): View {
  const count = createProgressCount(nowMs);
  let open = true;
  return {
    show(record) {
      count.add(record);
      if (open) for (const line of describeRecord(record, count)) screen.write(`${printable(line)}\n`);
    },
    close() {
      open = false;
    },
  };
}

function describeRecord(record: Progress, count: ProgressCount): string[] {
  switch (record.kind) {
    case 'waiting':
      return [describeWaiting(record)];
    case 'pairing':
      return record.done % every === 0 ? [describePairing(record)] : [];
    case 'plan':
      return describePlan(record);
    case 'started':
      return [`${record.letter}: started with ${withoutFolder(record.artwork)}`];
    case 'iteration': {
      const { letter, iteration, iterations, loss } = record;
      if (iteration % every !== 0 || iteration === iterations) return [];
      const left = describeTimeLeft(count.secondsLeft());
      return [`${letter}: iteration ${iteration}/${iterations}, loss ${loss.toPrecision(3)}${left}`];
    }
    case 'done':
      return [
        `${record.letter}: done in ${describeDuration(record.seconds)}, loss ${record.loss.toPrecision(3)} (${count.ended()} of ${count.total()})`,
      ];
    case 'failed':
      return [`${record.letter}: failed: ${record.message}`];
    case 'note':
      return [`note: ${record.text}`];
    case 'making':
      return [`${describeMaking(record.product)}${describeTimeLeft(count.secondsLeft())}`];
    case 'sheet':
    case 'page':
      return [`${record.kind}: ${nameFile(record.file)}`];
    case 'product':
      return describeProduct(record);
  }
}
