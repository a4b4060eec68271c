import { z } from 'zod';
import { wordList } from '../fields.js';
import { sheetFormats } from './sheet.js';

export const overview = z.strictObject({
  formats: wordList(sheetFormats, { fallback: ['jpeg'], least: 0 }).meta({
    allowed: 'png, jpeg, webp, avif, tiff, pdf, several of them in a list, or none',
    description: 'What the overview is written as; none makes none.',
  }),
});
