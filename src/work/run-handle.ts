import type { LetterScheduler } from './letter-scheduler.js';

/** What the holder of a run may ask for while it is at work. */
export interface RunControls {
  /** Makes this letter before all others that have not been started. */
  prefer(letter: string): void;
  /** Starts no more letters until `resume`; those at work are finished. */
  pause(): void;
  resume(): void;
}

/** Controls that may be used before the letters have begun. */
export interface RunHandle extends RunControls {
  /** Passes on what was asked for, and what will be. */
  attach(scheduler: LetterScheduler, jobOf: (letter: string) => string | undefined): void;
}

export function createRunHandle(): RunHandle {
  let act: { scheduler: LetterScheduler; jobOf: (letter: string) => string | undefined } | undefined;
  let paused = false;
  const preferred: string[] = [];
  const prefer = (letter: string): void => {
    const id = act?.jobOf(letter);
    if (act === undefined) preferred.push(letter);
    else if (id !== undefined) act.scheduler.prefer(id);
  };
  return {
    prefer,
    pause: () => {
      paused = true;
      act?.scheduler.pause();
    },
    resume: () => {
      paused = false;
      act?.scheduler.resume();
    },
    attach: (scheduler, jobOf) => {
      act = { scheduler, jobOf };
      if (paused) scheduler.pause();
      for (const letter of preferred) prefer(letter);
    },
  };
}
