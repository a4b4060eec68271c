import { z } from 'zod';
import { filePath } from '../fields.js';

export const font = z.strictObject({
  file: filePath('the word default, a font file, or the name of an installed font').default('default').meta({
    allowed: 'the word default, a TTF, OTF, WOFF, WOFF2, TTC or OTC file, or the name of an installed font',
    flag: 'font',
    value: 'FILE',
    description: 'The font of the letters; default is the heavy sans-serif that comes with the program.',
  }),
  face: z
    .union([z.int().min(1), z.string().min(1)])
    .default('auto')
    .meta({
      allowed: 'the word auto, a number from 1, or a name',
      flag: 'face',
      value: 'FACE',
      description:
        'Which font of a collection (TTC, OTC) is meant; auto takes the only one, and lists them where there are several.',
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
