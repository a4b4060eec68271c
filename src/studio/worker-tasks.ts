import type { AlphabetConfig, LetterPreview, LetterSettings } from '../index.js';

/** What can be downloaded, beside the letters themselves. */
export const productNames = ['sheet', 'letters', 'cutouts', 'films', 'pdf', 'font'] as const;
export type DownloadName = (typeof productNames)[number];

/** What a worker can be asked for; all paths are absolute. */
export type WorkerTask =
  | {
      readonly kind: 'thumbnail';
      readonly file: string;
      readonly sidePx: number;
      readonly limitMegapixels?: number;
    }
  | { readonly kind: 'font'; readonly file: string }
  | {
      readonly kind: 'preview';
      readonly config: AlphabetConfig;
      readonly letter: string;
      readonly own: LetterSettings;
      readonly sizePx: number;
      readonly iterations: number;
    }
  | { readonly kind: 'product'; readonly config: AlphabetConfig; readonly name: DownloadName };

export interface WorkerAnswers {
  /** Bytes of a WebP file. */
  readonly thumbnail: Uint8Array;
  /** Whether it draws letters; throws otherwise. */
  readonly font: true;
  readonly preview: Omit<LetterPreview, 'file'> & { readonly picture: Uint8Array };
  /** Files within the run's folder. */
  readonly product: readonly string[];
}
