/** What a run says while it works: one record type for the terminal, a page, a log or a program. */
export type Progress =
  /** Another process works in the output folder; this one goes on when it has ended. */
  | { readonly kind: 'waiting'; readonly pid: number; readonly host: string; readonly since: string }
  /** It takes a while to find out which artworks suit the letters best: of so many artworks so many have been looked at. */
  | { readonly kind: 'pairing'; readonly done: number; readonly artworks: number }
  | {
      readonly kind: 'plan';
      /** What is made; letters unless it says otherwise. */
      readonly of?: 'page';
      /** Letters that will be rendered, in order. */
      readonly letters: readonly string[];
      /** Letters whose finished tile is kept as it is. */
      readonly kept: readonly string[];
      /** A text in tiles plans its letters in sets: how many are in those that follow. */
      readonly later?: number | undefined;
      /** How many processes work side by side; 0 where workers elsewhere do it. */
      readonly workers: number;
      /** How many letters each of them makes together; one when absent. */
      readonly batch?: number | undefined;
      readonly iterations: number;
      /** What does the arithmetic, for example `onnxruntime cpu`. */
      readonly engine: string;
      /** Why it is that and nothing better: `auto found no GPU`. */
      readonly engineReason: string;
      /** What is made of the letters afterwards, in order; nothing when absent. */
      readonly products?: readonly ExpectedProduct[] | undefined;
      /** Sentences the user should read: an artwork used twice, a weak artwork. */
      readonly notes: readonly string[];
    }
  /** A sentence that the user should read. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'started'; readonly letter: string; readonly artwork: string }
  | {
      readonly kind: 'iteration';
      readonly letter: string;
      /** Counts from 1 to `iterations`. */
      readonly iteration: number;
      readonly iterations: number;
      /** Evaluations of loss and gradient so far. */
      readonly evaluations: number;
      /** Total loss at this scale; starts near 1 at each scale. */
      readonly loss: number;
      /** Side of the picture at this scale, in pixels. */
      readonly sizePx: number;
      /** Share of the letter's expected work that is done, 0..1. */
      readonly workRatio: number;
      /** The picture so far, a file of the machine that makes the letter, and only until the letter is done. */
      readonly frame?: string;
    }
  | {
      readonly kind: 'done';
      readonly letter: string;
      readonly file: string;
      readonly seconds: number;
      readonly evaluations: number;
      readonly loss: number;
    }
  | { readonly kind: 'failed'; readonly letter: string; readonly message: string }
  /** Something begins to be made of the letters. */
  | { readonly kind: 'making'; readonly product: ExpectedProduct['product'] }
  | { readonly kind: 'sheet'; readonly file: string }
  | { readonly kind: 'page'; readonly file: string }
  | {
      readonly kind: 'product';
      /** What was made beside the first file of the sheet. */
      readonly product: 'sheet' | 'overview' | 'contact' | 'film' | 'report' | 'text';
      readonly files: readonly string[];
      /** Sentences the user should read. */
      readonly notes: readonly string[];
    };

/** Something that is made of finished letters. */
export interface ExpectedProduct {
  readonly product: 'sheet' | 'overview' | 'film' | 'report';
  /** How long that is expected to take. */
  readonly seconds: number;
}
