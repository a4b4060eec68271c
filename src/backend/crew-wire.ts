import type { Values } from './contract.js';
import type { Feeds } from './crew.js';
import type { LoweredProgram } from './onnx/lower.js';

/** What a thread of a crew is asked to do; it answers once to each. */
export type CrewRequest =
  | { readonly kind: 'compile'; readonly program: number; readonly model: LoweredProgram }
  | { readonly kind: 'run'; readonly program: number; readonly feeds: Feeds }
  | { readonly kind: 'release'; readonly program: number };

export type CrewReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'results'; readonly values: Values }
  | { readonly kind: 'failed'; readonly message: string };

/** What all threads of a crew see at any time: two numbers in shared memory. */
export type CrewState = Int32Array;
/** Where it says that nothing more is to be begun. */
export const stopping = 0;
/** Where it says how many requests are being answered. */
export const busyRuns = 1;
