import { z } from 'zod';
import { between, wholeBetween, wordList } from '../fields.js';

export const filmFormats = ['gif', 'webp'] as const;
export type FilmFormat = (typeof filmFormats)[number];

const avif =
  'be gif or webp: an animated AVIF cannot be written here, since the picture library makes one tall still picture of its frames';

export const film = z.strictObject({
  formats: wordList(filmFormats, { fallback: ['gif', 'webp'], least: 0, refusals: { avif } }).meta({
    allowed: 'gif, webp, both in a list, or none',
    flag: 'film',
    value: 'LIST',
    description: 'What the films of the iterations are written as; none makes no films.',
  }),
  frameMs: wholeBetween(20, 5000).default(120).meta({
    unit: 'ms',
    description: 'How long each iteration is shown.',
  }),
  holdMs: wholeBetween(0, 60_000).default(2000).meta({
    unit: 'ms',
    description: 'How long the finished letter is held before the film starts again.',
  }),
  sizePx: wholeBetween(16, 2048).default(256).meta({
    unit: 'px',
    description: 'Side of a letter’s film; never more than the letter’s own.',
  }),
  limitMb: between(0.05, 100).default(2).meta({
    unit: 'MB',
    description:
      'The most that a letter’s film may take; a larger one is made with fewer colours, then smaller.',
  }),
  sheet: z.boolean().default(true).meta({ description: 'Whether the whole sheet has a film too.' }),
  sheetSizePx: wholeBetween(64, 4096).default(1120).meta({
    unit: 'px',
    description: 'The longer side of the sheet’s film.',
  }),
  sheetLimitMb: between(0.05, 500).default(12).meta({
    unit: 'MB',
    description: 'The most that the sheet’s film may take.',
  }),
  frames: z.boolean().default(false).meta({
    description: 'Whether the frames of every letter’s film are written as PNG too, into film/frames.',
  }),
});
