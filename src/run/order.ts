import type { ExpectedProduct, Progress } from '../base/progress.js';
import type { PictureJob } from '../plan/index.js';
import type { Machine } from '../plan/machine.js';
import type { Share } from '../plan/share.js';
import type { KeptPicture } from '../work/index.js';

/** What a command wants painted, and what becomes of it, planned for a machine. Writes nothing. */
export type Order<Product> = (machine: Machine, options: FinishOptions) => Promise<Plan<Product>>;

export interface Plan<Product> {
  /** What is painted; letters when absent. */
  readonly of?: 'page';
  /** In order, none twice. */
  readonly jobs: readonly PictureJob[];
  /** Sentences the user should read. */
  readonly notes: readonly string[];
  readonly register: Register;
  /** Sentences about pictures that are to be painted. */
  notesOn?(todo: readonly PictureJob[]): readonly string[];
  /** Looks at what pictures are made of while they are painted: a first letter is not to wait for what may be said of the last one's artwork. */
  check?(
    todo: readonly PictureJob[],
    options: { readonly signal: AbortSignal; readonly note: (sentence: string) => void },
  ): Promise<void>;
  /** Writes what later runs are to know, once nobody else works in the folder and it is known how the painting is shared out. */
  begin?(share: Share): Promise<void>;
  /** What `finish` makes of so many pictures beside those that are kept, in order; nothing when absent. */
  products?(painted: number): readonly ExpectedProduct[];
  /** Makes what is made of the pictures, once all are settled. */
  finish(settled: Settled, options: FinishOptions): Promise<Product>;
}

export interface FinishOptions {
  readonly signal: AbortSignal | undefined;
  readonly report: (progress: Progress) => void;
}

/** What is written down of finished pictures, where the user finds it. */
export interface Register {
  /** Reads what earlier runs have written. Throws `output` for what is not ours, so that the folder is left as it is. */
  read(): Promise<void>;
  /** Whether a picture is there, and as its job would make it. */
  isCurrent(job: PictureJob): Promise<boolean>;
  /** Whether a picture that is there stays as it is, also where all are to be made again. */
  isLocked(job: PictureJob): boolean;
  enter(job: PictureJob, kept: KeptPicture): void;
  write(): Promise<void>;
}

/** Of pictures that are only found by their jobs. */
export const unrecorded: Register = {
  read: async () => {},
  isCurrent: async () => false,
  isLocked: () => false,
  enter: () => {},
  write: async () => {},
};

/** What became of the pictures of a run, by their names. */
export interface Settled {
  readonly rendered: readonly string[];
  /** Those that were up to date and were left as they are. */
  readonly kept: readonly string[];
  readonly failed: readonly Failure[];
}

export interface Failure {
  readonly letter: string;
  readonly error: Error;
}

/** Failures as results tell them. */
export function failuresOf({ failed }: Settled): { letter: string; message: string }[] {
  return failed.map(({ letter, error }) => ({ letter, message: error.message }));
}
