import { z } from 'zod';
import { AbecedaryError } from '../base/errors.js';
import { writeTextFile } from './atomic-file.js';
import { type creator, readOwnJson } from './own-json.js';
import { runFolder } from './run-folder.js';

/** The form of the manifest that this version writes and reads. */
export const manifestVersion = 2;

/** A file and the SHA-256 of its bytes, 64 hexadecimal digits. */
export interface HashedFile {
  readonly file: string;
  readonly sha256: string;
}

/** A square of an artwork: its middle in ratios of width and height, its side in ratios of the shorter one, and how it is laid. */
export interface FoundPlace {
  readonly x: number;
  readonly y: number;
  readonly sideRatio: number;
  /** Clockwise, 0..3. */
  readonly quarterTurns: number;
  /** Left to right, before it is turned. */
  readonly mirrored: boolean;
}

/** Where in an artwork a letter was found: places of ink and ground, the legibility of the bare guide, and how far apart both were held. */
interface ManifestFound {
  readonly ink: FoundPlace;
  readonly ground: FoundPlace;
  readonly r2: number;
  /** 0..1; letters of earlier versions do not tell. */
  readonly contrast?: number | undefined;
}

/** How one letter came to be. */
export interface ManifestLetter {
  readonly character: string;
  /** As the configuration resolved it. */
  readonly artwork: HashedFile;
  /** Hash of everything that decides the picture: the same job need not be done again. */
  readonly job: string;
  /** Relative to the output folder, with forward slashes, as are all files of the run. */
  readonly content: string;
  readonly letter: HashedFile;
  /** For the reader only; times decide nothing. */
  readonly seconds: number;
  readonly evaluations: number;
  readonly iterations: number;
  /** Of the run that made it, which may not be the last one. */
  readonly seed: number;
  readonly sizePx: number;
  /** Final losses by name: `total`, `content`, one of style per layer, `tv`. */
  readonly losses: Readonly<Record<string, number>>;
  /** Side of the picture in pixels and total loss after each iteration; letters of earlier versions have none. */
  readonly course?: readonly (readonly [sizePx: number, loss: number])[] | undefined;
  /** Place of the letter among those of its set by how well they explain the picture, 1 best; and how well it does, 0..1. */
  readonly legibility: { readonly rank: number; readonly r2: number };
  readonly found?: ManifestFound | undefined;
  /** What it had of its own when it was made, as «letters» of a configuration has it. */
  readonly own?: Readonly<Record<string, unknown>> | undefined;
  /** 2 where the first was hard to read and another was made. */
  readonly tries: number;
}

/** What a run was made from and with: enough to make it again, and to know what need not be made again. */
export interface Manifest {
  readonly version: typeof manifestVersion;
  readonly createdBy: { readonly name: typeof creator; readonly version: string };
  readonly seed: number;
  /** What did the arithmetic: `{ name: 'onnxruntime', provider: 'cpu' }`; and why nothing else, which earlier versions do not say. */
  readonly engine: {
    readonly name: string;
    readonly provider: string;
    readonly reason?: string | undefined;
    /** How many letters went through one graph together in the last run on this machine. */
    readonly batch?: number | undefined;
  };
  /** Of Node and the packages that decide pictures, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly font: HashedFile & {
    readonly family: string;
    readonly style: string;
    readonly version: string;
    readonly axes: Readonly<Record<string, number>>;
  };
  readonly encoder: { readonly name: string; readonly sha256: string };
  /** The resolved sections of the configuration. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly letters: readonly ManifestLetter[];
  /** Letters that the last run could not make, and why. */
  readonly failed?: readonly { readonly letter: string; readonly message: string }[] | undefined;
  readonly sheet: string;
}

/** Writes `<out>/manifest.json`, whole or not at all. Throws `output`. */
export async function writeManifest(out: string, manifest: Manifest): Promise<void> {
  await writeTextFile(runFolder(out).manifest, `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * The manifest of an earlier run in `out`, or undefined where there is none, or one whose form is older than this: such a
 * run is made anew. Throws `output` for a file that is broken, of another program or of a newer form, so that nothing of
 * somebody else's is overwritten.
 */
export async function readManifest(out: string): Promise<Manifest | undefined> {
  const file = runFolder(out).manifest;
  const value = await readOwnJson(file, (got, cause) => refusal(file, got, cause));
  if (value === undefined) return undefined;
  const { version } = value;
  if (typeof version === 'number' && version < manifestVersion) return undefined;
  if (version !== manifestVersion) {
    throw refusal(file, `form ${JSON.stringify(version)} where this version knows ${manifestVersion}`);
  }
  const broken = brokenPart(value);
  if (broken !== undefined) throw refusal(file, `a damaged entry "${broken}"`);
  return value as unknown as Manifest;
}

function refusal(file: string, got: string, cause?: unknown): AbecedaryError {
  const message = `Expected the manifest of an earlier run at ${file}, got ${got}; move it away or choose another output folder.`;
  return new AbecedaryError('output', message, { cause });
}

const text = z.string();
const number = z.number();
const hashedFile = z.looseObject({ file: text, sha256: text });
const place = z.looseObject({
  ...{ x: number, y: number, sideRatio: number, quarterTurns: number },
  mirrored: z.boolean(),
});

/** What is relied on of a manifest; what else it holds is for the reader. */
const manifestSchema = z.looseObject({
  seed: number,
  engine: z.looseObject({ name: text, provider: text }),
  versions: z.record(text, text),
  font: z.looseObject({ ...hashedFile.shape, family: text, axes: z.record(text, number) }),
  encoder: z.looseObject({ name: text, sha256: text }),
  settings: z.record(text, z.unknown()),
  sheet: text,
  failed: z.array(z.looseObject({ letter: text, message: text })).optional(),
  letters: z.array(
    z.looseObject({
      character: text,
      artwork: hashedFile,
      job: text,
      content: text,
      letter: hashedFile,
      ...{ seconds: number, evaluations: number, iterations: number, seed: number, sizePx: number },
      losses: z.record(text, number),
      course: z.array(z.tuple([number, number])).optional(),
      legibility: z.looseObject({ rank: number, r2: number }),
      found: z.looseObject({ ink: place, ground: place, r2: number, contrast: number.optional() }).optional(),
      own: z.record(text, z.unknown()).optional(),
      tries: number,
    }),
  ),
});

/** The first entry that is not as it should be, by its path; undefined when all are. */
function brokenPart(manifest: Record<string, unknown>): string | undefined {
  const { error } = manifestSchema.safeParse(manifest);
  if (error === undefined) return undefined;
  return error.issues[0]!.path.map((key, at) =>
    typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${String(key)}`,
  ).join('');
}
