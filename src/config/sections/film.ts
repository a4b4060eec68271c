import { z } from 'zod';
import { between, wholeBetween, wordList } from '../fields.js';

const animationFormats = ['gif', 'webp'] as const;
export type AnimationFormat = (typeof animationFormats)[number];
const videoFormats = ['mp4', 'webm'] as const;
type FilmFormat = AnimationFormat | (typeof videoFormats)[number];
const filmFormats: readonly FilmFormat[] = [...animationFormats, ...videoFormats];
const videoShapes = ['1:1', '4:5', '9:16'] as const;
export type VideoShape = (typeof videoShapes)[number];

const avif =
  'be gif, webp, mp4 or webm: an animated AVIF cannot be written here, since the picture library makes one tall still picture of its frames';

export const film = z.strictObject({
  formats: wordList(filmFormats, { fallback: ['gif', 'webp'], least: 0, refusals: { avif } }).meta({
    allowed: 'gif, webp, mp4, webm, several in a list, or none',
    flag: 'film',
    value: 'LIST',
    description:
      'What the films of the iterations are written as; none makes no films. mp4 and webm need an ffmpeg on the path.',
  }),
  shapes: wordList(videoShapes, { fallback: ['1:1'], least: 1 }).meta({
    allowed: '1:1, 4:5, 9:16, or several in a list',
    description:
      'Width by height of mp4 and webm, which are 1080 pixels wide; each further one is a file of its own.',
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
    description: 'Side of a letter’s GIF and WebP; never more than the letter’s own.',
  }),
  limitMb: between(0.05, 100).default(2).meta({
    unit: 'MB',
    description:
      'The most that a letter’s GIF or WebP may take; a larger one is made with fewer colours, then smaller.',
  }),
  sheet: z.boolean().default(true).meta({ description: 'Whether the whole sheet has a film too.' }),
  sheetSizePx: wholeBetween(64, 4096).default(1120).meta({
    unit: 'px',
    description: 'The longer side of the sheet’s GIF and WebP.',
  }),
  sheetLimitMb: between(0.05, 500).default(4).meta({
    unit: 'MB',
    description: 'The most that the sheet’s GIF or WebP may take.',
  }),
  frames: z.boolean().default(false).meta({
    description: 'Whether the frames of every letter’s film are written as PNG too, into film/frames.',
  }),
});
