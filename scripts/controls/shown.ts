import { fileURLToPath } from 'node:url';
import type { AlphabetConfigInput } from '../../src/index.js';

/** A control and the pictures that show it. */
export interface Shown {
  /** Names its strip, `docs/controls/<name>.jpg`, and is what the command line takes. */
  readonly name: string;
  /** Heading of the part of the page that it belongs to. */
  readonly part: string;
  /** The keys of the configuration, with dots, whose sentences are quoted. */
  readonly keys: readonly string[];
  readonly letters: string;
  /** Names of included artworks, one for each letter; shown at the left of the strip. */
  readonly artworks: readonly string[];
  /** What every picture has beside its own value. */
  readonly always?: AlphabetConfigInput;
  readonly pictures: readonly {
    readonly caption: string;
    readonly input: AlphabetConfigInput;
    /** Drawn small in a corner of the picture. */
    readonly corner?: string;
  }[];
}

/** What a control is shown with that says nothing else: painted from the artwork's look alone. */
export const shownPreset = 'painted';

/** File of an included artwork. */
export const included = (name: string): string =>
  fileURLToPath(new URL(`../../styles/${name}.jpg`, import.meta.url));
