import { z } from 'zod';
import { between } from '../fields.js';

export const glyph = z.strictObject({
  fit: z.enum(['common', 'each', 'line']).default('common').meta({
    description:
      'How letters are sized: common gives all of them one scale and one baseline, each centres every letter by itself and makes it as large as fits, line gives each the scale and baseline of the font’s usual letters, whichever others there are.',
  }),
  marginRatio: between(0, 0.4).default(0.07).meta({
    unit: 'of the letter’s side',
    description: 'Empty space between a letter and the edge of its picture.',
  }),
});
