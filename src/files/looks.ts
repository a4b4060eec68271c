import type { Pixels } from '../base/pixels.js';
import { readPicture } from './read-picture.js';

/** Pictures as they are looked at before anything is made of them: each is decoded once, however often it is asked for. */
export interface Looks {
  /** See `readPicture`. */
  read(file: string, options: Required<Parameters<typeof readPicture>[1]>): Promise<Pixels>;
}

/** What is kept of them in all; what comes then is decoded each time. */
const mostBytes = 64e6;

/** Looks of one run: it does not notice that a file is written anew meanwhile. */
export function openLooks(): Looks {
  const kept = new Map<string, Promise<Pixels>>();
  let bytes = 0;
  return {
    read: (file, options) => {
      const key = JSON.stringify([file, options]);
      const before = kept.get(key);
      if (before !== undefined) return before;
      const reading = readPicture(file, options);
      kept.set(key, reading);
      reading.then(
        ({ data }) => {
          if (bytes + data.length > mostBytes) kept.delete(key);
          else bytes += data.length;
        },
        () => {},
      );
      return reading;
    },
  };
}
