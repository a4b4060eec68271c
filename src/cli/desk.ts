import type { Command } from 'commander';
import type { AlphabetConfig, makeAlphabet } from '../index.js';

/** What was given on the command line: flag name to text. */
export type Flags = Readonly<Record<string, string>>;

/** What commands work with. */
export interface Desk {
  /** The configuration that the flags name or the working folder has, with the flags laid over it. */
  readConfig(flags: Flags): Promise<AlphabetConfig>;
  /** The same, but where there is no file what the run in the output folder was made with stands in its place. */
  readConfigOfRun(flags: Flags): Promise<AlphabetConfig>;
  /** Renders letters. */
  readonly make: typeof makeAlphabet;
  /** Wraps the work of a command, which returns its exit code, into what commander calls. */
  action<Given extends readonly unknown[]>(
    work: (...given: Given) => Promise<number>,
  ): (...given: Given) => Promise<void>;
}

/** Adds one command, or a few that belong together, to the program. */
export type AddCommands = (program: Command, desk: Desk) => void;
