import { z } from 'zod';
import { between, colourText, filePath, wholeBetween } from '../fields.js';
import { painting } from '../painting.js';

/** What a letter may be painted over, beside a picture. */
export const startWords = ['artwork', 'glyph', 'noise'] as string[];

const split = z.strictObject({
  by: z.enum(['auto', 'lightness', 'colour', 'none']).default('auto').meta({
    description:
      'What tells the two parts of the artwork apart: lightness, its main colour contrast (blue against gold, say), or auto, the one that says more; none makes letter and ground of the whole artwork.',
  }),
  inkRatio: between(0.05, 1).default(0.3).meta({
    unit: 'of the artwork’s area',
    description:
      'How much of the artwork, from its dark end on (from its light end for a light letter), gives the look of the letter itself.',
  }),
  groundRatio: between(0.05, 1).default(0.65).meta({
    unit: 'of the artwork’s area',
    description: 'How much of the artwork, from the other end on, gives the look of the ground.',
  }),
});

const found = z.strictObject({
  amount: between(0, 1).default(0.6).meta({
    flag: 'found',
    value: 'N',
    description:
      'How much of a letter is found in the artwork and how much is painted: 0 paints it from the artwork’s look alone, 1 lays bare pieces of the artwork along the outline.',
  }),
  lay: z.enum(['either', 'cut', 'shadow']).default('either').meta({
    flag: 'lay',
    value: 'WORD',
    description:
      'How the letter lies in the artwork: cut takes letter and ground from two places, shadow from one, so that forms run on through the outline; either takes what suits the letter better.',
  }),
  width: between(0, 1).default(0.6).meta({
    description:
      'How widely the artwork is searched: 0 only at the scale of «detail», 1 at scales from 0.7 to 2.5 times that.',
  }),
  interest: between(0, 1).default(0.5).meta({
    description:
      'How much it counts that there is something to see: 0 takes what suits the letter best however plain it is, 1 looks for the artwork’s liveliest parts.',
  }),
  legible: between(0.3, 0.97).default(0.81).meta({
    unit: 'of full legibility',
    flag: 'legible',
    value: 'N',
    description:
      'How well a letter is to be read where its contrast is auto: lower keeps more of the artwork’s own tones, higher is easier to read.',
  }),
  seamRatio: between(0, 0.1).default(0.012).meta({
    unit: 'of the letter’s side',
    flag: 'seam',
    value: 'N',
    description:
      'How far the outline may follow the artwork’s own lines: 0 cuts along the font’s outline, 0.05 as if torn along the forms.',
  }),
});

export const transfer = z.strictObject({
  sizePx: wholeBetween(32, 4096).default(400).meta({
    unit: 'px',
    flag: 'size',
    value: 'PX',
    description: 'Side of a finished letter; 128 makes a quick preview.',
  }),
  iterations: wholeBetween(1, 200).default(20).meta({
    flag: 'iterations',
    value: 'N',
    description: 'How many times a letter is improved; more than 30 change little.',
  }),
  evaluationsPerIteration: wholeBetween(1, 100).default(20).meta({
    description: 'How many looks at the picture one iteration may take at most.',
  }),
  enough: between(0, 1).default(0.02).meta({
    description:
      'Share of its loss that an iteration of five looks or more must take away, or the letter stays as it is until its next size; 0 never stops.',
  }),
  found: found.prefault({}).meta({
    description: 'How a letter is found in its artwork before it is painted.',
  }),
  contentWeight: between(0, 10).default(painting.contentWeight.found).meta({
    description: 'How strictly the letter keeps its shape; higher is easier to read, lower is more artwork.',
  }),
  detail: between(0.25, 4).default(painting.detail.found).meta({
    unit: 'times',
    flag: 'detail',
    value: 'N',
    description:
      'Scale of the artwork relative to the letter; 2 makes its strokes and forms twice as large, 0.5 half as large.',
  }),
  layerWeights: z
    .array(between(0, 100))
    .length(4)
    .refine((weights) => weights.some((weight) => weight > 0), {
      error: 'hold at least one number above 0',
    })
    .default([1, 1, 1, 1])
    .meta({
      description:
        'What counts how much in the artwork’s look, from colour and grain (first number) to larger forms (fourth).',
    }),
  scope: z.enum(['both', 'ink', 'ground']).default('both').meta({
    flag: 'scope',
    value: 'PART',
    description: 'What is styled: the letter (ink), what it stands on (ground), or both.',
  }),
  plain: z
    .union([z.literal('transparent'), colourText])
    .default('#ffffff')
    .meta({
      allowed: 'the word transparent, or a colour like "#ffcc00" (in quotes)',
      description: 'What the part that is not styled becomes, when only one is.',
    }),
  contrast: z
    .union([z.literal('auto'), between(0, 1)])
    .default(painting.contrast.found)
    .meta({
      flag: 'contrast',
      value: 'N',
      description:
        'How far apart in lightness letter and ground are held; 0 leaves it to the artwork, 1 makes a poster; auto gives each letter, and pages of text, what they take to be read (see «legible»).',
    }),
  toneWeight: between(0, 1000).default(painting.toneWeight.found).meta({
    description: 'How strictly the contrast is held on to while the letter is painted.',
  }),
  fitRatio: between(0, 0.25).default(0.005).meta({
    unit: 'of the letter’s side',
    flag: 'fit',
    value: 'N',
    description: 'How far the texture may leave the outline: 0 is strict, 0.1 is wild.',
  }),
  polarity: z.enum(['auto', 'dark-on-light', 'light-on-dark']).default('auto').meta({
    flag: 'polarity',
    value: 'WORD',
    description:
      'Whether a dark letter stands on a light ground or a light one on a dark ground; auto asks the artwork.',
  }),
  secondTryBelow: between(0, 1).default(painting.secondTryBelow.found).meta({
    unit: 'of full legibility',
    description:
      'A letter that turns out less legible than this is made once more with more contrast, and the better one is kept; 0 never tries again.',
  }),
  colours: z
    .union([z.enum(['artwork', 'glyph']), z.array(colourText).min(1).max(16)])
    .default('artwork')
    .meta({
      allowed: 'the word artwork, the word glyph, or a list of colours like ["#102030", "#ffcc00"]',
      description:
        'Where colours come from: the artwork, the glyph (black and white, only the artwork’s drawing is carried over), or a palette from dark to light.',
    }),
  start: z
    .union([z.enum(startWords), filePath('a picture file')])
    .default('artwork')
    .meta({
      allowed: 'the word artwork, glyph or noise, or a picture file',
      description:
        'What a letter is painted over: the glyph in the artwork’s own colours, the glyph in black and white, noise, or a picture.',
    }),
  totalVariation: between(0, 100).default(painting.totalVariation.found).meta({
    description: 'How strongly single stray dots are smoothed away.',
  }),
  totalVariationKind: z.enum(['smooth', 'edges']).default('smooth').meta({
    description: 'What smoothing does to sharp edges: smooth softens them too, edges spares them.',
  }),
  startNoise: between(0, 1).default(painting.startNoise.found).meta({
    unit: 'of the way from black to white',
    description: 'Strength of the noise in the picture that a letter starts from.',
  }),
  split: split.prefault({}).meta({
    description: 'Which parts of the artwork become the letter and which the ground around it.',
  }),
  method: z.enum(['regions', 'original']).default('regions').meta({
    description:
      'How: regions paints letter and ground each in their own part of the artwork; original is style transfer as a script of 2016 did it, for comparison, and heeds only size, iterations, evaluations, contentWeight and totalVariation.',
  }),
});
