import { basename, dirname } from 'node:path';
import { includedArtworks, inspectedPx, listArtworks } from '../artwork/index.js';
import { AbecedaryError } from '../base/errors.js';
import type { Pixels } from '../base/pixels.js';
import { mapSideBySide } from '../base/side-by-side.js';
import type { AlphabetConfig, ArrangementSettings } from '../config/index.js';
import { type Looks, oncePerFile, readPicture } from '../files/index.js';
import { arrangementOf } from './materials.js';

interface BrokenArtwork {
  readonly file: string;
  readonly message: string;
}

export interface UsableArtworks {
  readonly whole: readonly string[];
  readonly broken: readonly BrokenArtwork[];
}

/**
 * The artworks of the configuration that can be read to their end, and what is wrong with the others; the program's own are known to be
 * whole. All of them where none can: each letter says why. Without `looks` that are shared, a file is read once as long as it stays as it is.
 */
export async function usableArtworks(
  { artworks }: Pick<AlphabetConfig, 'artworks'>,
  looks?: Looks,
): Promise<UsableArtworks> {
  const files = await listArtworks(artworks);
  const faultOf =
    looks === undefined
      ? knownFaultOf
      : (file: string) => faultIn(lookAt(looks, file, arrangementOf(artworks)));
  const given = new Set(files.filter((file) => dirname(file) !== includedArtworks));
  const faults = await mapSideBySide([...given], async (file) => {
    const message = await faultOf(file);
    return message === undefined ? undefined : { file, message };
  });
  const broken = faults.filter((fault) => fault !== undefined);
  const whole = files.filter((file) => !broken.some((fault) => fault.file === file));
  return whole.length === 0 ? { whole: files, broken: [] } : { whole, broken };
}

const knownFaultOf = oncePerFile((file) =>
  faultIn(readPicture(file, { background: '#ffffff', limitPx: inspectedPx })),
);

async function faultIn(reading: Promise<unknown>): Promise<string | undefined> {
  try {
    await reading;
  } catch (error) {
    if (error instanceof AbecedaryError) return error.message;
    throw error;
  }
}

/** An artwork (RGB) as it is judged: what is used of it has about `inspectedPx`. Throws `artwork` when it cannot be read to its end. */
export function lookAt(
  looks: Looks,
  file: string,
  { background, sizeRatio }: Pick<ArrangementSettings, 'background' | 'sizeRatio'>,
): Promise<Pixels> {
  return looks.read(file, { background, limitPx: Math.ceil(inspectedPx / sizeRatio) });
}

/** A sentence for those of each fault: a folder from a telephone has a hundred files of one. */
export function brokenNotes(broken: readonly BrokenArtwork[]): string[] {
  const alike = new Map<string, BrokenArtwork[]>();
  for (const fault of broken) {
    const kind = fault.message.replaceAll(fault.file, '');
    alike.set(kind, [...(alike.get(kind) ?? []), fault]);
  }
  return Array.from(alike.values(), brokenNote);
}

function brokenNote(faults: readonly BrokenArtwork[]): string {
  const [first, ...others] = faults.map(({ file }) => basename(file));
  const names =
    others.length === 0
      ? first
      : others.length === 1
        ? `${first} and ${others[0]}`
        : `${first} and ${others.length} more`;
  const verb = others.length === 0 ? 'is' : 'are';
  return `${names} ${verb} given to no letter: ${faults[0]!.message}`;
}
