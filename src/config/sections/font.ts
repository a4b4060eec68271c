import { z } from 'zod';
import { filePath } from '../fields.js';

export const font = z.strictObject({
  file: filePath('the word default, or a TTF, OTF, WOFF or WOFF2 file').default('default').meta({
    allowed: 'the word default, or a TTF, OTF, WOFF or WOFF2 file',
    flag: 'font',
    value: 'FILE',
    description: 'The font of the letters; default is the heavy sans-serif that comes with the program.',
  }),
  axes: z
    .record(
      z
        .string()
        .regex(/^[ -~]{4}$/)
        .meta({ allowed: 'an axis name of four characters, like wght' }),
      z.number(),
    )
    .default({})
    .meta({
      allowed: 'axis names with a number each, like { wght: 800 }',
      description:
        'Where a variable font stands on its axes; an axis not named stays at the font’s own default.',
    }),
});
