import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { sha256Pattern } from '../base/hash.js';
import { arrangementSchema, placeSettingsSchema, textSchema, transferSchema } from '../config/parts.js';
import { longestPath, longestText, mostPagePixels, mostPagePx } from '../glyph/text/index.js';
import type { Recipe } from './recipe.js';

/* A recipe as it comes from another machine: the same limits as in a configuration, and nothing beside them. */

export const sha256 = z.string().regex(sha256Pattern);

/** What is sensible, and no more than that: a list of a million entries is nobody's alphabet. */
const mostEntries = 1000;
const mostFonts = 32;
const mostAxes = 64;
/** Of a character: a letter with many marks on it. */
const longestCharacter = 64;

const material = z.strictObject({
  sha256,
  mask: sha256.optional(),
  share: z.number().min(0.001).max(1000),
});
const materials = z.array(material).max(mostEntries);

const font = z.strictObject({
  sha256,
  axes: z
    .record(z.string().regex(/^[ -~]{4}$/), z.number())
    .refine((axes) => Object.keys(axes).length <= mostAxes, { error: `name at most ${mostAxes} axes` }),
  face: z.int().min(1).max(1024).optional(),
});

/** Set by a font with extreme measures a letter may lie beyond its box, but not by far. */
const ratio = z.number().min(-1000).max(1000);
export const placementSchema = z.strictObject({
  emRatio: z.number().positive().max(1000),
  x: ratio,
  y: ratio,
});

export const character = z.string().min(1).max(longestCharacter);

const painted = {
  seed: z.int().min(0),
  arrangement: arrangementSchema,
  mask: sha256.optional(),
  start: sha256.optional(),
  engine: z.strictObject({
    name: z.string().max(100),
    provider: z.string().max(100),
    version: z.int(),
    encoder: sha256,
  }),
};

const letter = z.strictObject({
  ...painted,
  transfer: transferSchema,
  character,
  font,
  placement: placementSchema,
  materials: z.strictObject({ ink: materials.min(1), ground: materials }),
  places: placeSettingsSchema.optional(),
  part: z.int().min(0).max(mostEntries).optional(),
});

const px = z.number().min(-mostPagePx).max(mostPagePx);
const { align, vertical, leading, tracking, stanzaGapRatio, wrap, direction, features, each } =
  textSchema.shape;
const measures = z
  .strictObject({
    width: z.int().min(16).max(mostPagePx),
    height: z.int().min(16).max(mostPagePx),
    box: z.strictObject({ left: px, top: px, width: px.min(8), height: px.min(8) }),
    layout: z.strictObject({
      size: z.union([z.literal('fit'), z.number().positive().max(mostPagePx)]),
      ...{ align, vertical, leading, tracking, stanzaGapRatio, wrap, direction, features },
      language: z
        .string()
        .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/)
        .optional(),
      writing: z.literal('down').optional(),
      hyphenate: z.literal(true).optional(),
      path: z.string().max(longestPath).optional(),
    }),
  })
  .refine(({ width, height }) => width * height <= mostPagePixels, {
    error: `have at most ${mostPagePixels / 1e6} megapixels`,
  });

const page = z.strictObject({
  ...painted,
  // The page says how large it is.
  transfer: transferSchema.extend({ sizePx: z.int().min(16).max(mostPagePx) }),
  text: z.string().min(1).max(longestText),
  fonts: z.array(font).min(1).max(mostFonts),
  measures,
  each,
  looks: z
    .array(z.strictObject({ materials: materials.min(1), where: sha256.optional() }))
    .min(1)
    .max(mostEntries),
  ground: materials,
  bare: z.boolean(),
  dpi: textSchema.shape.dpi.unwrap().optional(),
});

/** Says of a recipe what it is as it stands: one that leaves out what has a default is none, since its hash is not that of what would be painted. */
export const recipeSchema: z.ZodType<Recipe> = z.unknown().transform((value, context): Recipe => {
  const isLetter = typeof value === 'object' && value !== null && 'character' in value;
  const checked = (isLetter ? letter : page).safeParse(value);
  if (checked.success && isDeepStrictEqual(checked.data, value)) return value as Recipe;
  context.addIssue({
    code: 'custom',
    message: 'be whole',
    path: checked.error?.issues[0]?.path ?? [],
  });
  return z.NEVER;
});
