import { AbecedaryError } from '../base/errors.js';

/** Something that was done to a whole alphabet, and how it is taken back and done again. */
interface Deed {
  /** The letter that it was done to, where it was one alone. */
  readonly letter?: string | undefined;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

/** What was done on the page to a run, as long as its studio is open. */
export interface History {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Forgets what was taken back. */
  add(deed: Deed): void;
  /** Throws `config` where there is nothing, and what the deed throws; then it stands where it stood. */
  step(step: 'undo' | 'redo'): Promise<void>;
  /** Forgets what was done to this letter, of which somebody keeps account elsewhere; without a letter all of it. */
  forget(letter?: string): void;
}

const most = 200;

export function createHistory(): History {
  let past: readonly Deed[] = [];
  let future: readonly Deed[] = [];
  return {
    get canUndo() {
      return past.length > 0;
    },
    get canRedo() {
      return future.length > 0;
    },
    add: (deed) => {
      past = [...past, deed].slice(-most);
      future = [];
    },
    step: async (step) => {
      const deed = (step === 'undo' ? past : future).at(-1);
      if (deed === undefined)
        throw new AbecedaryError('config', `Expected something to ${step}, got nothing; reload the page.`);
      await deed[step]();
      if (step === 'undo') {
        past = past.filter((each) => each !== deed);
        future = [...future, deed];
      } else {
        future = future.filter((each) => each !== deed);
        past = [...past, deed];
      }
    },
    forget: (letter) => {
      const stays = (deed: Deed): boolean => letter !== undefined && deed.letter !== letter;
      past = past.filter(stays);
      future = future.filter(stays);
    },
  };
}
