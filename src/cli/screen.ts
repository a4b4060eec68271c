import type { Progress } from '../index.js';

/** Shows the progress of one run. */
export interface View {
  show(record: Progress): void;
  /** Leaves the terminal as other programs expect it; nothing is shown afterwards. */
  close(): void;
}

/** The part of a terminal or pipe that a view needs. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Of a terminal. */
  readonly columns?: number;
  /** Says no under NO_COLOR. */
  hasColors?(): boolean;
}
