import { resolve } from 'node:path';
import type { Document, Node, Pair, YAMLError } from 'yaml';
import { AbecedaryError } from '../base/errors.js';
import { FileRefusal, readRegularFile } from '../base/regular-file.js';
import type { KeyPath } from './keys.js';
import { mistakesError } from './mistakes.js';
import { yaml } from './yaml.js';

// One wrong bracket can make all that follows look wrong.
const mostFaults = 5;

/** A YAML file as plain data that still knows where everything was written. */
export interface YamlFile {
  readonly value: unknown;
  /**
   * Where the value at `path` is written, or with `onKey` the key itself; the nearest part around it where it is not
   * there. `place` is `file:line:column`, `offset` counts characters from the start of the file.
   */
  locate(path: KeyPath, onKey: boolean): { readonly place: string; readonly offset: number };
}

/**
 * Reads YAML (and so JSON too) from `file`, which may be relative to `folder`; places name it as it is given. Throws
 * AbecedaryError('config') for a file that cannot be read or is not YAML.
 */
export async function readYamlFile(file: string, folder: string): Promise<YamlFile> {
  const text = await readText(file, folder);
  const lines = new (yaml().LineCounter)();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  try {
    // The library compares every key with every other.
    const document = yaml().parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
    });
    const faults = [...document.errors, ...document.warnings, ...repeatedKeys(document)].slice(0, mostFaults);
    if (faults.length > 0) {
      throw mistakesError(
        faults.map(({ pos, message }) => ({
          place: place(pos[0]),
          sentence: `Expected YAML, got this: ${message.replace(/\.?\s*$/, '')}; correct it here or just before.`,
        })),
      );
    }
    return {
      value: document.toJS({ maxAliasCount: 100 }),
      locate: (path, onKey) => {
        const offset = offsetOf(document, path, onKey);
        return { place: place(offset), offset };
      },
    };
  } catch (cause) {
    if (cause instanceof AbecedaryError) throw cause;
    // The YAML library throws plain errors for aliases without end and for nesting deeper than the stack.
    const why = cause instanceof RangeError ? 'nesting that is too deep' : (cause as Error).message;
    throw new AbecedaryError('config', `${file}: Expected YAML, got this: ${why}; write it more plainly.`, {
      cause,
    });
  }
}

function repeatedKeys(document: Document.Parsed): Pick<YAMLError, 'pos' | 'message'>[] {
  const faults: Pick<YAMLError, 'pos' | 'message'>[] = [];
  yaml().visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<string>();
      for (const pair of items) {
        const key = keyText(pair as Pair);
        const offset = startOf(pair.key) ?? 0;
        if (seen.has(key)) faults.push({ pos: [offset, offset], message: 'Map keys must be unique' });
        seen.add(key);
      }
    },
  });
  return faults;
}

/** A configuration that names a thousand artworks is a hundredth of it. */
const mostBytes = 4_000_000;

async function readText(file: string, folder: string): Promise<string> {
  const fail = (found: string, cause: unknown) =>
    new AbecedaryError('config', `Expected a configuration file at ${file}, ${found}.`, { cause });
  let bytes: Buffer;
  try {
    bytes = await readRegularFile(resolve(folder, file), mostBytes);
  } catch (cause) {
    if (cause instanceof FileRefusal) throw fail(`but ${cause.message}; name a file of text`, cause);
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw fail('got no file; check the path', cause);
    if (code === 'EACCES' || code === 'EPERM')
      throw fail('got no permission to read it; check its permissions', cause);
    throw fail(`got an error (${(cause as Error).message}); check the path`, cause);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw fail('got bytes that are not UTF-8 text; save it as UTF-8', cause);
  }
}

function offsetOf(document: Document.Parsed, path: KeyPath, onKey: boolean): number {
  const { isAlias, isMap, isSeq } = yaml();
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  path.forEach((step, depth) => {
    const whole = isAlias(node) ? node.resolve(document) : node;
    const pair = isMap(whole) ? whole.items.find((item) => keyText(item) === String(step)) : undefined;
    const value = isSeq(whole) ? whole.items[Number(step)] : pair?.value;
    const atKey = onKey && depth === path.length - 1;
    offset = (atKey ? startOf(pair?.key) : (startOf(value) ?? startOf(pair?.key))) ?? offset;
    node = value;
  });
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}

function keyText(pair: Pair): string {
  return yaml().isScalar(pair.key) ? String(pair.key.value ?? '') : String(pair.key);
}
