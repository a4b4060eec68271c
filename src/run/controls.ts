import type { PictureJob } from '../plan/index.js';
import type { Painters } from '../work/index.js';

/** What the holder of a run may ask for while it is at work. */
export interface RunControls {
  /** Paints this letter before all others that have not been started. */
  prefer(letter: string): void;
  /** Starts no more letters until `resume`; those at work are finished. */
  pause(): void;
  resume(): void;
}

/** Controls that may be used before the painting has begun. */
export interface OpenControls extends RunControls {
  /** Passes on what was asked for, and what will be. */
  attach(painters: Painters, jobs: readonly PictureJob[]): void;
}

export function createControls(): OpenControls {
  let act: { readonly painters: Painters; readonly jobs: readonly PictureJob[] } | undefined;
  let paused = false;
  const preferred: string[] = [];
  const prefer = (letter: string): void => {
    const job = act?.jobs.find(({ name }) => name === letter);
    if (act === undefined) preferred.push(letter);
    else if (job !== undefined) act.painters.prefer(job.id);
  };
  return {
    prefer,
    pause: () => {
      paused = true;
      act?.painters.pause();
    },
    resume: () => {
      paused = false;
      act?.painters.resume();
    },
    attach: (painters, jobs) => {
      act = { painters, jobs };
      if (paused) painters.pause();
      for (const letter of preferred) prefer(letter);
    },
  };
}
