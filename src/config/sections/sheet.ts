import { z } from 'zod';
import { autoOr, between, colour } from '../fields.js';

export const sheet = z.strictObject({
  columns: autoOr(1, 100).meta({
    description: 'Letters in a row of the sheet; auto chooses a pleasant shape.',
  }),
  gapRatio: between(0, 1).default(0).meta({
    unit: 'of a letter’s side',
    description: 'Space between the letters of the sheet.',
  }),
  marginRatio: between(0, 1).default(0).meta({
    unit: 'of a letter’s side',
    description: 'Space around all letters of the sheet.',
  }),
  paper: colour('#ffffff').meta({
    description: 'The colour of the sheet where no letter covers it.',
  }),
});
