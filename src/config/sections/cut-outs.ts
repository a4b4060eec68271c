import { z } from 'zod';
import { between } from '../fields.js';

export const cutouts = z.strictObject({
  make: z.boolean().default(false).meta({
    allowed: 'true or false',
    description:
      'Whether a run also writes every letter cut out of its ground, into cutouts/; abecedary cutouts does it afterwards.',
  }),
  growRatio: between(0, 0.25).default(0).meta({
    unit: 'of the letter’s side',
    description:
      'How far a cut-out reaches beyond the outline, with rounded corners; as much as transfer.fitRatio keeps the texture that leaves the outline.',
  }),
  svg: z.boolean().default(true).meta({
    allowed: 'true or false',
    description: 'Whether an SVG, clipped by the outline, lies beside every cut-out.',
  }),
});
