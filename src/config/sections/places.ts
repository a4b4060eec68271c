import { z } from 'zod';
import { between, wholeBetween } from '../fields.js';

const place = z.strictObject({
  x: between(0, 1).meta({
    unit: 'of the artwork’s width',
    description: 'Middle of the letter’s square in the artwork, from the left.',
  }),
  y: between(0, 1).meta({
    unit: 'of the artwork’s height',
    description: 'Middle of the letter’s square in the artwork, from the top.',
  }),
  sideRatio: between(0.02, 1).meta({
    unit: 'of the artwork’s shorter side',
    description: 'Side of the letter’s square in the artwork.',
  }),
  quarterTurns: z
    .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
    .default(0)
    .meta({ description: 'Quarter turns clockwise.' }),
  mirrored: z.boolean().default(false).meta({ description: 'Whether it is mirrored, before it is turned.' }),
});

/** Where a letter is found. */
export const placeSettings = z.strictObject({
  next: wholeBetween(0, 20).default(0).meta({ description: 'How many of the best finds are passed over.' }),
  ink: place.optional(),
  ground: place.optional(),
});
