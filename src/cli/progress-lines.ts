import { printable } from '../base/printable.js';
import type { Progress } from '../index.js';
import { nameFile } from './words.js';

export function describeWaiting({ pid, host, since }: Extract<Progress, { kind: 'waiting' }>): string {
  return `waiting for process ${pid} on ${printable(host)}, which has worked in this folder since ${printable(since)}`;
}

export function describePairing({ done, artworks }: Extract<Progress, { kind: 'pairing' }>): string {
  return `finding out which artworks suit which letters: ${done} of ${artworks}`;
}

/** What is begun with the finished letters. */
export function describeMaking(product: Extract<Progress, { kind: 'making' }>['product']): string {
  return product === 'film' ? 'making the films …' : `making the ${product} …`;
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

/** The plan in one line, and a line for each of its notes; nothing of a set of a text's letters that are all there. */
export function describePlan(plan: Extract<Progress, { kind: 'plan' }>): string[] {
  if (plan.letters.length === 0 && plan.later !== undefined) return [];
  const kept = plan.kept.length === 0 ? '' : `, ${plan.kept.length} kept`;
  const noun = plan.of ?? 'letter';
  const count = plan.letters.length === 1 ? `1 ${noun}` : `${plan.letters.length} ${noun}s`;
  const batch = plan.batch ?? 1;
  const together = batch > 1 ? ` in batches of ${batch}` : '';
  const who =
    plan.workers === 0 ? 'by the workers of the Redis' : `${plan.workers * batch} at a time${together}`;
  return [
    `${count} to make${kept}; ${plan.iterations} iterations each, ${who}, ${printable(plan.engine)} (${printable(plan.engineReason)})`,
    ...plan.notes.map((note) => `note: ${printable(note)}`),
  ];
}
