import { z } from 'zod';
import { between } from '../fields.js';

export const glyph = z.strictObject({
  fit: z.enum(['common', 'each']).default('common').meta({
    description:
      'How letters are sized: common gives all of them one scale and one baseline, each centres every letter by itself and makes it as large as fits.',
  }),
  marginRatio: between(0, 0.4).default(0.07).meta({
    unit: 'of the letter’s side',
    description: 'Empty space between a letter and the edge of its picture.',
  }),
});
