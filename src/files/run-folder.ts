import { join } from 'node:path';

/** Where the files of a run lie. */
export interface RunFolder {
  readonly out: string;
  /** The black-and-white picture of a letter. */
  content(character: string): string;
  /** The stylised letter. */
  letter(character: string): string;
  /** The folder of one letter's frames, a picture per iteration. */
  frames(character: string): string;
  readonly manifest: string;
  /** What the program itself needs between runs: the folders and files below. */
  readonly own: string;
  /** Results by job, see the store. */
  readonly store: string;
  /** Where one job is worked on; its files are put in their places when it is done. */
  work(job: string): string;
  readonly lock: string;
  readonly journal: string;
  /** What letters of this run were given of their own, one by one. */
  readonly letters: string;
  /** What the numbers of contact sheets stand for. */
  readonly takes: string;
  /** The configuration and the flags that the run was made with. */
  readonly madeWith: string;
  /** Artworks that letters were given because they suit them best. */
  readonly bestPairs: string;
}

/** The paths of a run's files below the output folder; nothing is made or read. */
export function runFolder(out: string): RunFolder {
  const own = join(out, '.abecedary');
  return {
    out,
    content: (character) => join(out, 'content', `${fileStem(character)}.png`),
    letter: (character) => join(out, 'letters', `${fileStem(character)}.png`),
    frames: (character) => join(out, 'frames', fileStem(character)),
    manifest: join(out, 'manifest.json'),
    own,
    store: join(own, 'store'),
    work: (job) => join(own, 'work', job),
    lock: join(own, 'lock'),
    journal: join(own, 'journal.jsonl'),
    letters: join(own, 'letters.json'),
    takes: join(own, 'takes.json'),
    madeWith: join(own, 'made-with.json'),
    bestPairs: join(own, 'best-pairs.json'),
  };
}

/**
 * A character as a file name without ending: A–Z and 0–9 as they are, anything else by its code points
 * (`a` is `u0061`), since many file systems take `a.png` and `A.png`, or two ways to write `é`, for one file.
 */
export function fileStem(character: string): string {
  if (/^[A-Z0-9]$/.test(character)) return character;
  const points = [...character].map((point) => point.codePointAt(0)!.toString(16).padStart(4, '0'));
  return `u${points.join('-')}`;
}
