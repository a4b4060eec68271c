import { z } from 'zod';
import { alphabetSchema } from './schema.js';

/** One key of the configuration as JSON Schema describes it, with our own words beside. */
export interface KeyNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly KeyNode[];
  readonly properties?: Readonly<Record<string, KeyNode>>;
  readonly additionalProperties?: boolean | KeyNode;
  readonly propertyNames?: KeyNode;
  readonly items?: KeyNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
  readonly allowed?: string;
  readonly unit?: string;
  readonly flag?: string;
  readonly value?: string;
}

export type KeyPath = readonly (string | number)[];

/** The JSON Schema of what may be written into a configuration file. */
const keyTree = z.toJSONSchema(alphabetSchema, { io: 'input' }) as KeyNode;

/** The description of the key at `path`, or undefined where the configuration knows none. */
export function keyAt(path: KeyPath): KeyNode | undefined {
  let node: KeyNode | undefined = keyTree;
  for (const step of path) node = node === undefined ? undefined : below(node, step);
  return node;
}

function below(node: KeyNode, step: string | number): KeyNode | undefined {
  if (typeof step === 'number') return node.items ?? node.anyOf?.find((option) => option.items)?.items;
  if (node.properties !== undefined && Object.hasOwn(node.properties, step)) return node.properties[step];
  if (typeof node.additionalProperties === 'object') return node.additionalProperties;
  return node.anyOf?.map((option) => below(option, step)).find((found) => found !== undefined);
}

/** Every key with its path, in the order of the schema; a section comes before its keys. */
export function listKeys(
  node: KeyNode = keyTree,
  path: readonly string[] = [],
): { path: readonly string[]; node: KeyNode }[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const childPath = [...path, key];
    return [{ path: childPath, node: child }, ...listKeys(child, childPath)];
  });
}

/** What a key takes, in words: `a whole number from 32 to 4096`, `common or each`. */
export function describeAllowed(node: KeyNode): string {
  if (node.allowed !== undefined) return node.allowed;
  if (node.const !== undefined) return String(node.const);
  if (node.enum !== undefined) return node.enum.join(' or ');
  if (node.anyOf !== undefined) return node.anyOf.map(describeAllowed).join(' or ');
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'integer') return `a whole number${describeLimits(node)}`;
  if (node.type === 'number') return `a number${describeLimits(node)}`;
  if (node.type === 'array') return describeList(node);
  return node.type === 'object' ? 'a section with keys' : 'text';
}

/** Whether a number is among the things that a key takes. */
export function takesNumber(node: KeyNode): boolean {
  return node.type === 'integer' || node.type === 'number' || (node.anyOf?.some(takesNumber) ?? false);
}

/** Whether text of any wording is among the things that a key takes. */
export function takesText(node: KeyNode): boolean {
  if (node.anyOf !== undefined) return node.anyOf.some(takesText);
  return node.type === 'string' && node.enum === undefined && node.const === undefined;
}

function describeLimits({ minimum, maximum }: KeyNode): string {
  const from = minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? '' : ` from ${minimum}`;
  // A whole number without a limit of its own still ends where JavaScript's exact numbers end.
  return maximum === undefined || maximum === Number.MAX_SAFE_INTEGER
    ? from && `${from} on`
    : `${from} to ${maximum}`;
}

function describeList(node: KeyNode): string {
  const count = node.minItems !== undefined && node.minItems === node.maxItems ? `${node.minItems} ` : '';
  if (node.items === undefined) return 'a list';
  const item = describeAllowed(node.items);
  return count === '' ? `a list with ${item} in each entry` : `a list of ${count}entries, each ${item}`;
}
