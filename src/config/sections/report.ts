import { z } from 'zod';

export const report = z.strictObject({
  make: z.boolean().default(true).meta({
    description: 'Whether a run ends with report.html, one page with everything that was made.',
  }),
  films: z.boolean().default(true).meta({
    description:
      'Whether the page holds the letters’ films, small; without them it is about a third as large.',
  }),
});
