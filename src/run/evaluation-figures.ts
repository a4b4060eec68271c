/** What is measured of one letter. */
export interface LetterFigures {
  readonly character: string;
  /** Folder of the run that it belongs to. */
  readonly run: string;
  /** File of the artwork. */
  readonly artwork: string;
  /** Place of the right letter among all letters of its run; 1 is best. */
  readonly rank: number;
  /** Share of the right glyph's mask that the picture's colours explain, 0..1. */
  readonly r2: number;
  /** The letter that explains the picture best. */
  readonly best: string;
  /** Whether OCR reads it; undefined where there is no OCR for it. */
  readonly read: boolean | undefined;
  /** What OCR takes it for, in its different readings. */
  readonly said: readonly string[];
  readonly styleDistance: number;
  /** Share of the letter's forms that are the artwork's: 1 all of them, 0 as many as a stranger's. */
  readonly forms: number;
  /** Share of the letter's area that is the artwork unchanged but for tones, 0..1. */
  readonly copied: number;
  readonly pepper: number;
  readonly pepperOfArtwork: number;
  readonly border: number;
  readonly borderOfArtwork: number;
}

/** The letters' figures in sum; means over all letters. */
export interface EvaluationSum {
  readonly letters: number;
  readonly rankedFirst: number;
  readonly r2: number;
  /** How many OCR reads, of how many it was tried on. */
  readonly read: number;
  readonly readable: number;
  readonly styleDistance: number;
  readonly forms: number;
  readonly copied: number;
  readonly pepper: number;
  /** One and a half times the artworks' own, as is the border's. */
  readonly pepperLimit: number;
  readonly border: number;
  readonly borderLimit: number;
}

/** How much worse than the artworks' own the noise of letters may be. */
const allowance = 1.5;

/** The sum of all letters of an evaluation. */
export function sumUp(letters: readonly LetterFigures[]): EvaluationSum {
  const mean = (figure: (letter: LetterFigures) => number): number =>
    letters.reduce((sum, letter) => sum + figure(letter), 0) / letters.length;
  return {
    letters: letters.length,
    rankedFirst: letters.filter(({ rank }) => rank === 1).length,
    r2: mean(({ r2 }) => r2),
    read: letters.filter(({ read }) => read === true).length,
    readable: letters.filter(({ read }) => read !== undefined).length,
    styleDistance: mean(({ styleDistance }) => styleDistance),
    forms: mean(({ forms }) => forms),
    copied: mean(({ copied }) => copied),
    pepper: mean(({ pepper }) => pepper),
    pepperLimit: allowance * mean(({ pepperOfArtwork }) => pepperOfArtwork),
    border: mean(({ border }) => border),
    borderLimit: allowance * mean(({ borderOfArtwork }) => borderOfArtwork),
  };
}
