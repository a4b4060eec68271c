import type { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import { closest } from './closest.js';
import {
  describeAllowed,
  type KeyNode,
  type KeyPath,
  keyAt,
  listKeys,
  takesNumber,
  takesText,
} from './keys.js';

type Issue = z.core.$ZodIssue;

/** One thing to correct. `path` leads to the value, or with `onKey` to the key itself. */
interface Mistake {
  readonly path: KeyPath;
  readonly onKey: boolean;
  /** Begins with "Expected"; holds what was found and what to do. */
  readonly sentence: string;
}

/** A mistake with the place to look for it, such as `config/alphabet.yaml:3:5` or a flag. */
export interface PlacedMistake {
  readonly place: string;
  readonly sentence: string;
}

/** Nobody reads more of them at a time, and each takes its time to be explained. */
const mostMistakes = 20;

/** The first things that zod found, and how many more there are. */
export function firstIssues(issues: readonly Issue[]): { readonly issues: Issue[]; readonly more: number } {
  const first: Issue[] = [];
  let [room, more] = [mostMistakes, 0];
  for (const issue of issues) {
    const count = issue.code === 'unrecognized_keys' ? issue.keys.length : 1;
    if (issue.code === 'unrecognized_keys') {
      if (room > 0) first.push({ ...issue, keys: issue.keys.slice(0, room) });
    } else if (room > 0) first.push(issue);
    more += Math.max(0, count - Math.max(0, room));
    room -= count;
  }
  return { issues: first, more };
}

/**
 * Puts what zod found into sentences. `input` is the checked value, `flagAt` the command line flag that a value came
 * from, if it came from one, `preset` what keys are that are left out, where the schema does not say it.
 */
export function findMistakes(
  issues: readonly Issue[],
  input: unknown,
  source: {
    readonly flagAt?: ((path: KeyPath) => string | undefined) | undefined;
    readonly preset?: unknown;
  } = {},
): Mistake[] {
  return issues.flatMap((issue): Mistake[] => {
    const path = issue.path as KeyPath;
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));
    if (issue.code === 'invalid_key') return [wrongKey(path, describeKeys(path), [])];
    if (issue.code === 'custom' && issue.params?.keys !== undefined) {
      return [wrongKey(path, issue.message, issue.params.keys as string[])];
    }
    if (issue.code === 'invalid_union') {
      // Where one way to write the key fits in kind (a list, say), the mistake is inside of it.
      const inside = issue.errors.filter((errors) => errors.every((error) => error.path.length > 0));
      if (inside.length === 1) {
        const moved = inside[0]!.map((error) => ({ ...error, path: [...issue.path, ...error.path] }));
        return findMistakes(moved, input, source);
      }
    }
    const usual = keyAt(path)?.default;
    const fallback = usual === undefined ? undefined : (valueAt(source.preset, path) ?? usual);
    return [wrongValue(issue, { path, value: valueAt(input, path), flag: source.flagAt?.(path), fallback })];
  });
}

/** One error for all mistakes: the sentence itself for a single one, a list with places for several. */
export function mistakesError(mistakes: readonly PlacedMistake[]): AbecedaryError {
  const lines = mistakes.map(({ place, sentence }) => (place === '' ? sentence : `${place}: ${sentence}`));
  if (lines.length === 1) return new AbecedaryError('config', lines[0]!);
  return new AbecedaryError('config', [
    `${lines.length} settings need a correction:`,
    ...lines.map((line) => `  ${line}`),
  ]);
}

/** Path to name: `transfer.layerWeights[2]`. */
function dotted(path: KeyPath): string {
  const name = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return name === '' ? 'the configuration' : name.replace(/^\./, '');
}

interface WrongValue {
  readonly path: KeyPath;
  readonly value: unknown;
  readonly flag: string | undefined;
  readonly fallback: unknown;
}

function wrongValue(issue: Issue, { path, value, flag, fallback }: WrongValue): Mistake {
  const node = { ...keyAt(path), default: fallback };
  const wanted = issue.code === 'custom' ? issue.message : `be ${describeAllowed(node)}`;
  const found = `Expected ${flag ?? dotted(path)} to ${wanted}, got ${describeFound(value)}`;
  const near =
    typeof value === 'string' && issue.code !== 'custom' ? closest(value, wordsOf(node)) : undefined;
  // Flags know no quotes, and without the flag the file's value would count and not the default.
  const otherwise = flag === undefined ? adviseInFile(node, value, issue) : 'change it.';
  const advice = near === undefined ? otherwise : `did you mean ${near}?`;
  return { path, onKey: false, sentence: `${found}; ${advice}` };
}

function wrongKey(path: KeyPath, wanted: string, candidates: readonly string[]): Mistake {
  const key = String(path.at(-1));
  const near = closest(key, candidates);
  const advice = near === undefined ? 'change or remove it.' : `did you mean ${near}?`;
  const section = dotted(path.slice(0, -1));
  return {
    path,
    onKey: true,
    sentence: `Expected every key of ${section} to ${wanted}, got ${quote(key)}; ${advice}`,
  };
}

function unknownKey(section: KeyPath, key: string): Mistake {
  const known = Object.keys(keyAt(section)?.properties ?? {});
  const sentence = `Expected a key of ${dotted(section)} (${known.join(', ')}), got ${quote(key)}; ${suggestKey(key, known)}`;
  return { path: [...section, key], onKey: true, sentence };
}

function suggestKey(key: string, known: readonly string[]): string {
  const near = closest(key, known);
  if (near !== undefined) return `did you mean ${near}?`;
  if (['map', 'places'].includes(key))
    return 'since letters have settings of their own, write it there: letters: { Q: { artwork: sea.jpg, place: { next: 1 } } }.';
  const elsewhere = listKeys().find(({ path }) => path.at(-1) === key);
  return elsewhere === undefined
    ? 'choose one of these or remove it.'
    : `did you mean ${dotted(elsewhere.path)}?`;
}

function adviseInFile(node: KeyNode, value: unknown, issue: Issue): string {
  const isNumeral = typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  if (isNumeral && takesNumber(node) && issue.code === 'invalid_type')
    return 'write the number without quotes.';
  const unquoted = typeof value === 'number' || typeof value === 'boolean';
  if (takesText(node) && unquoted) return 'put it in quotes.';
  if (takesText(node) && value === null)
    return 'put it in quotes if it starts with #, or leave out the key too.';
  const fallback = node.default === undefined ? '' : JSON.stringify(node.default);
  return fallback === '' || fallback.length > 30
    ? 'change it.'
    : `change it, or leave it out to get ${fallback}.`;
}

function wordsOf(node: KeyNode): string[] {
  const own = [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])];
  return [...own.map(String), ...(node.anyOf ?? []).flatMap(wordsOf)];
}

function describeKeys(path: KeyPath): string {
  return `be ${describeAllowed(keyAt(path.slice(0, -1))?.propertyNames ?? {})}`;
}

function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value))
    return value.length === 1 ? 'a list of 1 entry' : `a list of ${value.length} entries`;
  if (typeof value === 'string') return quote(value);
  return typeof value === 'object' ? 'a section with keys' : String(value);
}

function quote(text: string): string {
  return JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 60)}…`);
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let found = value;
  for (const step of path) found = (found as Record<string | number, unknown> | null | undefined)?.[step];
  return found;
}
