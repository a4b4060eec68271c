import { createContext, Script } from 'node:vm';
import opentypeModule from 'opentype.js';
import type { PathCommand } from './outline.js';

/** A drawing command as opentype.js gives it: font units, y up. Closing (`Z`) is implied before every `M`. */
export type FontCommand = PathCommand | { readonly type: 'Z' };

/** A point of a TrueType contour: font units, y up. */
export interface ContourPoint {
  readonly x: number;
  readonly y: number;
  readonly onCurve: boolean;
  readonly lastPointOfContour: boolean;
}

/** A part of a composite TrueType glyph: another glyph, transformed, then moved or pinned point to point. */
export interface Component {
  readonly glyphIndex: number;
  readonly xScale: number;
  readonly scale01: number;
  readonly scale10: number;
  readonly yScale: number;
  readonly dx: number;
  readonly dy: number;
  readonly matchedPoints?: readonly [number, number];
}

interface OpenTypeGlyph {
  readonly advanceWidth?: number;
  readonly path: { readonly commands: readonly FontCommand[] };
  readonly points?: readonly ContourPoint[];
  readonly isComposite?: boolean;
  readonly components?: readonly Component[];
}

export interface VariationAxis {
  readonly tag: string;
  readonly minValue: number;
  readonly defaultValue: number;
  readonly maxValue: number;
}

type Names = Record<string, Record<string, string> | undefined>;

/** The part of opentype.js 2.0.0 that we use; its published types describe 1.3. */
export interface OpenTypeFont {
  readonly unitsPerEm: number;
  readonly numGlyphs: number;
  readonly names: Record<string, Names | undefined>;
  readonly glyphs: { get(index: number): OpenTypeGlyph };
  readonly tables: {
    readonly cmap: { readonly glyphIndexMap: Record<number, number | undefined> };
    readonly fvar?: { readonly axes: readonly VariationAxis[] };
    readonly avar?: {
      readonly axisSegmentMaps: readonly {
        readonly axisValueMaps: readonly { readonly fromCoordinate: number; readonly toCoordinate: number }[];
      }[];
    };
  };
  readonly variation?: { getTransform(glyph: OpenTypeGlyph, axes: Record<string, number>): OpenTypeGlyph };
}

const sandbox = createContext({});
const callWork = new Script('work()');

/**
 * Runs work that opentype.js does with data from outside, at most `limitMs` long: a hostile font can send it into
 * loops without end. A machine that slept meanwhile looks the same, so only the second time counts. Throws what the work
 * throws, or an Error with code ERR_SCRIPT_EXECUTION_TIMEOUT.
 */
function withinTime<T>(limitMs: number, work: () => T, again = true): T {
  const { log, warn, error: complain } = console;
  sandbox.work = work;
  try {
    // It writes its remarks on damaged tables in between what is said here.
    Object.assign(console, { log: ignore, warn: ignore, error: ignore });
    return callWork.runInContext(sandbox, { timeout: limitMs }) as T;
  } catch (error) {
    const late = typeof error === 'object' && error !== null && 'code' in error;
    if (!again || !late || error.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    return withinTime(limitMs, work, false);
  } finally {
    sandbox.work = undefined;
    Object.assign(console, { log, warn, error: complain });
  }
}

const ignore = (): void => {};

/** Parses a sanitised font; the glyphs themselves are parsed when they are asked for. */
export function parseSfnt(bytes: Uint8Array<ArrayBuffer>): OpenTypeFont {
  const { parse } = opentypeModule as unknown as {
    parse(buffer: ArrayBuffer, options: { lowMemory: boolean }): OpenTypeFont;
  };
  return withinTime(5000, () => parse(bytes.buffer, { lowMemory: true }));
}

/** Reads one glyph, at most two seconds long. */
export function readGlyph<T>(work: () => T): T {
  return withinTime(2000, work);
}
